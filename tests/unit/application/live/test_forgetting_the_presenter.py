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
from tests.live_session import LiveSession

FIRST_CALL, FIRST_STORY, STEP_OUT, SECOND_CALL, SECOND_STORY = 2, 3, 8, 9, 10
"""Positions in two90."""

Entering = Callable[[LiveSession], bool]
ENTERING: dict[str, tuple[int, Entering]] = {
    "next": (STEP_OUT, lambda live: live.sends(ANA, NextPhase).ok),
    "back": (SECOND_STORY, lambda live: live.sends(ANA, BackPhase).ok),
    "goto": (FIRST_STORY, lambda live: live.sends(ANA, GotoPhase, position=SECOND_CALL).ok),
}


def two_cases(position: int, presenter: bool = True) -> LiveSession:
    """Two cases in one session, Miriam marked."""
    live = LiveSession("two90")
    live.reaches(position, MIRIAM if presenter else None)
    return live


@pytest.fixture(params=ENTERING)
def just_entered(request: pytest.FixtureRequest) -> LiveSession:
    position, enter = ENTERING[request.param]
    live = two_cases(position)
    assert enter(live)
    assert live.meeting.progress.position == SECOND_CALL
    return live


def test_entering_the_call_for_a_case_forgets_the_mark(just_entered: LiveSession) -> None:
    assert just_entered.room.presenter is None
    (views,) = just_entered.pages.of("snapshots")
    assert (views.leaders["presenter"], views.presenter) == (None, None)


def test_undoing_that_move_brings_it_back(just_entered: LiveSession) -> None:
    assert just_entered.sends(BEN, UndoMove).ok
    assert just_entered.room.presenter == MIRIAM.id
    assert just_entered.pages.of("snapshots")[-1].leaders["presenter"] == MIRIAM.id


def test_undoing_a_later_move_does_not(just_entered: LiveSession) -> None:
    just_entered.sends(ANA, NextPhase)
    assert just_entered.sends(ANA, UndoMove).ok
    assert just_entered.meeting.progress.position == SECOND_CALL
    assert just_entered.room.presenter is None


@pytest.mark.parametrize("kind", [PauseTimer, AdjustTimer])
def test_not_even_a_move_that_stays_in_the_step(just_entered: LiveSession, kind: type[Change]) -> None:
    facts: dict[str, Any] = {"by_length": at(1) - at(0)} if kind is AdjustTimer else {}
    assert just_entered.sends(ANA, kind, **facts).ok
    assert just_entered.sends(ANA, UndoMove).ok
    assert just_entered.room.presenter is None


def test_what_is_no_move_leaves_the_undo_as_it_was(just_entered: LiveSession) -> None:
    assert just_entered.sends(BEN, ShowReminder).ok
    assert just_entered.sends(ANA, UndoMove).ok
    assert just_entered.room.presenter == MIRIAM.id


def test_a_refused_move_leaves_the_undo_as_it_was(just_entered: LiveSession) -> None:
    assert not just_entered.sends(BEN, ResumeTimer).ok
    assert not just_entered.sends(BEN, PauseTimer, revision=0).ok
    assert just_entered.sends(ANA, UndoMove).ok
    assert just_entered.room.presenter == MIRIAM.id


def test_whoever_was_marked_meanwhile_stays(just_entered: LiveSession) -> None:
    just_entered.sends(TOM, SetPresenter, person=TOM.id)
    assert just_entered.sends(ANA, UndoMove).ok
    assert just_entered.room.presenter == TOM.id


def test_nobody_comes_back_once_another_was_marked_and_unmarked(just_entered: LiveSession) -> None:
    just_entered.sends(TOM, SetPresenter, person=TOM.id)
    just_entered.sends(TOM, ClearPresenter)
    assert just_entered.sends(ANA, UndoMove).ok
    assert just_entered.room.presenter is None


def test_too_late_an_undo_brings_nobody_back(just_entered: LiveSession) -> None:
    just_entered.clock.wait(seconds=11)
    assert not just_entered.sends(ANA, UndoMove).ok
    assert just_entered.room.presenter is None


def test_the_mark_is_kept_through_every_other_step() -> None:
    live = two_cases(FIRST_CALL)
    for _ in range(FIRST_CALL, STEP_OUT):
        assert live.sends(ANA, NextPhase).ok
        assert live.room.presenter == MIRIAM.id
    assert live.meeting.progress.position == STEP_OUT


@pytest.mark.parametrize("kind", [PauseTimer, AdjustTimer, ShowReminder])
def test_in_the_call_itself_only_a_move_between_steps_forgets(kind: type[Change]) -> None:
    live = two_cases(FIRST_CALL)
    facts: dict[str, Any] = {"by_length": at(1) - at(0)} if kind is AdjustTimer else {}
    assert live.sends(ANA, kind, **facts).ok
    assert live.room.presenter == MIRIAM.id


def test_undoing_the_way_out_of_the_call_keeps_the_mark() -> None:
    live = two_cases(FIRST_CALL)
    live.sends(ANA, NextPhase)
    assert live.sends(ANA, UndoMove).ok
    assert (live.meeting.progress.position, live.room.presenter) == (FIRST_CALL, MIRIAM.id)


def test_at_the_close_nobody_has_presented() -> None:
    live = two_cases(STEP_OUT)
    live.sends(ANA, CloseMeeting)
    (views,) = live.pages.of("snapshots")
    assert (live.room.presenter, views.leaders["presenter"], views.presenter) == (None, None, None)


def test_nor_has_whoever_could_still_have_been_brought_back() -> None:
    live = two_cases(STEP_OUT)
    live.sends(ANA, NextPhase)
    live.sends(ANA, CloseMeeting)
    live.room.restore_presenter()
    assert live.room.presenter is None
