"""The server's clock goes by what has passed, whatever somebody sets the machine's to, and follows it when told to."""

from datetime import UTC, datetime, timedelta

import pytest

from balint_live.adapters.system import MonotonicClock, SystemClock, steady_seconds
from tests.cast import START, at
from tests.fakes import MachineClock

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("minutes", [60, -10, 0.05, -0.05, 24 * 60 * 365, -24 * 60 * 365])
def test_setting_the_wall_clock_changes_nothing_and_is_noticed(minutes: float) -> None:
    clock = MachineClock(START)
    clock.wait(minutes=20)
    clock.set_wall(minutes=minutes)
    assert (clock.now(), clock.check(), clock.now()) == (at(20), timedelta(minutes=minutes), at(20))
    clock.wait(minutes=5)
    assert (clock.check(), clock.now()) == (timedelta(minutes=minutes), at(25))


def test_set_and_set_back_it_is_as_if_nothing_had_happened() -> None:
    clock = MachineClock(START)
    clock.set_wall(minutes=60)
    assert clock.check() == HOUR
    clock.wait(minutes=1)
    clock.set_wall(minutes=-60)
    assert (clock.check(), clock.now()) == (timedelta(), at(1))


def test_set_twice_it_is_away_by_both() -> None:
    clock = MachineClock(START)
    for minutes in (60, -10):
        clock.set_wall(minutes=minutes)
        clock.check()
    assert (clock.check(), clock.now()) == (timedelta(minutes=50), START)


def test_following_it_believes_the_wall_clock() -> None:
    clock = MachineClock(START)
    clock.set_wall(minutes=60)
    clock.check()
    clock.follow()
    assert (clock.check(), clock.now()) == (timedelta(), at(60))
    clock.wait(minutes=1)
    assert clock.now() == at(61)


@pytest.mark.parametrize("seconds", [1.5, -1.5])
def test_a_small_difference_is_made_up_for_little_by_little_and_never_backwards(seconds: float) -> None:
    clock = MachineClock(START)
    clock.set_wall(seconds=seconds)
    passed = []
    for _ in range(600):
        before = clock.now()
        assert clock.check() == timedelta()
        clock.wait(seconds=1)
        passed.append((clock.now() - before).total_seconds())
    assert 0.99 < min(passed) <= 1 <= max(passed) < 1.01
    assert abs(clock.now() - at(0, 600 + seconds)) < timedelta(milliseconds=50)


def test_a_clock_that_runs_a_little_fast_is_followed() -> None:
    """The one nobody sets, compared with the one that the network keeps right: a second or so a day."""
    clock = MachineClock(START)
    for _ in range(24 * 60):
        clock.wait(minutes=1)
        clock.set_wall(seconds=0.001)
        assert clock.check() == timedelta()
    assert abs(clock.now() - at(24 * 60, 1.44)) < timedelta(milliseconds=100)


def test_a_machine_that_stood_still_between_two_readings_is_not_one_whose_clock_was_set() -> None:
    readings = iter(
        [0.0, 0.0, 5.0, 5.0]
    )  # begun; before and after a look at the wall clock; the moment asked for
    walls = iter([START, START])
    clock = MonotonicClock(lambda: next(walls), lambda: next(readings))
    assert (clock.check(), clock.now()) == (timedelta(), at(0, 5))


def test_moments_are_utc_in_whole_milliseconds() -> None:
    odd = datetime(2026, 3, 5, 19, 0, 0, 123_999, tzinfo=UTC)
    clock = MonotonicClock(lambda: odd, lambda: 0.0)
    assert clock.now() == datetime(2026, 3, 5, 19, 0, 0, 123_000, tzinfo=UTC)


def test_on_this_machine_it_begins_with_the_wall_clock() -> None:
    assert abs(MonotonicClock().now() - SystemClock().now()) < timedelta(seconds=5)
    assert steady_seconds() <= steady_seconds()
