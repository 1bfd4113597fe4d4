"""Pretend members come once a leader is there; one presents, one asks for a word, the presenter drops and comes back."""

from itertools import count

from balint_live.application.access.pretend import PAGE, PretendMembers, PretendSession
from balint_live.application.live.commands import GotoPhase
from balint_live.application.live.room import ALARM_PRESENTER
from tests.cast import ANA, LENA, MIRIAM, REMINDER, THIRD, TOM
from tests.live_session import CASE_CALL, DISCUSSION, LiveSession

PEOPLE = (TOM, MIRIAM, LENA)


def with_pretend_members(speed: int = 1) -> tuple[LiveSession, PretendMembers]:
    live = LiveSession()
    ids = map("pretend-{}".format, count())
    sessions = [PretendSession(THIRD, tuple(each.who for each in PEOPLE))]
    members = PretendMembers(
        live.clock, live.admission, live.publisher, live.command_handler, live.signals, ids.__next__, sessions
    )
    members.speed = speed
    return live, members


def goes_on(live: LiveSession, members: PretendMembers, seconds: int) -> None:
    for _ in range(seconds):
        live.ticks(1)
        members.tick()


def here(live: LiveSession) -> list[str]:
    return [each.id for each in PEOPLE if live.states()[each.id] == "here"]


def test_nobody_comes_before_a_leader_is_there() -> None:
    live, members = with_pretend_members()
    live.seat(ANA)
    goes_on(live, members, 60)
    assert here(live) == []


def test_they_come_one_after_the_other_and_faster_when_told() -> None:
    for speed, seconds in ((1, [7, 14, 21]), (10, [1, 2, 3])):
        live, members = with_pretend_members(speed)
        live.enters(ANA)
        members.tick()
        found, passed = [], 0
        for until in seconds:
            goes_on(live, members, until - passed)
            passed = until
            found.append(len(here(live)))
        assert found == ([1, 2, 3] if speed == 1 else [1, 3, 3])
        assert live.attendance.facts[THIRD][TOM.id].agreed.keys() == {REMINDER}


def test_the_first_presents_the_last_asks_and_the_presenter_is_missed_and_comes_back() -> None:
    live, members = with_pretend_members()
    live.enters(ANA)
    goes_on(live, members, 25)
    live.reaches(CASE_CALL)
    goes_on(live, members, 10)
    assert live.room.presenter == TOM.id

    live.sends(ANA, GotoPhase, position=DISCUSSION)
    goes_on(live, members, 20)
    assert [signal["signal"] for signal, _ in live.pages.of("signal")] == ["word_with_leader"]
    goes_on(live, members, 25)
    assert live.pages.of("alarm") == [{"alarm": ALARM_PRESENTER, "person": TOM.id}]
    goes_on(live, members, 30)
    assert live.pages.of("alarm")[-1] == {"alarm": ALARM_PRESENTER, "over": True}
    assert live.room.pages[TOM.id].connections == [PAGE]
