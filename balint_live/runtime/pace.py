"""How fast one connection is read: so many messages at once, then so many a second; the rest waits with its sender.

A budget that answers "too many" still has to read what it refuses, and a green socket that always has something to read
never lets anybody else have a turn: one flood, from somebody who had not even said who they were, stopped the server for
all. Reading no faster costs an honest page nothing, needs no memory, and reaches back to the sender by itself, because
their own buffers fill.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """`burst` messages at once, `per_second` on average."""

    per_second: float
    burst: int


class Pacer:
    """One connection's pace. Moments are seconds of any clock that does not go back."""

    def __init__(self, pace: Pace) -> None:
        self._apart = 1 / pace.per_second
        self._ahead = pace.burst * self._apart
        self._due = 0.0

    def wait(self, now: float) -> float:
        """Count one message; how many seconds to let pass before it is read."""
        self._due = max(self._due, now - self._ahead) + self._apart
        return max(0.0, self._due - now)
