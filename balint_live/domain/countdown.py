"""A step's clock as three stored facts, from which everybody derives the rest.

Stored are the length, the time spent and since when it runs; never "seconds left". So a tab that slept is right when it
wakes, a restart leaves the clock as it was, and nothing in the server has to tick. Time may run past the length: that is
overrun, it counts on, and it ends nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

ZERO = timedelta()


@dataclass(frozen=True, slots=True)
class Countdown:
    """`length` as adjusted, `spent` before `running_since`, and the moment of starting (aware UTC), or None at rest."""

    length: timedelta
    spent: timedelta = ZERO
    running_since: datetime | None = None

    @property
    def running(self) -> bool:
        return self.running_since is not None

    @property
    def begun(self) -> bool:
        return self.running or self.spent > ZERO

    def spent_at(self, now: datetime) -> timedelta:
        """Time used up to `now`; a clock set back never takes back time already spent."""
        if self.running_since is None:
            return self.spent
        return self.spent + max(now - self.running_since, ZERO)

    def remaining_at(self, now: datetime) -> timedelta:
        """What is left; negative once it is over."""
        return self.length - self.spent_at(now)

    def moment_of(self, spent: timedelta) -> datetime | None:
        """When the time used reaches `spent`, if it goes on running; None at rest."""
        if self.running_since is None:
            return None
        return self.running_since + (spent - self.spent)

    def started(self, now: datetime) -> Self:
        return self if self.running else replace(self, running_since=now)

    def stopped(self, now: datetime) -> Self:
        return replace(self, spent=self.spent_at(now), running_since=None)

    def lengthened(self, by: timedelta) -> Self:
        return replace(self, length=self.length + by)
