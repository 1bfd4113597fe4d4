"""Budgets: how often a person may send, and an address may ask.

Each budget is a bucket that leaks at an even rate, kept as one moment a person: when it will be empty again. Counting is
not left to a library because the one at hand swept through everybody's counts up to a hundred times a second (13 ms each
time with 1,500 people, in which nobody was served) and never forgot anybody who had ever asked.
"""

from collections.abc import Callable
from math import ceil
from threading import Lock
from time import monotonic

from balint_live.web.access import Budget

CHECKS_PER_MINUTE = 120
"""Looks at whether the server is well, by one address: a monitor looks every few seconds."""
SWEEP_AT_LEAST = 1024
"""Below so many names it is not worth looking for those to be forgotten."""


class Budgets:
    """`allows` draws one from a budget. Each has a burst, and leaks at its own rate."""

    def __init__(
        self,
        *,
        events_per_second: int,
        events_burst: int,
        pages_per_minute: int,
        presses_per_minute: int,
        asks_per_minute: int = 60,
        pages_burst: int | None = None,
        own_pages_per_second: int = 20,
        own_pages_burst: int = 120,
        refused: Callable[[Budget], None] = lambda _budget: None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`pages_burst`: a minute's pages, where none is given. `clock` tells seconds, and never goes back."""
        self._clock = clock
        self._refused = refused
        self._buckets = {
            Budget.EVENTS: _Buckets(events_burst, 1 / events_per_second),
            Budget.PAGES: _Buckets(pages_burst or pages_per_minute, 60 / pages_per_minute),
            Budget.PRESSES: _Buckets(presses_per_minute, 60 / presses_per_minute),
            Budget.OWN_PAGES: _Buckets(own_pages_burst, 1 / own_pages_per_second),
            Budget.OWN_PRESSES: _Buckets(presses_per_minute, 60 / presses_per_minute),
            Budget.ASKS: _Buckets(asks_per_minute, 60 / asks_per_minute),
            Budget.CHECKS: _Buckets(CHECKS_PER_MINUTE, 60 / CHECKS_PER_MINUTE),
        }

    def allows(self, budget: Budget, whose: str) -> bool:
        return not self.seconds_to_wait(budget, whose)

    def seconds_to_wait(self, budget: Budget, whose: str) -> int:
        """0 where one was drawn; else after how many whole seconds there is one again."""
        buckets = self._buckets.get(budget)
        over = 0.0 if buckets is None else buckets.draw(whose, self._clock())
        if over:
            self._refused(budget)
        return ceil(over)


class _Buckets:
    """Everybody's bucket of one budget; it holds `burst`, and one leaks away every `apart` seconds."""

    def __init__(self, burst: int, apart: float) -> None:
        self._apart = apart
        self._full = burst * apart
        self._empty_at: dict[str, float] = {}
        self._sweep_at = SWEEP_AT_LEAST
        self._lock = Lock()

    def draw(self, whose: str, now: float) -> float:
        """0.0 where there was one; else how many seconds are missing. In the threading mode many draw at once."""
        with self._lock:
            return self._drawn(whose, now)

    def _drawn(self, whose: str, now: float) -> float:
        empty_at = max(self._empty_at.get(whose, now), now) + self._apart
        over = empty_at - now - self._full
        if over > self._apart / 2:  # half a drop, for what adding up fractions loses
            return over
        self._empty_at[whose] = empty_at
        if len(self._empty_at) > self._sweep_at:
            self._sweep(now)
        return 0.0

    def _sweep(self, now: float) -> None:
        """Forget whose bucket is empty; next time only when there are twice as many."""
        self._empty_at = {whose: at for whose, at in self._empty_at.items() if at > now}
        self._sweep_at = max(SWEEP_AT_LEAST, 2 * len(self._empty_at))
