"""Moments as exports say them: on the group's own clock, each with its offset, in whole seconds.

The offset is of that moment, so a series that goes across a clock change says 19:00+00:00 and later 19:00+01:00.
"""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from balint_live.domain.attendance import Span


def iso(moment: datetime | None, zone: ZoneInfo) -> str:
    """Cut to its second; empty for no moment."""
    return "" if moment is None else moment.astimezone(zone).isoformat(timespec="seconds")


def iso_date(moment: datetime, zone: ZoneInfo) -> str:
    """The day it is there."""
    return moment.astimezone(zone).date().isoformat()


def iso_intervals(spans: Iterable[Span], zone: ZoneInfo) -> str:
    """ "start/end", joined by semicolons."""
    return ";".join(f"{iso(join, zone)}/{iso(leave, zone)}" for join, leave in spans)
