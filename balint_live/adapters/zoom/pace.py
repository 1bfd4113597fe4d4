"""How fast we ask: half of what Zoom allows the whole account, and not at all for a while after many refusals in a row.

Zoom may switch an app off that is mostly refused, so after five refusals that no waiting cures nothing is asked for five
minutes.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from balint_live.application.ports import Clock, Lock


class Label(StrEnum):
    """What Zoom counts a call as."""

    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"


Plan = Literal["free", "pro", "business"]
PER_SECOND: dict[Plan, dict[Label, int]] = {
    "free": {Label.LIGHT: 4, Label.MEDIUM: 2, Label.HEAVY: 1},
    "pro": {Label.LIGHT: 30, Label.MEDIUM: 20, Label.HEAVY: 10},
    "business": {Label.LIGHT: 80, Label.MEDIUM: 60, Label.HEAVY: 40},
}
OUR_SHARE = 0.5
REFUSALS = 5
REST = timedelta(minutes=5)


class Pace:
    """Has each call wait until it may be made; and `rests` after too many refusals."""

    def __init__(
        self, plan: Plan, clock: Clock, sleep: Callable[[float], None], lock: Callable[[], Lock]
    ) -> None:
        self._clock, self._sleep, self._lock = clock, sleep, lock()
        self._apart = {
            label: timedelta(seconds=1 / (rate * OUR_SHARE)) for label, rate in PER_SECOND[plan].items()
        }
        self._next: dict[Label, datetime] = {}
        self._refusals = 0
        self._resting_until: datetime | None = None

    def wait(self, label: Label) -> None:
        """Until one more call of this label may be made; one at a time, evenly spread."""
        with self._lock:
            now = self._clock.now()
            at = max(self._next.get(label, now), now)
            self._next[label] = at + self._apart[label]
        if at > now:
            self._sleep((at - now).total_seconds())

    @property
    def rests(self) -> bool:
        return self._resting_until is not None and self._clock.now() < self._resting_until

    def succeeded(self) -> None:
        self._refusals = 0

    def refused(self) -> None:
        """One more refusal that no waiting cures."""
        self._refusals += 1
        if self._refusals >= REFUSALS:
            self._refusals, self._resting_until = 0, self._clock.now() + REST
