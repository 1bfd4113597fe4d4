"""Budgets: a burst at most, each budget apart, everybody for themselves; and what costs nothing is never refused."""

import pytest

from balint_live.web.shared.access import Budget
from balint_live.web.shared.limits import Budgets


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
def budgets(clock: Seconds) -> Budgets:
    return Budgets(
        events_per_second=5, events_burst=20, pages_per_minute=4, presses_per_minute=3, clock=clock
    )


def allowed(budgets: Budgets, budget: Budget, whose: str, times: int) -> int:
    return sum(budgets.allows(budget, whose) for _ in range(times))


@pytest.mark.parametrize(("budget", "burst"), [(Budget.EVENTS, 20), (Budget.PAGES, 4), (Budget.PRESSES, 3)])
def test_a_burst_and_no_more(budgets: Budgets, budget: Budget, burst: int) -> None:
    assert allowed(budgets, budget, "tom", burst + 10) == burst


def test_one_who_floods_uses_up_nobody_elses(budgets: Budgets) -> None:
    assert allowed(budgets, Budget.EVENTS, "tom", 100) == 20
    assert allowed(budgets, Budget.EVENTS, "ana", 20) == 20


def test_budgets_are_apart(budgets: Budgets) -> None:
    assert allowed(budgets, Budget.PAGES, "192.0.2.1", 10) == 4
    assert allowed(budgets, Budget.PRESSES, "192.0.2.1", 10) == 3


def test_what_costs_nothing_is_never_refused(budgets: Budgets) -> None:
    assert allowed(budgets, Budget.NONE, "192.0.2.1", 500) == 500


def test_what_was_used_comes_back_at_an_even_rate(budgets: Budgets, clock: Seconds) -> None:
    assert allowed(budgets, Budget.EVENTS, "tom", 25) == 20
    for seconds, back in [(0.1, 0), (0.1, 1), (1.0, 5), (3.0, 15), (60.0, 20)]:
        clock.now += seconds
        assert allowed(budgets, Budget.EVENTS, "tom", 25) == back


def test_a_refusal_costs_nothing(budgets: Budgets, clock: Seconds) -> None:
    allowed(budgets, Budget.EVENTS, "tom", 1000)
    clock.now += 0.2
    assert allowed(budgets, Budget.EVENTS, "tom", 1) == 1


def test_whoever_has_been_quiet_is_forgotten(budgets: Budgets, clock: Seconds) -> None:
    buckets = budgets._buckets[Budget.PAGES]
    for number in range(1000):
        budgets.allows(Budget.PAGES, f"192.0.2.{number}")
    clock.now += 60
    for number in range(1000):
        budgets.allows(Budget.PAGES, f"198.51.100.{number}")
    assert len(buckets._empty_at) == 1000


def test_a_burst_smaller_than_a_second_is_still_a_burst(clock: Seconds) -> None:
    small = Budgets(
        events_per_second=5, events_burst=2, pages_per_minute=1, presses_per_minute=1, clock=clock
    )
    assert allowed(small, Budget.EVENTS, "tom", 5) == 2


def test_a_burst_is_apart_from_the_rate(clock: Seconds) -> None:
    apart = Budgets(
        events_per_second=5,
        events_burst=2,
        pages_per_minute=60,
        pages_burst=10,
        presses_per_minute=1,
        own_pages_per_second=20,
        own_pages_burst=30,
        clock=clock,
    )
    for budget, burst, in_two_seconds in [(Budget.PAGES, 10, 2), (Budget.OWN_PAGES, 30, 30)]:
        assert allowed(apart, budget, "tom", 100) == burst
        clock.now += 2
        assert allowed(apart, budget, "tom", 100) == in_two_seconds


def test_who_is_refused_is_told_how_long(budgets: Budgets, clock: Seconds) -> None:
    assert [budgets.seconds_to_wait(Budget.PAGES, "192.0.2.1") for _ in range(5)] == [0, 0, 0, 0, 15]
    clock.now += 7
    assert budgets.seconds_to_wait(Budget.PAGES, "192.0.2.1") == 8
    clock.now += 8
    assert budgets.seconds_to_wait(Budget.PAGES, "192.0.2.1") == 0


def test_every_refusal_is_told_by_its_budget(clock: Seconds) -> None:
    told: list[Budget] = []
    small = Budgets(
        events_per_second=5,
        events_burst=2,
        pages_per_minute=1,
        presses_per_minute=1,
        refused=told.append,
        clock=clock,
    )
    allowed(small, Budget.PRESSES, "192.0.2.1", 3)
    allowed(small, Budget.NONE, "192.0.2.1", 3)
    assert told == [Budget.PRESSES] * 2
