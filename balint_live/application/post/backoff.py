"""When to try again. Waits double, so that a server in trouble is not pressed; chance spreads them, so that what was put
off together does not come back together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

SPREAD = 0.25
"""The share of a wait that chance may add."""

Chance = Callable[[], float]
"""Anything from 0 up to, but not including, 1."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """The first wait for a message that was not taken; the others follow from it."""

    first: timedelta = timedelta(minutes=1)

    def next_try(self, attempts: int, now: datetime, chance: Chance) -> datetime:
        """For a message that was not taken, after `attempts` earlier ones: 1 min, 2, 4 … 1 h, and up to a quarter more."""
        return now + _wait(self.first, self.first * 60, attempts, chance)

    def next_call(self, unanswered: int, now: datetime, chance: Chance) -> datetime:
        """For a server that cannot be reached at all: 15 s … 5 min. One call is cheap, and all mail waits for it."""
        return now + _wait(self.first / 4, self.first * 5, unanswered, chance)


def _wait(first: timedelta, longest: timedelta, times: int, chance: Chance) -> timedelta:
    doubled: timedelta = first * 2 ** min(times, 10)
    return min(doubled, longest) * (1 + SPREAD * chance())
