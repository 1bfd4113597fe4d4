"""Somebody sets the machine's clock in mid-session: nobody's minutes change, and operator and leaders are told."""

from datetime import timedelta

import pytest

from balint_live.application.live.commands import CloseMeeting, OpenMeeting
from balint_live.domain.timeline import effective
from tests.cast import ANA, THIRD, TOM, at
from tests.fakes import MachineClock
from tests.live_session import DISCUSSION, LiveSession

HOUR, TEN_MINUTES = timedelta(hours=1), timedelta(minutes=10)
NOBODY_SET_IT = timedelta()


def under_way() -> tuple[LiveSession, MachineClock]:
    """Twenty minutes into the session, with Ana and Tom there from its beginning."""
    clock = MachineClock(at(0))
    live = LiveSession(clock=clock)
    live.admission.press(TOM.who)
    for who in (ANA, TOM):
        live.enters(who)
    live.reaches(DISCUSSION)
    live.ticks(20 * 60, every=10)
    return live, clock


def minutes_of_tom(live: LiveSession) -> float:
    facts = live.attendance.facts[THIRD][TOM.id]
    spans = effective(facts.intervals, facts.marks, live.clock.now())
    return sum((leave - join for join, leave in spans), timedelta()) / timedelta(minutes=1)


@pytest.mark.parametrize(
    "settings", [(60, -60), (60,), (-10,), (-10, 10), (-60, 60, 60)], ids=lambda each: f"by {each}"
)
def test_the_minutes_are_those_that_passed_and_nothing_lies_in_the_future(settings: tuple[int, ...]) -> None:
    live, clock = under_way()
    for minutes in settings:
        clock.set_wall(minutes=minutes)
        live.ticks(5 * 60, every=10)
        stored = [each.left_at for each in live.attendance.facts[THIRD][TOM.id].intervals]
        assert max(stored) <= live.clock.now()
    live.ticks((40 - 5 * len(settings)) * 60, every=10)
    live.sends(ANA, CloseMeeting)
    assert live.meeting.closed_at == at(60)
    assert minutes_of_tom(live) == 60


@pytest.mark.parametrize("minutes", [60, -10])
def test_nobody_falls_silent_and_no_countdown_jumps(minutes: int) -> None:
    live, clock = under_way()
    left = live.view(ANA)["clock"]
    clock.set_wall(minutes=minutes)
    live.ticks(1)
    assert live.states()[TOM.id] == "here"
    assert (live.view(ANA)["clock"], live.view(ANA)["server_now"]) == (left, at(20, 1))


def test_the_operator_reads_each_step_once() -> None:
    live, clock = under_way()
    for minutes in (60, -60, -10):
        clock.set_wall(minutes=minutes)
        live.ticks(30)
    assert live.clock_was_set == [HOUR, -HOUR, -TEN_MINUTES]


def test_the_roll_says_the_largest_of_them() -> None:
    live, clock = under_way()
    for minutes in (60, -60, -10):
        clock.set_wall(minutes=minutes)
        live.ticks(30)
    assert live.meetings.clock_set_by == {THIRD: HOUR}


def test_also_when_the_database_was_away_at_that_moment() -> None:
    live, clock = under_way()
    live.meetings.down = True
    clock.set_wall(minutes=-10)
    live.ticks(30)
    assert live.meetings.clock_set_by == {}
    live.meetings.down = False
    live.ticks(2)
    assert live.meetings.clock_set_by == {THIRD: -TEN_MINUTES}


def test_a_session_that_is_over_is_not_concerned() -> None:
    live, clock = under_way()
    live.sends(ANA, CloseMeeting)
    clock.set_wall(minutes=60)
    live.ticks(30)
    assert live.meetings.clock_set_by == {}


def test_once_nobody_is_there_any_more_the_wall_clock_is_believed() -> None:
    live, clock = under_way()
    clock.set_wall(minutes=60)
    live.ticks(10)
    live.sends(ANA, CloseMeeting)
    for who in (ANA, TOM):
        live.leaves(who)
    live.ticks(3)
    assert live.clock.now() == at(20, 13) + HOUR
    assert live.clock_was_set == [HOUR]


def test_after_a_restart_whoever_was_seen_in_the_future_is_not_here_for_that() -> None:
    """The new process has only the wall clock, which was set back meanwhile."""
    live, _ = under_way()
    live.clock = MachineClock(at(10))
    live.restart()
    assert live.states()[TOM.id] == "gone"
    live.enters(TOM)
    assert live.states()[TOM.id] == "here"


def test_a_session_opened_in_the_future_can_be_ended() -> None:
    live = LiveSession()
    live.sends(ANA, OpenMeeting)
    live.clock.set(at(-10))
    live.restart()
    assert live.sends(ANA, CloseMeeting).ok
    assert live.meeting.closed_at == at(0)
