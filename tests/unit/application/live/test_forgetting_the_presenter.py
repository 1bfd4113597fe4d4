"""The mark is forgotten on entering the next call for a case and at the close; undoing that very move brings it back."""

from collections.abc import Callable
from typing import Any

import pytest

from balint_live.application.live.commands import (
    AdjustTimer,
    BackPhase,
    Change,
    ClearPresenter,
    CloseMeeting,
    GotoPhase,
    NextPhase,
    PauseTimer,
    ResumeTimer,
    SetPresenter,
    ShowReminder,
    UndoMove,
)
from tests.cast import ANA, BEN, MIRIAM, TOM, at
from tests.evening import Evening

FIRST_CALL, FIRST_STORY, STEP_OUT, SECOND_CALL, SECOND_STORY = 2, 3, 8, 9, 10
"""Positions in two90."""

Entering = Callable[[Evening], bool]
ENTERING: dict[str, tuple[int, Entering]] = {
    "next": (STEP_OUT, lambda evening: evening.sends(ANA, NextPhase).ok),
    "back": (SECOND_STORY, lambda evening: evening.sends(ANA, BackPhase).ok),
    "goto": (FIRST_STORY, lambda evening: evening.sends(ANA, GotoPhase, position=SECOND_CALL).ok),
}


def two_cases(position: int, presenter: bool = True) -> Evening:
    """Two cases in one session, Miriam marked."""
    evening = Evening("two90")
    evening.reaches(position, MIRIAM if presenter else None)
    return evening


@pytest.fixture(params=ENTERING)
def just_entered(request: pytest.FixtureRequest) -> Evening:
    position, enter = ENTERING[request.param]
    evening = two_cases(position)
    assert enter(evening)
    assert evening.meeting.progress.position == SECOND_CALL
    return evening


def test_entering_the_call_for_a_case_forgets_the_mark(just_entered: Evening) -> None:
    assert just_entered.room.presenter is None
    (views,) = just_entered.pages.of("snapshots")
    assert (views.leaders["presenter"], views.presenter) == (None, None)


def test_undoing_that_move_brings_it_back(just_entered: Evening) -> None:
    assert just_entered.sends(BEN, UndoMove).ok
    assert just_entered.room.presenter == MIRIAM.id
    assert just_entered.pages.of("snapshots")[-1].leaders["presenter"] == MIRIAM.id


def test_undoing_a_later_move_does_not(just_entered: Evening) -> None:
    just_entered.sends(ANA, NextPhase)
    assert just_entered.sends(ANA, UndoMove).ok
    assert just_entered.meeting.progress.position == SECOND_CALL
    assert just_entered.room.presenter is None


@pytest.mark.parametrize("kind", [PauseTimer, AdjustTimer])
def test_not_even_a_move_that_stays_in_the_step(just_entered: Evening, kind: type[Change]) -> None:
    facts: dict[str, Any] = {"by_length": at(1) - at(0)} if kind is AdjustTimer else {}
    assert just_entered.sends(ANA, kind, **facts).ok
    assert just_entered.sends(ANA, UndoMove).ok
    assert just_entered.room.presenter is None


def test_what_is_no_move_leaves_the_undo_as_it_was(just_entered: Evening) -> None:
    assert just_entered.sends(BEN, ShowReminder).ok
    assert just_entered.sends(ANA, UndoMove).ok
    assert just_entered.room.presenter == MIRIAM.id


def test_a_refused_move_leaves_the_undo_as_it_was(just_entered: Evening) -> None:
    assert not just_entered.sends(BEN, ResumeTimer).ok
    assert not just_entered.sends(BEN, PauseTimer, revision=0).ok
    assert just_entered.sends(ANA, UndoMove).ok
    assert just_entered.room.presenter == MIRIAM.id


def test_whoever_was_marked_meanwhile_stays(just_entered: Evening) -> None:
    just_entered.sends(TOM, SetPresenter, person=TOM.id)
    assert just_entered.sends(ANA, UndoMove).ok
    assert just_entered.room.presenter == TOM.id


def test_nobody_comes_back_once_another_was_marked_and_unmarked(just_entered: Evening) -> None:
    just_entered.sends(TOM, SetPresenter, person=TOM.id)
    just_entered.sends(TOM, ClearPresenter)
    assert just_entered.sends(ANA, UndoMove).ok
    assert just_entered.room.presenter is None


def test_too_late_an_undo_brings_nobody_back(just_entered: Evening) -> None:
    just_entered.clock.wait(seconds=11)
    assert not just_entered.sends(ANA, UndoMove).ok
    assert just_entered.room.presenter is None


def test_the_mark_is_kept_through_every_other_step() -> None:
    evening = two_cases(FIRST_CALL)
    for _ in range(FIRST_CALL, STEP_OUT):
        assert evening.sends(ANA, NextPhase).ok
        assert evening.room.presenter == MIRIAM.id
    assert evening.meeting.progress.position == STEP_OUT


@pytest.mark.parametrize("kind", [PauseTimer, AdjustTimer, ShowReminder])
def test_in_the_call_itself_only_a_move_between_steps_forgets(kind: type[Change]) -> None:
    evening = two_cases(FIRST_CALL)
    facts: dict[str, Any] = {"by_length": at(1) - at(0)} if kind is AdjustTimer else {}
    assert evening.sends(ANA, kind, **facts).ok
    assert evening.room.presenter == MIRIAM.id


def test_undoing_the_way_out_of_the_call_keeps_the_mark() -> None:
    evening = two_cases(FIRST_CALL)
    evening.sends(ANA, NextPhase)
    assert evening.sends(ANA, UndoMove).ok
    assert (evening.meeting.progress.position, evening.room.presenter) == (FIRST_CALL, MIRIAM.id)


def test_at_the_close_nobody_has_presented() -> None:
    evening = two_cases(STEP_OUT)
    evening.sends(ANA, CloseMeeting)
    (views,) = evening.pages.of("snapshots")
    assert (evening.room.presenter, views.leaders["presenter"], views.presenter) == (None, None, None)


def test_nor_has_whoever_could_still_have_been_brought_back() -> None:
    evening = two_cases(STEP_OUT)
    evening.sends(ANA, NextPhase)
    evening.sends(ANA, CloseMeeting)
    evening.room.restore_presenter()
    assert evening.room.presenter is None
