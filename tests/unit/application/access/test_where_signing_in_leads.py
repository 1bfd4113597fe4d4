"""Whoever signs in near a session has come for it."""

import pytest

from balint_live.application.access.sign_in import is_near
from tests.cast import at, gathering

BOOKED = gathering()


@pytest.mark.parametrize(
    ("minutes", "near"), [(-120.01, False), (-120, True), (0, True), (59.99, True), (60, False)]
)
def test_from_two_hours_before_its_start_until_its_booked_end(minutes: float, near: bool) -> None:
    assert is_near(BOOKED, at(minutes)) is near


@pytest.mark.parametrize("minutes", [1, 61, 600])
def test_and_for_as_long_as_it_runs(minutes: float) -> None:
    assert is_near(BOOKED.open("ana", at(0)), at(minutes)) is True


def test_but_not_when_it_is_closed() -> None:
    assert is_near(BOOKED.open("ana", at(0)).close(at(10)), at(11)) is False
