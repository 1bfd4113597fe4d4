"""Dates before they are booked: what a rhythm comes to, date by date, with what stands in the way of each.

A rhythm is a rule about days. The hour is put on afterwards, day by day, so that it stays what people expect when the clocks
change; where they skip it, that one date has no such hour and cannot be booked, and the others can. The plan of the first
session goes to the first date that is kept, since that is when a group meets for the first time.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from balint_live.application.groups.group import BookedMeeting, Desk
from balint_live.application.groups.recurrence import Recurrence, Zones
from balint_live.application.groups.schedule import LONGEST_AHEAD, Slot
from balint_live.domain.protocol import Protocol as Plan

MOST_AT_ONCE = 60
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = 5
"""A fifth Tuesday is missing in most months; whoever begins on one means the last."""


class Rhythm(StrEnum):
    ONCE = "once"
    EVERY_WEEK = "every_week"
    EVERY_2_WEEKS = "every_2_weeks"
    EVERY_3_WEEKS = "every_3_weeks"
    EVERY_4_WEEKS = "every_4_weeks"
    EVERY_MONTH = "every_month"


_WEEKS = {Rhythm.EVERY_WEEK: 1, Rhythm.EVERY_2_WEEKS: 2, Rhythm.EVERY_3_WEEKS: 3, Rhythm.EVERY_4_WEEKS: 4}


class Hitch(StrEnum):
    """Why a date cannot be booked."""

    SKIPPED = "skipped"
    """The clocks skip this hour that day."""
    PAST = "past"
    TOO_FAR = "too_far"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Sessions from `first` on, `count` of them, all at the same hour of the group's own clock."""

    first: date
    at: time
    rhythm: Rhythm
    count: int
    first_plan: Plan
    other_plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A date to be booked, or not. `clocks_changed` since the date before; `comes_twice`: the earlier of two is meant."""

    on: date
    plan: Plan
    start: datetime | None
    hitch: Hitch | None = None
    kept: bool = True
    clocks_changed: bool = False
    comes_twice: bool = False

    @property
    def slot(self) -> Slot | None:
        """What is booked of it; None where it was struck off or cannot be."""
        bookable = self.start is not None and self.hitch is None and self.kept
        return Slot(self.start, self.plan) if bookable and self.start is not None else None


def dates(series: Series, recurrence: Recurrence) -> Sequence[date]:
    rule = _rule(series)
    return [series.first] if rule is None else recurrence.dates(series.first, rule, series.count)


def comes_twice(local: datetime) -> bool:
    """Whether the clocks of its zone show this time twice, because they are put back."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def nth_of_month(on: date) -> int:
    """Which Tuesday of its month a Tuesday is, from 1; 5 stands for the last."""
    return (on.day - 1) // 7 + 1


def proposed(
    desk: Desk,
    series: Series,
    struck_off: Collection[date],
    now: datetime,
    recurrence: Recurrence,
    zones: Zones,
) -> list[Proposed]:
    """Every date of the series, with what stands in its way."""
    return list(_proposed(desk, series, struck_off, now, dates(series, recurrence), zones))


def hitch(desk: Desk, slot: Slot, now: datetime, but: str = "") -> Hitch | None:
    """What stands in the way of a session then, the one with the id `but` left out."""
    if slot.start <= now:
        return Hitch.PAST
    if slot.start - now > LONGEST_AHEAD:
        return Hitch.TOO_FAR
    return None if in_the_way(desk, slot, but) is None else Hitch.TAKEN


def in_the_way(desk: Desk, slot: Slot, but: str = "") -> BookedMeeting | None:
    """The session of the group that is booked for that time already."""
    standing = (one for one in desk.meetings if not one.cancelled and one.id != but)
    return next((one for one in standing if slot.start < one.end and one.start < slot.end), None)


def _proposed(
    desk: Desk,
    series: Series,
    struck_off: Collection[date],
    now: datetime,
    days: Sequence[date],
    zones: Zones,
) -> Iterator[Proposed]:
    zone = ZoneInfo(desk.group.settings.timezone)
    plan, before = series.first_plan, None
    for on in days:
        start = _moment(zones, on, series.at, zone.key)
        local = None if start is None else start.astimezone(zone)
        one = Proposed(
            on=on,
            plan=plan,
            start=start,
            hitch=Hitch.SKIPPED if start is None else hitch(desk, Slot(start, plan), now),
            kept=on not in struck_off,
            clocks_changed=bool(before and local and before.utcoffset() != local.utcoffset()),
            comes_twice=local is not None and comes_twice(local),
        )
        yield one
        plan = series.other_plan if one.slot is not None else plan
        before = local or before


def _moment(zones: Zones, on: date, at: time, timezone: str) -> datetime | None:
    try:
        return zones.moment(on, at, timezone).astimezone(UTC)
    except ValueError:
        return None


def _rule(series: Series) -> str | None:
    if series.rhythm in _WEEKS:
        return f"FREQ=WEEKLY;INTERVAL={_WEEKS[series.rhythm]}"
    if series.rhythm is Rhythm.EVERY_MONTH:
        nth = nth_of_month(series.first)
        return f"FREQ=MONTHLY;BYDAY={-1 if nth == _LAST else nth}{_WEEKDAYS[series.first.weekday()]}"
    return None
