"""The clocks of a session's steps, the progress through them, and how an overrun is spread.

A clock is three stored facts: the length, the time spent and since when it runs; never "seconds left". So a tab that slept
is right when it wakes, a restart leaves the clock as it was, and nothing in the server has to tick. Time may run past the
length: that is overrun, it counts on, and it ends nothing.

`Progress` is exactly what a move changes, and so exactly what undo puts back. The credited time is kept as pairs of
moments, not as a history of steps: what is left of it after the close must not tell how the session went.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Self

from balint_live.domain.protocol import Protocol
from balint_live.domain.timeline import Span

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
        """Whether it runs or has ever run."""
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
        """The clock running from now on, or as it is if it runs already."""
        return self if self.running else replace(self, running_since=now)

    def stopped(self, now: datetime) -> Self:
        """The clock at rest, with the time it has used."""
        return replace(self, spent=self.spent_at(now), running_since=None)

    def lengthened(self, by: timedelta) -> Self:
        """The clock with a longer step, or a shorter one for a negative length."""
        return replace(self, length=self.length + by)


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
    def before_opening(cls, protocol: Protocol) -> Self:
        """The progress of a session nobody has opened: every clock at its plan."""
        return cls(None, None, tuple(Countdown(step.planned) for step in protocol.steps))

    def with_countdown(self, position: int, countdown: Countdown) -> Self:
        """The progress with another clock at this position."""
        clocks = list(self.countdowns)
        clocks[position - 1] = countdown
        return replace(self, countdowns=tuple(clocks))

    def earning(self, earns: bool, now: datetime) -> Self:
        """The progress when time earns credit from now on, or does not; a window that would end before it began is none."""
        if earns == (self.credit_since is not None):
            return self
        if self.credit_since is None:
            return replace(self, credit_since=now)
        ended = ((self.credit_since, now),) if self.credit_since < now else ()
        return replace(self, credited=(*self.credited, *ended), credit_since=None)


KEPT_WHOLE = frozenset({"pushback", "return", "interim_return", "last_word", "closing"})
"""Phases that are never shortened: sitting back, the presenter's returns, the last word and the closing."""


def shortened(
    protocol: Protocol, countdowns: tuple[Countdown, ...], late_by: timedelta, position: int
) -> tuple[Countdown, ...]:
    """The clocks after giving up `late_by` (rounded up to a whole second) after `position`, or as much as can be given.

    Rule 9: fits the rest of a late session to its booked end, by shortening only. Steps not yet begun give time in
    proportion to their length, in whole seconds, the remainder from the longest, none below half its plan. What a step at
    that limit could not give is taken from the others, so that the booked end is met whenever it can be.
    """
    givers = {
        index: max(0, _seconds(countdown.length - step.planned / 2))
        for index, (step, countdown) in enumerate(zip(protocol.steps, countdowns, strict=True), start=1)
        if index > position and not countdown.begun and step.phase.id not in KEPT_WHOLE
    }
    lengths = {index: _seconds(countdowns[index - 1].length) for index in givers}
    given = _shares(lengths, givers, ceil(late_by.total_seconds()))
    return tuple(
        replace(clock, length=clock.length - timedelta(seconds=given.get(index, 0)))
        for index, clock in enumerate(countdowns, start=1)
    )


def _shares(lengths: dict[int, int], spare: dict[int, int], wanted: int) -> dict[int, int]:
    """How many seconds each step gives: in proportion, at most its spare; the rest comes from those that still have some."""
    given = dict.fromkeys(lengths, 0)
    wanted = min(max(wanted, 0), sum(spare.values()))
    while wanted:
        open_to_more = [index for index in lengths if given[index] < spare[index]]
        total = sum(lengths[index] for index in open_to_more)
        shares = {index: wanted * lengths[index] // total for index in open_to_more}
        longest = max(open_to_more, key=lambda index: lengths[index])
        shares[longest] += wanted - sum(shares.values())
        for index, share in shares.items():
            taken = min(share, spare[index] - given[index])
            given[index] += taken
            wanted -= taken
    return given


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())
