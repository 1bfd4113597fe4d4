"""Budgets: a burst at most, each budget apart, everybody for themselves; and what costs nothing is never refused."""

import pytest

from balint_live.web.access import Budget
from balint_live.web.rate_limit import Budgets


@pytest.fixture
def budgets() -> Budgets:
    return Budgets(events_per_second=5, events_burst=20, pages_per_minute=4, presses_per_minute=3)


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


def test_a_burst_smaller_than_a_second_is_still_a_burst() -> None:
    small = Budgets(events_per_second=5, events_burst=2, pages_per_minute=1, presses_per_minute=1)
    assert allowed(small, Budget.EVENTS, "tom", 5) == 2
