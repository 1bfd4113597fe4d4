"""Budgets: a burst at most, each budget apart, everybody for themselves; and what costs nothing is never refused."""

import pytest

from balint_live.web.shared.access import RateLimit
from balint_live.web.shared.limits import RateLimits


class Seconds:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def rate_limits(clock: Seconds) -> RateLimits:
    return RateLimits(
        events_per_second=5, events_burst=20, pages_per_minute=4, presses_per_minute=3, clock=clock
    )


def allowed(rate_limits: RateLimits, rate_limit: RateLimit, whose: str, times: int) -> int:
    return sum(rate_limits.allows(rate_limit, whose) for _ in range(times))


@pytest.mark.parametrize(
    ("rate_limit", "burst"), [(RateLimit.EVENTS, 20), (RateLimit.PAGES, 4), (RateLimit.PRESSES, 3)]
)
def test_a_burst_and_no_more(rate_limits: RateLimits, rate_limit: RateLimit, burst: int) -> None:
    assert allowed(rate_limits, rate_limit, "tom", burst + 10) == burst


def test_one_who_floods_uses_up_nobody_elses(rate_limits: RateLimits) -> None:
    assert allowed(rate_limits, RateLimit.EVENTS, "tom", 100) == 20
    assert allowed(rate_limits, RateLimit.EVENTS, "ana", 20) == 20


def test_budgets_are_apart(rate_limits: RateLimits) -> None:
    assert allowed(rate_limits, RateLimit.PAGES, "192.0.2.1", 10) == 4
    assert allowed(rate_limits, RateLimit.PRESSES, "192.0.2.1", 10) == 3


def test_what_costs_nothing_is_never_refused(rate_limits: RateLimits) -> None:
    assert allowed(rate_limits, RateLimit.NONE, "192.0.2.1", 500) == 500


def test_what_was_used_comes_back_at_an_even_rate(rate_limits: RateLimits, clock: Seconds) -> None:
    assert allowed(rate_limits, RateLimit.EVENTS, "tom", 25) == 20
    for seconds, back in [(0.1, 0), (0.1, 1), (1.0, 5), (3.0, 15), (60.0, 20)]:
        clock.now += seconds
        assert allowed(rate_limits, RateLimit.EVENTS, "tom", 25) == back


def test_a_refusal_costs_nothing(rate_limits: RateLimits, clock: Seconds) -> None:
    allowed(rate_limits, RateLimit.EVENTS, "tom", 1000)
    clock.now += 0.2
    assert allowed(rate_limits, RateLimit.EVENTS, "tom", 1) == 1


def test_whoever_has_been_quiet_is_forgotten(rate_limits: RateLimits, clock: Seconds) -> None:
    buckets = rate_limits._buckets[RateLimit.PAGES]
    for number in range(1000):
        rate_limits.allows(RateLimit.PAGES, f"192.0.2.{number}")
    clock.now += 60
    for number in range(1000):
        rate_limits.allows(RateLimit.PAGES, f"198.51.100.{number}")
    assert len(buckets._empty_at) == 1000


def test_a_burst_smaller_than_a_second_is_still_a_burst(clock: Seconds) -> None:
    small = RateLimits(
        events_per_second=5, events_burst=2, pages_per_minute=1, presses_per_minute=1, clock=clock
    )
    assert allowed(small, RateLimit.EVENTS, "tom", 5) == 2


def test_a_burst_is_apart_from_the_rate(clock: Seconds) -> None:
    apart = RateLimits(
        events_per_second=5,
        events_burst=2,
        pages_per_minute=60,
        pages_burst=10,
        presses_per_minute=1,
        own_pages_per_second=20,
        own_pages_burst=30,
        clock=clock,
    )
    for rate_limit, burst, in_two_seconds in [(RateLimit.PAGES, 10, 2), (RateLimit.OWN_PAGES, 30, 30)]:
        assert allowed(apart, rate_limit, "tom", 100) == burst
        clock.now += 2
        assert allowed(apart, rate_limit, "tom", 100) == in_two_seconds


def test_who_is_refused_is_told_how_long(rate_limits: RateLimits, clock: Seconds) -> None:
    assert [rate_limits.seconds_to_wait(RateLimit.PAGES, "192.0.2.1") for _ in range(5)] == [0, 0, 0, 0, 15]
    clock.now += 7
    assert rate_limits.seconds_to_wait(RateLimit.PAGES, "192.0.2.1") == 8
    clock.now += 8
    assert rate_limits.seconds_to_wait(RateLimit.PAGES, "192.0.2.1") == 0


def test_every_refusal_is_told_by_its_budget(clock: Seconds) -> None:
    told: list[RateLimit] = []
    small = RateLimits(
        events_per_second=5,
        events_burst=2,
        pages_per_minute=1,
        presses_per_minute=1,
        refused=told.append,
        clock=clock,
    )
    allowed(small, RateLimit.PRESSES, "192.0.2.1", 3)
    allowed(small, RateLimit.NONE, "192.0.2.1", 3)
    assert told == [RateLimit.PRESSES] * 2
