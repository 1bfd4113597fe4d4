"""Ending erases where the meeting stood; when it opened and closed is all that remains."""

from dataclasses import replace

import pytest

from balint_live.domain.errors import Code
from balint_live.domain.meeting import Meeting, Status
from tests.unit.domain.cast import ANA, START, arrived, at, closed, gathering, opened, refusal, span


def test_nothing_remains_but_when_it_opened_earned_credit_and_closed() -> None:
    lived = opened().adjust(span(2), ANA, at(1)).next(ANA, at(6)).show_reminder().pause(ANA, at(7))
    ended = lived.close(at(58))
    assert ended == replace(
        gathering(),
        revision=lived.revision + 1,
        progress=replace(gathering().progress, opened_at=START, credited=((START, at(58)),)),
        closed_at=at(58),
    )
    assert (ended.status, ended.step, ended.countdown, ended.last_move) == (Status.CLOSED, None, None, None)


@pytest.mark.parametrize("position", [1, 4, 8])
def test_it_may_be_ended_from_any_step(position: int) -> None:
    assert arrived(position).close(at(70)).closed_at == at(70)


def test_a_closed_session_projects_nothing() -> None:
    ended = closed()
    assert (ended.projected_end(at(61)), ended.latest_return(), ended.late_by(at(61))) == (None, None, span())


def test_what_was_never_opened_is_not_ended() -> None:
    assert refusal(lambda: gathering().close(at(0))) is Code.NOT_OPEN


def test_ending_twice_ends_once() -> None:
    assert refusal(lambda: closed().close(at(61))) is Code.CLOSED


def test_an_end_before_the_opening_is_the_opening() -> None:
    """A session opened after its booked end and left alone closes at that booked end: it ran for no time, not for less."""
    assert gathering().open(ANA, at(75)).close(at(60)).closed_at == at(75)


def test_afterwards_nothing_more_is_taken() -> None:
    ended: Meeting = closed()
    assert refusal(ended.show_reminder) is Code.CLOSED
    assert refusal(ended.hide_reminder) is Code.CLOSED
    assert refusal(ended.touched) is Code.CLOSED
