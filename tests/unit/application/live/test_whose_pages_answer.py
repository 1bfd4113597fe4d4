"""Presence is per person: several tabs, a reload, a phone and the plain HTTP door are one person who answers."""

import pytest

from balint_live.application.live.commands import MarkAttendance
from balint_live.domain.timeline import Mark
from tests.cast import ANA, BEN, MIRIAM, OLGA, TOM, Persona, at
from tests.live_session import LiveSession


def state(live: LiveSession, who: Persona = TOM) -> str:
    return live.states()[who.id]


def test_nobody_is_expected_to_answer_before_they_came() -> None:
    assert set(LiveSession().states().values()) == {"expected"}


def test_an_open_page_is_here_for_as_long_as_it_is_open() -> None:
    live = LiveSession()
    live.enters(TOM)
    assert state(live) == "here"
    live.clock.wait(minutes=20)
    assert state(live) == "here"


@pytest.mark.parametrize(
    ("closed_for", "expected"),
    [(24.9, "here"), (25, "reconnecting"), (179.9, "reconnecting"), (180, "gone"), (7200, "gone")],
)
def test_a_closed_page_becomes_a_question_step_by_step(closed_for: float, expected: str) -> None:
    live = LiveSession()
    live.enters(TOM)
    live.leaves(TOM)
    live.clock.wait(seconds=closed_for)
    assert state(live) == expected


def test_silence_counts_from_when_it_fell_and_not_from_when_it_was_noticed() -> None:
    live = LiveSession()
    live.enters(TOM)
    live.ticks(60)
    live.leaves(TOM, silent_for=20)
    live.clock.wait(seconds=4.9)
    assert state(live) == "here"
    live.clock.wait(seconds=0.1)
    assert state(live) == "reconnecting"


def test_nobody_was_silent_before_they_came() -> None:
    live = LiveSession()
    live.enters(TOM)
    live.clock.wait(seconds=12)
    live.leaves(TOM, silent_for=20)
    live.clock.wait(seconds=13)
    assert live.room.pages[TOM.id].witness == (at(0), at(0))
    assert state(live) == "reconnecting"


def test_coming_back_is_being_here() -> None:
    live = LiveSession()
    live.enters(TOM)
    live.leaves(TOM)
    live.clock.wait(minutes=2)
    live.enters(TOM)
    assert state(live) == "here"


def test_one_tab_of_two_closed_is_nothing() -> None:
    live = LiveSession()
    live.enters(TOM, "laptop")
    live.enters(TOM, "phone")
    live.leaves(TOM, "laptop")
    live.clock.wait(minutes=10)
    assert state(live) == "here"
    live.leaves(TOM, "phone")
    live.clock.wait(seconds=30)
    assert state(live) == "reconnecting"


def test_one_tab_fallen_silent_takes_nothing_from_the_other() -> None:
    live = LiveSession()
    live.enters(TOM, "laptop")
    live.enters(TOM, "phone")
    live.ticks(60)
    live.leaves(TOM, "phone", silent_for=20)
    assert live.room.witnessed(live.clock.now()) == {TOM.id: (at(0), at(1))}


def test_the_end_of_a_connection_nobody_had_is_nothing() -> None:
    live = LiveSession()
    live.leaves(TOM)
    live.enters(TOM)
    live.clock.wait(seconds=5)
    live.leaves(TOM, "another's")
    assert list(live.room.pages) == [TOM.id]
    assert live.room.pages[TOM.id].connections == ["tom's page"]


def test_a_page_without_a_socket_is_here_while_it_asks() -> None:
    live = LiveSession()
    for _ in range(20):
        live.polls(TOM)
        live.clock.wait(seconds=5)
        assert state(live) == "here"
    live.clock.wait(seconds=20)
    assert state(live) == "reconnecting"


def test_a_leader_is_on_the_list_as_everybody_is() -> None:
    live = LiveSession()
    live.enters(ANA)
    assert (state(live, ANA), state(live, BEN)) == ("here", "expected")


def test_after_a_restart_the_list_goes_by_what_was_last_written() -> None:
    live = LiveSession()
    live.admission.press(TOM.who)
    live.enters(TOM)
    live.clock.wait(seconds=30)
    live.publisher.write_presence(live.room)
    live.clock.wait(seconds=20)
    live.restart()
    assert state(live) == "here"
    live.clock.wait(seconds=5)
    assert (state(live), state(live, MIRIAM)) == ("reconnecting", "expected")
    live.clock.wait(minutes=3)
    assert state(live) == "gone"
    live.enters(TOM)
    assert state(live) == "here"


def test_a_leaders_mark_outranks_the_page() -> None:
    live = LiveSession()
    live.sends(ANA, MarkAttendance, person=OLGA.id, mark=Mark.PRESENT)
    live.enters(TOM)
    live.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.ABSENT)
    live.sends(ANA, MarkAttendance, person=MIRIAM.id, mark=Mark.ABSENT)
    assert (state(live, OLGA), state(live), state(live, MIRIAM)) == ("here", "gone", "expected")


def test_absent_holds_until_a_new_press() -> None:
    live = LiveSession()
    live.admission.press(TOM.who)
    live.enters(TOM)
    live.clock.wait(minutes=1)
    live.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.ABSENT)
    assert state(live) == "gone"
    live.clock.wait(minutes=1)
    live.admission.press(TOM.who)
    assert state(live) == "here"


def test_the_list_counts_participants_only() -> None:
    live = LiveSession()
    for who in (ANA, BEN, TOM, OLGA):
        live.enters(who)
    live.sends(ANA, MarkAttendance, person=MIRIAM.id, mark=Mark.PRESENT)
    live.seat(ANA)
    listed = live.publisher.presence(live.seat(ANA))
    assert (listed["here"], listed["quorum"]) == (3, 4)
