"""Undo puts back exactly what the newest move replaced, for either leader, within ten seconds of it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from balint_live.domain.errors import Code
from balint_live.domain.meeting import Meeting
from tests.unit.domain.cast import ANA, BEN, arrived, at, closed, gathering, opened, refusal, span

MOVES: dict[str, Callable[[Meeting], Meeting]] = {
    "phase.next": lambda meeting: meeting.next(ANA, at(20)),
    "phase.back": lambda meeting: meeting.back(ANA, at(20)),
    "phase.goto": lambda meeting: meeting.goto(8, ANA, at(20)),
    "timer.pause": lambda meeting: meeting.pause(ANA, at(20)),
    "timer.adjust": lambda meeting: meeting.adjust(span(1), ANA, at(20)),
    "timer.spread": lambda meeting: meeting.spread(ANA, at(20)),
}


@pytest.mark.parametrize("move", MOVES)
def test_every_move_can_be_undone(move: str) -> None:
    before = arrived(4, late=span(6))
    moved = MOVES[move](before)
    assert moved.progress != before.progress
    assert moved.last_move is not None
    assert (moved.last_move.type, moved.last_move.undo_until) == (move, at(20, 10))
    assert moved.undo(at(20, 10)) == replace(before, revision=before.revision + 2, last_move=None)


def test_resume_can_be_undone() -> None:
    paused = opened().pause(ANA, at(1))
    assert paused.resume(BEN, at(2)).undo(at(2, 5)).progress == paused.progress


def test_an_undone_step_has_gone_on_running_meanwhile() -> None:
    undone = opened().next(ANA, at(3)).undo(at(3, 8))
    assert undone.countdown is not None
    assert undone.countdown.spent_at(at(3, 8)) == span(3, 8)


def test_an_undone_pause_never_was() -> None:
    undone = opened().pause(ANA, at(1)).undo(at(1, 7))
    assert undone.countdown is not None
    assert undone.countdown.spent_at(at(2)) == span(2)


def test_after_ten_seconds_it_is_too_late() -> None:
    moved = opened().next(ANA, at(3))
    assert refusal(lambda: moved.undo(at(3, 10.001))) is Code.NOTHING_TO_UNDO


def test_only_the_newest_move_is_undone() -> None:
    moved = opened().next(ANA, at(3)).next(BEN, at(3, 2))
    assert moved.undo(at(3, 4)).progress.position == 2


def test_an_undo_is_not_undone() -> None:
    undone = opened().next(ANA, at(3)).undo(at(3, 4))
    assert undone.last_move is None
    assert refusal(lambda: undone.undo(at(3, 5))) is Code.NOTHING_TO_UNDO


def test_showing_the_reminder_in_between_leaves_the_move_undoable_and_the_reminder_shown() -> None:
    before = opened()
    undone = before.next(ANA, at(3)).show_reminder().undo(at(3, 6))
    assert (undone.progress, undone.reminder_showing) == (before.progress, True)


def test_marking_a_presenter_in_between_leaves_the_move_undoable() -> None:
    before = arrived(2)
    assert before.next(ANA, at(6)).touched().undo(at(6, 5)).progress == before.progress


def test_while_gathering_there_is_nothing_to_undo() -> None:
    assert refusal(lambda: gathering().undo(at(0))) is Code.NOTHING_TO_UNDO


def test_the_end_is_not_undone() -> None:
    assert refusal(lambda: closed().undo(at(60, 1))) is Code.CLOSED
