"""How much of the time participants see, and when that changes.

Leaders see minutes and seconds; participants see what the group chose. Under `hidden` and `soft` no figure leaves the
server from which the remaining seconds could be computed, only (under soft) the third of the step: see
`application.snapshots`. The moments below are when a page must hear of a change although nobody pressed anything.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from balint_live.domain.countdown import Countdown
from balint_live.domain.protocol import Protocol

CLOCKLESS_PHASES = frozenset({"case_call", "pushback"})
SHORTEST_BANDED_STEP = timedelta(minutes=5)
WRAP_UP = timedelta(minutes=2)


class ParticipantClock(StrEnum):
    HIDDEN = "hidden"
    SOFT = "soft"
    MINUTES = "minutes"
    SECONDS = "seconds"

    @property
    def shows_figures(self) -> bool:
        return self in (ParticipantClock.MINUTES, ParticipantClock.SECONDS)


class Band(StrEnum):
    """Thirds of the length as adjusted; past the end it stays late."""

    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"


def band_at(countdown: Countdown, now: datetime) -> Band:
    used = countdown.spent_at(now) * 3
    if used < countdown.length:
        return Band.EARLY
    return Band.MIDDLE if used < countdown.length * 2 else Band.LATE


def next_beat(countdown: Countdown, now: datetime) -> datetime | None:
    """The next moment at which a page should redraw without anybody's press: a band, the wrap-up, zero.

    Thirds are rounded up, so that at the moment of a beat the band has turned and not almost.
    """
    turns = (
        -(-countdown.length // 3),
        -(-countdown.length * 2 // 3),
        countdown.length - wrap_up(countdown),
        countdown.length,
    )
    moments = (countdown.moment_of(spent) for spent in turns)
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def wrap_up(countdown: Countdown) -> timedelta:
    """How long before its end a step asks to be wrapped up: two minutes or a fifth, whichever is shorter."""
    return min(WRAP_UP, countdown.length / 5)


def quiet_positions(protocol: Protocol, clock: ParticipantClock) -> tuple[int, ...]:
    """Positions at which participants see no clock: by their phase, whatever the setting; under `soft` short ones too.

    In a step under five minutes three words would be a countdown; minutes and seconds are one by choice.
    """
    return tuple(
        position
        for position, step in enumerate(protocol.steps, start=1)
        if step.phase.id in CLOCKLESS_PHASES
        or (clock is ParticipantClock.SOFT and step.planned < SHORTEST_BANDED_STEP)
    )
