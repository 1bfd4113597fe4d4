"""What is kept apart from any series, and how long: sign-ins, ended logins, leaders' own mails, statements of people erased,
erasures.
"""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from balint_live.application.attendance.periods import FORGOTTEN_AFTER, years_after

SIGN_INS = timedelta(hours=1)
"""A sign-in opens nothing after a quarter of an hour; how many were asked for is counted for an hour."""
MAILS = FORGOTTEN_AFTER
"""Mails about no group, and so about no series: counted from when they were asked for."""
YEARS_OF_ERASURES = 10
"""As long as a backup could be restored that still knows the person."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is older goes. `now` is for what carries its own last day."""

    now: datetime
    sign_ins: datetime
    mails: datetime
    erasures: datetime


@dataclass(frozen=True, slots=True)
class Loose:
    """How many rows of each kind are due."""

    sign_ins: int = 0
    logins: int = 0
    mails: int = 0
    statements: int = 0
    erasures: int = 0

    @property
    def nothing(self) -> bool:
        return not any(getattr(self, each.name) for each in fields(self))


def limits(now: datetime) -> Limits:
    return Limits(now, now - SIGN_INS, now - MAILS, years_after(now, -YEARS_OF_ERASURES))
