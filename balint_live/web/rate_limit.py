"""Budgets: how often a person may send, and an address may ask. Counting is the `limits` library's."""

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from balint_live.web.access import Budget


class Budgets:
    """`allows` draws one from a budget. Events: a burst, refilled at so many a second; pages: so many a minute."""

    def __init__(
        self, *, events_per_second: int, events_burst: int, pages_per_minute: int, presses_per_minute: int
    ) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        refilled_in = max(1, events_burst // events_per_second)
        self._items: dict[Budget, RateLimitItem] = {
            Budget.EVENTS: RateLimitItemPerSecond(events_burst, refilled_in),
            Budget.PAGES: RateLimitItemPerMinute(pages_per_minute),
            Budget.PRESSES: RateLimitItemPerMinute(presses_per_minute),
        }

    def allows(self, budget: Budget, whose: str) -> bool:
        item = self._items.get(budget)
        return item is None or self._limiter.hit(item, budget.value, whose)
