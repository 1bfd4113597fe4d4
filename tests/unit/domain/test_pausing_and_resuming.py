"""A pause stops the clock of the step and nothing else."""

from balint_live.domain.errors import Code
from balint_live.domain.meeting import Move
from balint_live.domain.timer import Countdown
from tests.unit.domain.cast import ANA, BEN, START, at, closed, gathering, opened, refusal, span


def test_pause_keeps_what_was_spent() -> None:
    before = opened()
    meeting = before.pause(BEN, at(1))
    assert meeting.countdown == Countdown(span(3), spent=span(1))
    assert (meeting.progress.position, meeting.revision) == (1, 2)
    assert meeting.last_move == Move(by=BEN, type="timer.pause", at=at(1), before=before.progress)


def test_resume_goes_on_from_there() -> None:
    paused = opened().pause(ANA, at(1))
    meeting = paused.resume(BEN, at(6))
    assert meeting.countdown == Countdown(span(3), spent=span(1), running_since=at(6))
    assert meeting.last_move == Move(by=BEN, type="timer.resume", at=at(6), before=paused.progress)


def test_pauses_cost_no_time_however_many() -> None:
    meeting = opened()
    for minute in range(5):
        meeting = meeting.pause(ANA, at(minute, 12)).resume(ANA, at(minute + 1))
    assert meeting.countdown is not None
    assert meeting.countdown.spent_at(at(5)) == span(1)


def test_a_pause_leaves_the_other_clocks_alone() -> None:
    before = opened()
    assert before.pause(ANA, at(1)).progress.countdowns[1:] == before.progress.countdowns[1:]


def test_a_paused_clock_is_not_paused_again() -> None:
    assert refusal(lambda: opened().pause(ANA, at(1)).pause(BEN, at(2))) is Code.INVALID


def test_a_running_clock_is_not_resumed() -> None:
    assert refusal(lambda: opened().resume(ANA, at(1))) is Code.INVALID


def test_there_is_no_clock_before_the_opening() -> None:
    meeting = gathering()
    assert refusal(lambda: meeting.pause(ANA, START)) is Code.NOT_OPEN
    assert refusal(lambda: meeting.resume(ANA, START)) is Code.NOT_OPEN


def test_there_is_no_clock_after_the_close() -> None:
    meeting = closed()
    assert refusal(lambda: meeting.pause(ANA, at(61))) is Code.CLOSED
    assert refusal(lambda: meeting.resume(ANA, at(61))) is Code.CLOSED
