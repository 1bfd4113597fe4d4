"""Budgets: how often a person may send, and an address may ask.

Each budget is a bucket that leaks at an even rate, kept as one moment a person: when it will be empty again. Counting is
not left to a library because the one at hand swept through everybody's counts up to a hundred times a second (13 ms each
time with 1,500 people, in which nobody was served) and never forgot anybody who had ever asked.
"""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from balint_live.web.access import Budget

SWEEP_AT_LEAST = 1024
"""Below so many names it is not worth looking for those to be forgotten."""


class Budgets:
    """`allows` draws one from a budget. Events: a burst, refilled at so many a second; pages: so many a minute."""

    def __init__(
        self,
        *,
        events_per_second: int,
        events_burst: int,
        pages_per_minute: int,
        presses_per_minute: int,
        asks_per_minute: int = 60,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`clock` tells seconds, and never goes back."""
        self._clock = clock
        self._buckets = {
            Budget.EVENTS: _Buckets(events_burst, 1 / events_per_second),
            Budget.PAGES: _Buckets(pages_per_minute, 60 / pages_per_minute),
            Budget.PRESSES: _Buckets(presses_per_minute, 60 / presses_per_minute),
            Budget.ASKS: _Buckets(asks_per_minute, 60 / asks_per_minute),
        }

    def allows(self, budget: Budget, whose: str) -> bool:
        buckets = self._buckets.get(budget)
        return buckets is None or buckets.allows(whose, self._clock())


class _Buckets:
    """Everybody's bucket of one budget; it holds `burst`, and one leaks away every `apart` seconds."""

    def __init__(self, burst: int, apart: float) -> None:
        self._apart = apart
        self._full = burst * apart
        self._empty_at: dict[str, float] = {}
        self._sweep_at = SWEEP_AT_LEAST
        self._lock = Lock()

    def allows(self, whose: str, now: float) -> bool:
        """In the threading mode many ask at once, and one of them sweeps."""
        with self._lock:
            return self._drawn(whose, now)

    def _drawn(self, whose: str, now: float) -> bool:
        empty_at = max(self._empty_at.get(whose, now), now) + self._apart
        if empty_at - now > self._full + self._apart / 2:  # half a drop, for what adding up fractions loses
            return False
        self._empty_at[whose] = empty_at
        if len(self._empty_at) > self._sweep_at:
            self._sweep(now)
        return True

    def _sweep(self, now: float) -> None:
        """Forget whose bucket is empty; next time only when there are twice as many."""
        self._empty_at = {whose: at for whose, at in self._empty_at.items() if at > now}
        self._sweep_at = max(SWEEP_AT_LEAST, 2 * len(self._empty_at))
