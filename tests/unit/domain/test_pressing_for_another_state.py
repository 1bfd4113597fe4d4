"""A press carries the revision it was made for; another leader may have been faster."""

from dataclasses import replace

import pytest

from balint_live.domain.errors import Code
from tests.unit.domain.cast import ANA, BEN, at, closed, gathering, opened, refusal


def test_a_press_for_this_state_is_taken() -> None:
    opened().require(1)


@pytest.mark.parametrize("revision", [0, 2, -1])
def test_a_press_for_another_state_is_stale(revision: int) -> None:
    assert refusal(lambda: opened().require(revision)) is Code.STALE_REVISION


def test_of_two_leaders_pressing_together_one_moves_one_step() -> None:
    both_saw = opened()
    after_ana = both_saw.next(ANA, at(3))
    assert refusal(lambda: after_ana.require(both_saw.revision)) is Code.STALE_REVISION
    assert after_ana.progress.position == 2


def test_what_needs_no_revision_is_taken_at_any() -> None:
    gathering().require(None)
    opened().next(BEN, at(3)).require(None)


def test_after_the_close_every_press_is_closed_before_it_is_stale() -> None:
    meeting = closed()
    assert refusal(lambda: meeting.require(meeting.revision)) is Code.CLOSED
    assert refusal(lambda: meeting.require(0)) is Code.CLOSED
    assert refusal(lambda: meeting.require(None)) is Code.CLOSED


def test_a_changed_presenter_is_a_new_revision_of_the_same_meeting() -> None:
    assert opened().touched() == replace(opened(), revision=2)


def test_nobody_presents_before_the_opening() -> None:
    assert refusal(gathering().touched) is Code.NOT_OPEN
