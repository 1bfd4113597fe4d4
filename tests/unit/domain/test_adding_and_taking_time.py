"""Adding or taking time changes the length of the current step, and of no other."""

import pytest

from balint_live.domain.errors import Code
from balint_live.domain.meeting import Move
from balint_live.domain.timer import Countdown
from tests.unit.domain.cast import (
    ANA,
    BEN,
    START,
    arrived,
    at,
    closed,
    gathering,
    lengths,
    opened,
    refusal,
    span,
)


def test_five_minutes_more() -> None:
    before = opened()
    meeting = before.adjust(span(5), BEN, at(1))
    assert meeting.countdown == Countdown(span(8), running_since=START)
    assert lengths(meeting)[1:] == lengths(before)[1:]
    assert (meeting.progress.position, meeting.revision) == (1, 2)
    assert meeting.last_move == Move(by=BEN, type="timer.adjust", at=at(1), before=before.progress)


def test_a_minute_less_may_leave_the_step_over() -> None:
    meeting = opened().adjust(-span(2), ANA, at(2))
    assert meeting.countdown is not None
    assert meeting.countdown.remaining_at(at(2)) == -span(1)


def test_a_paused_clock_stays_paused() -> None:
    paused = opened().pause(ANA, at(1))
    assert paused.adjust(span(1), ANA, at(2)).countdown == Countdown(span(4), spent=span(1))


def test_a_step_may_lose_all_its_length() -> None:
    assert lengths(opened().adjust(-span(3), ANA, at(1)))[0] == 0


@pytest.mark.parametrize("seconds", [-181, -3600])
def test_but_no_more_than_it_has(seconds: int) -> None:
    assert refusal(lambda: opened().adjust(span(seconds=seconds), ANA, at(1))) is Code.INVALID


def test_nor_does_a_step_grow_past_a_day() -> None:
    meeting = opened()
    for _ in range(23):
        meeting = meeting.adjust(span(60), ANA, at(1))
    assert refusal(lambda: meeting.adjust(span(60), ANA, at(1))) is Code.INVALID
    assert lengths(meeting.adjust(span(57), ANA, at(1)))[0] == 24 * 3600


def test_time_added_in_one_step_stays_there() -> None:
    meeting = arrived(4).adjust(span(2), ANA, at(14)).next(ANA, at(15))
    assert lengths(meeting) == [180, 180, 420, 420, 60, 1800, 420, 240]


def test_there_is_nothing_to_adjust_before_the_opening_or_after_the_close() -> None:
    assert refusal(lambda: gathering().adjust(span(1), ANA, START)) is Code.NOT_OPEN
    assert refusal(lambda: closed().adjust(span(1), ANA, at(61))) is Code.CLOSED
