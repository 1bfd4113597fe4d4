"""The only place that asks the machine what time it is.

Moments are cut to whole milliseconds, the grain of the wire: so what a browser computes from the facts it was sent is
exactly what the server computes from the facts it stored.
"""

import time as machine
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

STEP = timedelta(seconds=2)
"""A difference that no drift makes between two looks: somebody, or something, has set the wall clock."""
CATCH_UP_WITHIN = 10.0
"""Seconds in which a small difference would be made up for, were there no limit to the pace of it."""
MOST_FASTER = 0.005
"""As a share of a second: nobody's minutes are longer or shorter than that for it."""
READ_WITHIN = 0.1
"""Seconds; a machine that stood still between two readings would seem to have had its clock set."""

Wall = Callable[[], datetime]
Steady = Callable[[], float]


def wall_clock() -> datetime:
    return datetime.now(UTC)


def steady_seconds() -> float:
    """Seconds since some moment, of a clock that nobody sets; it goes on while the machine sleeps, where there is one."""
    if hasattr(machine, "CLOCK_BOOTTIME"):
        return machine.clock_gettime(machine.CLOCK_BOOTTIME)
    return machine.monotonic()


class SystemClock:
    """What the wall clock says, for commands that begin and end."""

    def now(self) -> datetime:
        """Aware UTC, in whole milliseconds."""
        return _whole_milliseconds(wall_clock())


class MonotonicClock:
    """The wall clock as it was once, carried on by a clock that nobody sets: what passed between two moments has passed.

    Small differences are made up for a little at a time, never backwards. A larger one means that the wall clock was set;
    this one then goes on as before, because presence and countdowns hang on it, until it is told to follow. A process that
    has just started has nothing to go by but the wall clock. `check` and `follow` are one caller's; `now` is everybody's.
    """

    def __init__(self, wall: Wall = wall_clock, steady: Steady = steady_seconds) -> None:
        self._wall = wall
        self._steady = steady
        self.follow()

    def now(self) -> datetime:
        """Aware UTC, in whole milliseconds; never before what it said last."""
        return _whole_milliseconds(self._at(self._steady()))

    def check(self) -> timedelta:
        """How far the wall clock has been set away from this one; positive for forward, zero while it was not."""
        before = self._steady()
        wall, read_at = self._wall(), self._steady()
        if read_at - before < READ_WITHIN:
            self._compare(wall, read_at)
        return self._set_by

    def follow(self) -> None:
        """Believe the wall clock from now on. For when nothing is under way that began by this one."""
        self._anchor = self._wall(), self._steady(), 1.0
        self._set_by = timedelta()

    def _compare(self, wall: datetime, read_at: float) -> None:
        here, pace = self._at(read_at), 1.0
        ahead = wall - here - self._set_by
        if abs(ahead) > STEP:
            self._set_by = timedelta() if abs(wall - here) <= STEP else wall - here
        else:
            pace += max(-MOST_FASTER, min(ahead.total_seconds() / CATCH_UP_WITHIN, MOST_FASTER))
        self._anchor = here, read_at, pace

    def _at(self, read_at: float) -> datetime:
        moment, anchored_at, pace = self._anchor
        return moment + timedelta(seconds=(read_at - anchored_at) * pace)


def _whole_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
