from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balint_live.application.mail_queue import Backoff

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
USUAL = Backoff()
MOST = 1 - 2**-53


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 1), (1, 2), (2, 4), (5, 32), (6, 60), (7, 60), (10_000, 60)]
)
def test_waits_double_up_to_an_hour(attempts: int, minutes: int) -> None:
    assert USUAL.next_try(attempts, NOW, lambda: 0.0) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(("unanswered", "seconds"), [(0, 15), (1, 30), (4, 240), (5, 300), (10_000, 300)])
def test_calls_come_sooner_and_never_later_than_five_minutes(unanswered: int, seconds: int) -> None:
    assert USUAL.next_call(unanswered, NOW, lambda: 0.0) == NOW + timedelta(seconds=seconds)


@given(st.integers(0, 50), st.floats(0, MOST))
def test_chance_adds_up_to_a_quarter(attempts: int, drawn: float) -> None:
    least, most = (
        USUAL.next_try(attempts, NOW, lambda: 0.0) - NOW,
        USUAL.next_try(attempts, NOW, lambda: MOST) - NOW,
    )
    assert least <= USUAL.next_try(attempts, NOW, lambda: drawn) - NOW <= most <= least * 1.25


def test_everything_follows_from_the_first_wait() -> None:
    brisk = Backoff(timedelta(seconds=4))

    assert (brisk.next_try(10, NOW, lambda: 0.0), brisk.next_call(0, NOW, lambda: 0.0)) == (
        NOW + timedelta(minutes=4),
        NOW + timedelta(seconds=1),
    )
