"""Next, back and to any position: one step ends only because a leader enters another."""

import pytest

from balint_live.domain.errors import Code
from balint_live.domain.meeting import Meeting, Move
from balint_live.domain.timer import Countdown
from tests.unit.domain.cast import ANA, BEN, START, arrived, at, closed, gathering, opened, refusal, span
from tests.unit.domain.shipped import plan


def test_next_stops_this_clock_and_starts_the_next_one() -> None:
    before = opened()
    meeting = before.next(BEN, at(4))
    assert (meeting.progress.position, meeting.revision) == (2, 2)
    assert meeting.progress.countdowns[0] == Countdown(span(3), spent=span(4))
    assert meeting.progress.countdowns[1] == Countdown(span(3), running_since=at(4))
    assert meeting.progress.countdowns[2:] == before.progress.countdowns[2:]
    assert meeting.last_move == Move(by=BEN, type="phase.next", at=at(4), before=before.progress)


def test_reaching_zero_moves_nobody() -> None:
    meeting = opened()
    assert meeting.progress.position == 1
    assert meeting.countdown is not None
    assert meeting.countdown.remaining_at(at(300)) == -span(297)


def test_next_walks_the_whole_plan_in_its_order() -> None:
    meeting = opened("two90")
    walked = [meeting.step]
    for minute in range(1, 15):
        meeting = meeting.next(ANA, at(minute))
        walked.append(meeting.step)
    assert walked == list(meeting.protocol.steps)


def test_there_is_no_moving_past_the_last_step() -> None:
    assert refusal(lambda: arrived(8).next(ANA, at(60))) is Code.INVALID


def test_back_returns_to_the_time_already_used() -> None:
    meeting = opened().next(ANA, at(2)).back(BEN, at(7))
    assert meeting.progress.position == 1
    assert meeting.countdown == Countdown(span(3), spent=span(2), running_since=at(7))
    assert meeting.progress.countdowns[1] == Countdown(span(3), spent=span(5))
    assert meeting.last_move is not None
    assert (meeting.last_move.by, meeting.last_move.type) == (BEN, "phase.back")


def test_there_is_nothing_before_the_first_step() -> None:
    assert refusal(lambda: opened().back(ANA, at(1))) is Code.INVALID


def test_back_has_no_time_limit() -> None:
    assert arrived(2).back(ANA, at(50)).progress.position == 1


@pytest.mark.parametrize("position", [1, 3, 8])
def test_goto_reaches_any_other_position(position: int) -> None:
    meeting = arrived(2).goto(position, BEN, at(5))
    assert meeting.progress.position == position
    assert meeting.countdown is not None
    assert meeting.countdown.running_since == at(5)
    assert meeting.last_move is not None
    assert (meeting.last_move.by, meeting.last_move.type) == (BEN, "phase.goto")


def test_steps_jumped_over_have_not_begun() -> None:
    meeting = opened().goto(6, ANA, at(1))
    begun = [position for position, clock in enumerate(meeting.progress.countdowns, start=1) if clock.begun]
    assert begun == [1, 6]


@pytest.mark.parametrize("position", [2, 0, -1, 9])
def test_goto_needs_another_position_of_the_plan(position: int) -> None:
    assert refusal(lambda: arrived(2).goto(position, ANA, at(5))) is Code.INVALID


def test_the_same_phase_at_another_position_is_another_step() -> None:
    meeting = opened(plan("checkin 5", "step_out 2", "checkin 6")).goto(3, ANA, at(1))
    assert meeting.progress.countdowns[0] == Countdown(span(5), spent=span(1))
    assert meeting.countdown == Countdown(span(6), running_since=at(1))


def test_entering_a_step_always_starts_its_clock() -> None:
    paused = opened().pause(ANA, at(1))
    meeting = paused.next(ANA, at(5))
    assert meeting.countdown == Countdown(span(3), running_since=at(5))
    assert meeting.progress.countdowns[0] == Countdown(span(3), spent=span(1))
    assert meeting.back(ANA, at(6)).countdown == Countdown(span(3), spent=span(1), running_since=at(6))


def test_early_return_and_the_discussion_again() -> None:
    meeting = arrived(6).goto(7, ANA, at(25)).back(BEN, at(27))
    assert meeting.step == meeting.protocol.step(6)
    assert meeting.countdown == Countdown(span(30), spent=span(6), running_since=at(27))


def presses(meeting: Meeting) -> list[Code]:
    return [
        refusal(lambda: meeting.next(ANA, START)),
        refusal(lambda: meeting.back(ANA, START)),
        refusal(lambda: meeting.goto(2, ANA, START)),
    ]


def test_nobody_moves_before_the_opening() -> None:
    assert presses(gathering()) == 3 * [Code.NOT_OPEN]


def test_nobody_moves_after_the_close() -> None:
    assert presses(closed()) == 3 * [Code.CLOSED]
