"""Somebody sets the machine's clock in mid-session: nobody's minutes change, and operator and leaders are told."""

from datetime import timedelta

import pytest

from balint_live.application.live.commands import CloseMeeting, OpenMeeting
from balint_live.domain.timeline import effective
from tests.cast import ANA, THIRD, TOM, at
from tests.evening import DISCUSSION, Evening
from tests.fakes import MachineClock

HOUR, TEN_MINUTES = timedelta(hours=1), timedelta(minutes=10)
NOBODY_SET_IT = timedelta()


def under_way() -> tuple[Evening, MachineClock]:
    """Twenty minutes into the session, with Ana and Tom there from its beginning."""
    clock = MachineClock(at(0))
    evening = Evening(clock=clock)
    evening.admission.press(TOM.who)
    for who in (ANA, TOM):
        evening.enters(who)
    evening.reaches(DISCUSSION)
    evening.ticks(20 * 60, every=10)
    return evening, clock


def minutes_of_tom(evening: Evening) -> float:
    facts = evening.attendance.facts[THIRD][TOM.id]
    spans = effective(facts.intervals, facts.marks, evening.clock.now())
    return sum((leave - join for join, leave in spans), timedelta()) / timedelta(minutes=1)


@pytest.mark.parametrize(
    "settings", [(60, -60), (60,), (-10,), (-10, 10), (-60, 60, 60)], ids=lambda each: f"by {each}"
)
def test_the_minutes_are_those_that_passed_and_nothing_lies_in_the_future(settings: tuple[int, ...]) -> None:
    evening, clock = under_way()
    for minutes in settings:
        clock.set_wall(minutes=minutes)
        evening.ticks(5 * 60, every=10)
        stored = [each.left_at for each in evening.attendance.facts[THIRD][TOM.id].intervals]
        assert max(stored) <= evening.clock.now()
    evening.ticks((40 - 5 * len(settings)) * 60, every=10)
    evening.sends(ANA, CloseMeeting)
    assert evening.meeting.closed_at == at(60)
    assert minutes_of_tom(evening) == 60


@pytest.mark.parametrize("minutes", [60, -10])
def test_nobody_falls_silent_and_no_countdown_jumps(minutes: int) -> None:
    evening, clock = under_way()
    left = evening.view(ANA)["clock"]
    clock.set_wall(minutes=minutes)
    evening.ticks(1)
    assert evening.states()[TOM.id] == "here"
    assert (evening.view(ANA)["clock"], evening.view(ANA)["server_now"]) == (left, at(20, 1))


def test_the_operator_reads_each_step_once() -> None:
    evening, clock = under_way()
    for minutes in (60, -60, -10):
        clock.set_wall(minutes=minutes)
        evening.ticks(30)
    assert evening.clock_was_set == [HOUR, -HOUR, -TEN_MINUTES]


def test_the_roll_says_the_largest_of_them() -> None:
    evening, clock = under_way()
    for minutes in (60, -60, -10):
        clock.set_wall(minutes=minutes)
        evening.ticks(30)
    assert evening.meetings.clock_set_by == {THIRD: HOUR}


def test_also_when_the_database_was_away_at_that_moment() -> None:
    evening, clock = under_way()
    evening.meetings.down = True
    clock.set_wall(minutes=-10)
    evening.ticks(30)
    assert evening.meetings.clock_set_by == {}
    evening.meetings.down = False
    evening.ticks(2)
    assert evening.meetings.clock_set_by == {THIRD: -TEN_MINUTES}


def test_a_session_that_is_over_is_not_concerned() -> None:
    evening, clock = under_way()
    evening.sends(ANA, CloseMeeting)
    clock.set_wall(minutes=60)
    evening.ticks(30)
    assert evening.meetings.clock_set_by == {}


def test_once_nobody_is_there_any_more_the_wall_clock_is_believed() -> None:
    evening, clock = under_way()
    clock.set_wall(minutes=60)
    evening.ticks(10)
    evening.sends(ANA, CloseMeeting)
    for who in (ANA, TOM):
        evening.leaves(who)
    evening.ticks(3)
    assert evening.clock.now() == at(20, 13) + HOUR
    assert evening.clock_was_set == [HOUR]


def test_after_a_restart_whoever_was_seen_in_the_future_is_not_here_for_that() -> None:
    """The new process has only the wall clock, which was set back meanwhile."""
    evening, _ = under_way()
    evening.clock = MachineClock(at(10))
    evening.restart()
    assert evening.states()[TOM.id] == "gone"
    evening.enters(TOM)
    assert evening.states()[TOM.id] == "here"


def test_a_session_opened_in_the_future_can_be_ended() -> None:
    evening = Evening()
    evening.sends(ANA, OpenMeeting)
    evening.clock.set(at(-10))
    evening.restart()
    assert evening.sends(ANA, CloseMeeting).ok
    assert evening.meeting.closed_at == at(0)
