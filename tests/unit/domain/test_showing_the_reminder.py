"""The reminder on everybody's screen: shown and put away by a leader, no move, its own switch-back."""

from dataclasses import replace

from balint_live.domain.errors import Code
from tests.unit.domain.cast import ANA, at, gathering, opened, refusal


def test_shown_and_put_away() -> None:
    before = opened()
    shown = before.show_reminder()
    assert shown == replace(before, revision=2, reminder_showing=True)
    assert shown.hide_reminder() == replace(before, revision=3)


def test_it_may_be_read_together_before_the_opening() -> None:
    assert gathering().show_reminder() == replace(gathering(), revision=1, reminder_showing=True)


def test_it_stays_through_a_move() -> None:
    assert opened().show_reminder().next(ANA, at(3)).reminder_showing


def test_what_shows_is_not_shown_again() -> None:
    assert refusal(opened().show_reminder().show_reminder) is Code.INVALID


def test_what_is_away_is_not_put_away() -> None:
    assert refusal(opened().hide_reminder) is Code.INVALID
