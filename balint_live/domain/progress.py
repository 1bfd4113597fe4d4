"""Where a meeting stands, and which of its time has earned credit so far.

`Progress` is exactly what a move changes, and so exactly what undo puts back. The credited time is kept as bare pairs of
moments, not as a history of steps: what is left of it after the close must not tell how the session went.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from balint_live.domain.attendance import Span
from balint_live.domain.countdown import Countdown
from balint_live.domain.protocol import Protocol


@dataclass(frozen=True, slots=True)
class Progress:
    """When the meeting opened, the current position (from 1), and one clock per step.

    `credited` are the windows of credit that have ended, `credit_since` is when the present one began; None while the
    group is in a step that earns none.
    """

    opened_at: datetime | None
    position: int | None
    countdowns: tuple[Countdown, ...]
    credited: tuple[Span, ...] = ()
    credit_since: datetime | None = None

    @classmethod
    def at_the_door(cls, protocol: Protocol) -> Self:
        return cls(None, None, tuple(Countdown(step.planned) for step in protocol.steps))

    def with_countdown(self, position: int, countdown: Countdown) -> Self:
        clocks = list(self.countdowns)
        clocks[position - 1] = countdown
        return replace(self, countdowns=tuple(clocks))

    def earning(self, earns: bool, now: datetime) -> Self:
        """From now on the time earns credit, or does not; a window that would end before it began is none."""
        if earns == (self.credit_since is not None):
            return self
        if self.credit_since is None:
            return replace(self, credit_since=now)
        ended = ((self.credit_since, now),) if self.credit_since < now else ()
        return replace(self, credited=(*self.credited, *ended), credit_since=None)
