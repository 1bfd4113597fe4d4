"""A press from the closed list is passed on to the leaders of this session and forgotten."""

import pytest

from balint_live.application.live.commands import CloseMeeting
from balint_live.application.live.signals import REMEMBERED
from balint_live.domain.display import FROM_LEADERS, FROM_PARTICIPANTS, FROM_PRESENTER
from balint_live.domain.errors import Code, DomainError
from tests.cast import ANA, BEN, CHARLIE, MIRIAM, OLGA, THIRD, TOM, Persona, at
from tests.live_session import DISCUSSION, PRESENTATION, PUSHBACK, RETURN, LiveSession

LEADERS = [each.id for each in FROM_LEADERS]
PARTICIPANTS = [each.id for each in FROM_PARTICIPANTS]
PRESENTERS = [each.id for each in FROM_PRESENTER]


def held_session_in(position: int = DISCUSSION) -> LiveSession:
    live = LiveSession()
    live.reaches(position, MIRIAM)
    live.clock.wait(minutes=5)
    return live


def refusal(live: LiveSession, who: Persona, signal: str) -> Code:
    with pytest.raises(DomainError) as refused:
        live.signals.send(who.who, THIRD, signal)
    assert live.pages.sent == []
    return refused.value.code


@pytest.mark.parametrize(
    ("who", "signal"),
    [
        *((BEN, signal) for signal in [*LEADERS, "word_with_leader"]),
        *((who, signal) for who in (TOM, OLGA, MIRIAM) for signal in PARTICIPANTS),
        *((MIRIAM, signal) for signal in PRESENTERS),
    ],
)
def test_it_reaches_the_leaders_and_never_the_sender(who: Persona, signal: str) -> None:
    live = held_session_in()
    assert live.signals.send(who.who, THIRD, signal) == (3, "signal-1")
    message = {
        "signal": signal,
        "signal_id": "signal-1",
        "from": {"id": who.id, "name": who.name},
        "at": at(5),
    }
    assert live.pages.of("signal") == [(message, who.id)]
    assert len(live.pages.sent) == 1


@pytest.mark.parametrize(
    ("who", "signal"),
    [
        *((who, signal) for who in (TOM, OLGA, MIRIAM) for signal in LEADERS),
        *((who, signal) for who in (TOM, OLGA, ANA) for signal in PRESENTERS),
        (ANA, "room_not_private"),
    ],
)
def test_what_is_anothers_to_send_is_refused(who: Persona, signal: str) -> None:
    assert refusal(held_session_in(), who, signal) == Code.NOT_ALLOWED


@pytest.mark.parametrize(("position", "may"), [(PRESENTATION, False), (PUSHBACK, True), (RETURN, False)])
def test_only_who_sits_back_asks_to_come_back(position: int, may: bool) -> None:
    live = held_session_in(position)
    if may:
        assert live.signals.send(MIRIAM.who, THIRD, "come_back")[0] == 3
    else:
        assert refusal(live, MIRIAM, "come_back") == Code.NOT_ALLOWED
    live.pages.taken()
    assert live.signals.send(MIRIAM.who, THIRD, "need_leader")[0] == 3


@pytest.mark.parametrize("signal", ["", "hello", "Sit back now?", "patient: Mrs. K."])
def test_there_is_no_other_wording(signal: str) -> None:
    assert refusal(held_session_in(), ANA, signal) == Code.INVALID


def test_before_the_opening_participants_have_theirs() -> None:
    live = LiveSession()
    assert live.signals.send(TOM.who, THIRD, "room_not_private")[0] == 0
    assert refusal_code_before_opening(live) == Code.NOT_ALLOWED


def refusal_code_before_opening(live: LiveSession) -> Code:
    live.pages.taken()
    return refusal(live, MIRIAM, "need_leader")


@pytest.mark.parametrize("who", [ANA, TOM], ids=lambda who: who.id)
def test_after_the_close_there_is_nobody_to_tell(who: Persona) -> None:
    live = held_session_in()
    live.sends(ANA, CloseMeeting)
    live.pages.taken()
    assert refusal(live, who, "word_with_leader") == Code.CLOSED


def test_nobody_from_elsewhere_has_a_word_here() -> None:
    assert refusal(held_session_in(), CHARLIE, "wrap_up") == Code.NOT_ALLOWED


def test_nothing_of_it_is_stored_and_the_room_keeps_only_who_sent_it() -> None:
    live = held_session_in()
    live.seat(TOM)
    saved, kept = len(live.meetings.saved), vars(live.room).copy()
    live.signals.send(TOM.who, THIRD, "word_with_leader")
    assert len(live.meetings.saved) == saved
    assert vars(live.room) == {**kept, "signals": {"signal-1": "tom"}}


@pytest.mark.parametrize("sender", [TOM, ANA], ids=lambda who: who.id)
def test_once_a_leader_has_seen_it_the_others_and_the_sender_are_told(sender: Persona) -> None:
    live = held_session_in()
    _, id = live.signals.send(sender.who, THIRD, "word_with_leader")
    live.pages.taken()

    assert live.signals.see(BEN.who, THIRD, id) == 3

    message = {"signal_id": "signal-1", "by": {"id": BEN.id, "name": BEN.name}}
    assert live.pages.of("seen") == [(message, sender.id, BEN.id)]
    assert len(live.pages.sent) == 1


def test_a_second_time_tells_nobody() -> None:
    live = held_session_in()
    _, id = live.signals.send(TOM.who, THIRD, "word_with_leader")
    live.signals.see(BEN.who, THIRD, id)
    live.pages.taken()

    assert [live.signals.see(who.who, THIRD, id) for who in (BEN, ANA)] == [3, 3]
    assert live.pages.sent == []


def unseen(live: LiveSession, who: Persona, id: str) -> Code:
    with pytest.raises(DomainError) as refused:
        live.signals.see(who.who, THIRD, id)
    assert live.pages.sent == []
    return refused.value.code


@pytest.mark.parametrize("who", [TOM, OLGA, CHARLIE], ids=lambda who: who.id)
def test_only_a_leader_of_the_session_says_so(who: Persona) -> None:
    live = held_session_in()
    _, id = live.signals.send(TOM.who, THIRD, "word_with_leader")
    live.pages.taken()
    assert unseen(live, who, id) == Code.NOT_ALLOWED


def test_what_nobody_knows_was_not_seen() -> None:
    live = held_session_in()
    assert unseen(live, ANA, "signal-1") == Code.INVALID


def test_after_the_close_and_after_a_restart_signals_are_forgotten() -> None:
    live = held_session_in()
    _, first = live.signals.send(TOM.who, THIRD, "word_with_leader")
    live.restart()
    live.pages.taken()
    assert unseen(live, ANA, first) == Code.INVALID
    _, second = live.signals.send(TOM.who, THIRD, "word_with_leader")
    live.sends(ANA, CloseMeeting)
    live.pages.taken()
    assert unseen(live, ANA, second) == Code.INVALID


def test_of_very_many_the_oldest_are_forgotten() -> None:
    live = held_session_in()
    ids = [live.signals.send(TOM.who, THIRD, "word_with_leader")[1] for _ in range(REMEMBERED + 1)]
    assert list(live.room.signals) == ids[1:]
