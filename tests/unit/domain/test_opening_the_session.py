"""Opening ends the gathering, enters the first step and starts its clock."""

from dataclasses import replace

from balint_live.domain.errors import Code
from balint_live.domain.meeting import Move, Status
from balint_live.domain.timer import Countdown
from tests.unit.domain.cast import ANA, BEN, START, at, closed, gathering, opened, refusal, span


def test_a_session_nobody_touched_is_gathering_under_revision_zero() -> None:
    meeting = gathering()
    assert (meeting.status, meeting.revision, meeting.last_move) == (Status.GATHERING, 0, None)
    assert (meeting.step, meeting.countdown) == (None, None)
    assert [clock.length for clock in meeting.progress.countdowns] == [
        step.planned for step in meeting.protocol.steps
    ]


def test_a_leader_opens_it() -> None:
    before = gathering()
    meeting = before.open(BEN, at(2))
    assert (meeting.status, meeting.revision, meeting.progress.opened_at) == (Status.RUNNING, 1, at(2))
    assert (meeting.progress.position, meeting.step) == (1, meeting.protocol.steps[0])
    assert meeting.countdown == Countdown(span(3), running_since=at(2))
    assert meeting.last_move == Move(by=BEN, type="meeting.open", at=at(2), before=before.progress)


def test_only_the_first_step_has_begun() -> None:
    assert [clock.begun for clock in opened().progress.countdowns] == [True] + 7 * [False]


def test_it_may_be_opened_before_the_booked_start() -> None:
    assert gathering().open(ANA, at(-5)).progress.opened_at == at(-5)


def test_the_booked_times_stay_as_they_were() -> None:
    late = gathering().open(ANA, at(9))
    assert (late.scheduled_start, late.scheduled_end) == (START, at(60))


def test_an_open_session_is_not_opened_again() -> None:
    assert refusal(lambda: opened().open(BEN, at(1))) is Code.INVALID


def test_a_closed_session_is_not_opened_again() -> None:
    assert refusal(lambda: closed().open(BEN, at(61))) is Code.CLOSED


def test_opened_by_mistake_and_undone_it_gathers_as_before() -> None:
    undone = opened().undo(at(0, 5))
    assert undone == replace(gathering(), revision=2)
    assert undone.open(BEN, at(3)).progress.opened_at == at(3)
