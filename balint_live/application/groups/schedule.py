"""Decisions about the dates: book, move, replan and cancel sessions. A session that was opened stays as it was.

Times are instants; the zones in which people read them are the group's and their own. A session that is moved keeps its
id, its number and everybody's link; only its sequence grows, by which calendars know the newer version.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from balint_live.application.groups.group import (
    NOTHING,
    BookedMeeting,
    Changes,
    Group,
    MeetingTimes,
    SessionStatus,
)
from balint_live.application.groups.notices import Occasions
from balint_live.domain.errors import invalid
from balint_live.domain.protocol import Protocol as Plan

MOST_SESSIONS = 100
LONGEST_AHEAD = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Slot:
    """A session to be booked: when it begins, and its plan, which says how long it is."""

    start: datetime
    plan: Plan

    @property
    def end(self) -> datetime:
        return self.start + self.plan.total


def book(group: Group, slots: Sequence[Slot], now: datetime, new_id: Callable[[], str]) -> Changes:
    """Raises DomainError("invalid") for no date at all, and as `booked`."""
    if not slots:
        raise invalid("There is no date to book.")
    return Changes(meetings=booked(group.meetings, slots, now, new_id))


def booked(
    meetings: Sequence[BookedMeeting], slots: Sequence[Slot], now: datetime, new_id: Callable[[], str]
) -> tuple[BookedMeeting, ...]:
    """The sessions to be added to those there are, numbered on from them.

    Raises DomainError("invalid") for a time that is past, twice, or inside another session of the group.
    """
    if len(meetings) + len(slots) > MOST_SESSIONS:
        raise invalid(f"A group holds at most {MOST_SESSIONS} sessions.")
    taken = [(one.start, one.end) for one in meetings if not one.cancelled]
    for slot in slots:
        _require_free(slot.start, slot.end, taken, now)
        taken.append((slot.start, slot.end))
    number = max((one.number for one in meetings), default=0)
    ordered = sorted(slots, key=lambda slot: slot.start)
    return tuple(
        BookedMeeting(id=new_id(), number=number + place, start=slot.start, end=slot.end, plan=slot.plan)
        for place, slot in enumerate(ordered, start=1)
    )


def move(
    group: Group, meeting_id: str, start: datetime, plan: Plan, now: datetime, occasions: Occasions
) -> Changes:
    """To another time, or by another plan; people invited are told when its beginning or end changed."""
    meeting = _not_begun(group, meeting_id, now)
    moved = replace(meeting, start=start, end=start + plan.total, plan=plan)
    if (moved.start, moved.end) == (meeting.start, meeting.end):
        return NOTHING if plan == meeting.plan else Changes(meetings=(moved,))
    others = [(one.start, one.end) for one in group.meetings if not one.cancelled and one.id != meeting.id]
    _require_free(moved.start, moved.end, others, now)
    moved = replace(moved, sequence=meeting.sequence + 1)
    return Changes(meetings=(moved,), mails=occasions.moved(moved, meeting.start, group.informed))


def cancel(group: Group, meeting_id: str, now: datetime, occasions: Occasions) -> Changes:
    """It keeps its place and number in the schedule, marked as cancelled; people invited are told."""
    meeting = _not_begun(group, meeting_id, now)
    cancelled = replace(meeting, cancelled_at=now, sequence=meeting.sequence + 1)
    return Changes(meetings=(cancelled,), mails=occasions.cancelled(cancelled, group.informed))


def _not_begun(group: Group, meeting_id: str, now: datetime) -> BookedMeeting:
    meeting = group.meeting(meeting_id)
    if meeting is None:
        raise invalid("This group has no such session.")
    if meeting.cancelled:
        raise invalid("This session is cancelled already.")
    if meeting.opened_at is not None or meeting.over(now):
        raise invalid("This session has begun or is over; its time stays as it was.")
    return meeting


def _require_free(
    start: datetime, end: datetime, taken: Iterable[tuple[datetime, datetime]], now: datetime
) -> None:
    if start <= now:
        raise invalid("That time is past.")
    if start - now > LONGEST_AHEAD:
        raise invalid("That is more than five years ahead.")
    if any(start < other_end and other_start < end for other_start, other_end in taken):
        raise invalid("The group already has a session at that time.")


# What schedules need of a calendar.


class Recurrence(Protocol):
    def dates(self, first: date, rule: str, count: int) -> Sequence[date]:
        """`count` dates from `first` on, by an iCalendar rule such as "FREQ=WEEKLY;INTERVAL=2"."""


class Zones(Protocol):
    def moment(self, on: date, at: time, timezone: str) -> datetime:
        """The instant of a wall-clock time. Raises ValueError for one that does not exist there that day."""

    def known(self, timezone: str) -> bool: ...
    def all(self) -> Sequence[str]:
        """Every zone's name, for people to choose from."""


# Dates before they are booked: what a rhythm comes to, date by date, with what stands in the way of each.
#
# A rhythm is a rule about days. The hour is put on afterwards, day by day, so that it stays what people expect when
# the clocks change; where they skip it, that one date has no such hour and cannot be booked, and the others can. The
# plan of the first session goes to the first date that is kept, since that is when a group meets for the first time.


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
    group: Group,
    series: Series,
    struck_off: Collection[date],
    now: datetime,
    recurrence: Recurrence,
    zones: Zones,
) -> list[Proposed]:
    """Every date of the series, with what stands in its way."""
    return list(_proposed(group, series, struck_off, now, dates(series, recurrence), zones))


def hitch(group: Group, slot: Slot, now: datetime, but: str = "") -> Hitch | None:
    """What stands in the way of a session then, the one with the id `but` left out."""
    if slot.start <= now:
        return Hitch.PAST
    if slot.start - now > LONGEST_AHEAD:
        return Hitch.TOO_FAR
    return None if in_the_way(group, slot, but) is None else Hitch.TAKEN


def in_the_way(group: Group, slot: Slot, but: str = "") -> BookedMeeting | None:
    """The session of the group that is booked for that time already."""
    standing = (one for one in group.meetings if not one.cancelled and one.id != but)
    return next((one for one in standing if slot.start < one.end and one.start < slot.end), None)


def _proposed(
    group: Group,
    series: Series,
    struck_off: Collection[date],
    now: datetime,
    days: Sequence[date],
    zones: Zones,
) -> Iterator[Proposed]:
    zone = ZoneInfo(group.settings.timezone)
    plan, before = series.first_plan, None
    for on in days:
        start = _moment(zones, on, series.at, zone.key)
        local = None if start is None else start.astimezone(zone)
        one = Proposed(
            on=on,
            plan=plan,
            start=start,
            hitch=Hitch.SKIPPED if start is None else hitch(group, Slot(start, plan), now),
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


# How a series goes: how many sessions were held, and whether enough people are enrolled.


Meeting = TypeVar("Meeting", bound=MeetingTimes)

NEAR = timedelta(hours=2)
"""Before a start, the next useful thing is to go there."""


class Glance(StrEnum):
    SEEN = "seen"
    NOT_SEEN = "not_seen"
    TO_COME = "to_come"
    NOT_HELD = "not_held"


class NextThing(StrEnum):
    """What the page of a group offers first."""

    GO_TO_SESSION = "go_to_session"
    ADD_SESSION = "add_session"
    ADD_PEOPLE = "add_people"
    INVITE = "invite"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Quorum:
    """`spare` people may be away; below zero so many are missing."""

    enrolled: int
    needed: int

    @property
    def spare(self) -> int:
        return self.enrolled - self.needed


def glance(group: Group, registrant_id: str, now: datetime) -> tuple[Glance, ...]:
    """A person's attendance at a glance, one word for each session; whether it earns credit is not said here."""
    seen = group.attended.get(registrant_id, frozenset())
    words = {
        SessionStatus.TO_COME: Glance.TO_COME,
        SessionStatus.RUNNING: Glance.TO_COME,
        SessionStatus.NOT_HELD: Glance.NOT_HELD,
        SessionStatus.CANCELLED: Glance.NOT_HELD,
    }
    return tuple(
        words.get(one.status(now), Glance.SEEN if one.id in seen else Glance.NOT_SEEN)
        for one in group.meetings
    )


def held(meetings: Sequence[MeetingTimes], now: datetime) -> int:
    return sum(one.status(now) is SessionStatus.HELD for one in meetings)


def quorum(group: Group) -> Quorum:
    """Observers count, as they do on the console."""
    return Quorum(len(group.enrolled), group.settings.quorum)


def current(meetings: Sequence[Meeting], now: datetime) -> Meeting | None:
    """The session that runs, else the soonest that is to come."""
    running = [one for one in meetings if one.status(now) is SessionStatus.RUNNING]
    to_come = [one for one in meetings if one.status(now) is SessionStatus.TO_COME]
    return running[0] if running else min(to_come, key=lambda one: one.start, default=None)


def next_thing(group: Group, now: datetime) -> NextThing:
    """The way into a session is its leaders' only: a coordinator looks after the group and is not in the circle."""
    meeting = current(group.meetings, now)
    leads = any(one.id == group.who.id for one in group.leaders)
    if meeting is not None and meeting.start - now <= NEAR and leads:
        return NextThing.GO_TO_SESSION
    if meeting is None:
        complete = held(group.meetings, now) >= group.settings.planned_sessions
        return NextThing.NOTHING if complete else NextThing.ADD_SESSION
    if not group.enrolled:
        return NextThing.ADD_PEOPLE
    return NextThing.INVITE if len(group.informed) < len(group.enrolled) else NextThing.NOTHING
