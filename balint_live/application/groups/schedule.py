"""A group's sessions: propose dates, book, move and cancel them, and see how the series goes.

Times are instants; the zones in which people read them are the group's and their own. A session that was opened stays as it
was. One that is moved keeps its id, its number and everybody's link; only its sequence grows, by which calendars know the
newer version.

A rhythm is a rule about days. The hour is put on afterwards, day by day, so that it stays what people expect when the
clocks change; where they skip it, that one date has no such hour and cannot be booked, and the others can. The plan of the
first session goes to the first date that is kept, since that is when a group meets for the first time.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from balint_live.application.groups.changes import NOTHING, Changes, MailBatch
from balint_live.application.groups.group import BookedMeeting, Group, MeetingTimes, SessionStatus
from balint_live.domain.errors import invalid
from balint_live.domain.protocol import Protocol as Plan

MOST_SESSIONS = 100
LONGEST_AHEAD = timedelta(days=5 * 366)
MOST_AT_ONCE = 60
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = 5
"""Most months have no fifth Tuesday; a group that begins on one means the last."""
Meeting = TypeVar("Meeting", bound=MeetingTimes)

NEAR = timedelta(hours=2)
"""Before a start, the next useful thing is to go there."""


class Rhythm(StrEnum):
    """How often a group meets."""

    ONCE = "once"
    EVERY_WEEK = "every_week"
    EVERY_2_WEEKS = "every_2_weeks"
    EVERY_3_WEEKS = "every_3_weeks"
    EVERY_4_WEEKS = "every_4_weeks"
    EVERY_MONTH = "every_month"


class Hitch(StrEnum):
    """Why a date cannot be booked."""

    SKIPPED = "skipped"
    """The clocks skip this hour that day."""
    PAST = "past"
    TOO_FAR = "too_far"
    TAKEN = "taken"


_WEEKS = {Rhythm.EVERY_WEEK: 1, Rhythm.EVERY_2_WEEKS: 2, Rhythm.EVERY_3_WEEKS: 3, Rhythm.EVERY_4_WEEKS: 4}
SENTENCES = {
    Hitch.PAST: "That time is past.",
    Hitch.TOO_FAR: "That is more than five years ahead.",
    Hitch.TAKEN: "The group already has a session at that time.",
}


class NextThing(StrEnum):
    """What the page of a group offers first."""

    GO_TO_SESSION = "go_to_session"
    ADD_SESSION = "add_session"
    ADD_PEOPLE = "add_people"
    INVITE = "invite"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many people are enrolled and needed; `spare` of them may be away, below zero so many are missing."""

    enrolled: int
    needed: int

    @property
    def spare(self) -> int:
        return self.enrolled - self.needed


@dataclass(frozen=True, slots=True)
class Slot:
    """A session to be booked: when it begins, and its plan, which says how long it is."""

    start: datetime
    plan: Plan

    @property
    def end(self) -> datetime:
        return self.start + self.plan.total


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


class Recurrence(Protocol):
    """Reads iCalendar rules."""

    def dates(self, first: date, rule: str, count: int) -> Sequence[date]:
        """`count` dates from `first` on, by an iCalendar rule such as "FREQ=WEEKLY;INTERVAL=2"."""


class Zones(Protocol):
    """The time zones known to this machine."""

    def moment(self, on: date, at: time, timezone: str) -> datetime:
        """The instant of a wall-clock time. Raises ValueError for one that does not exist there that day."""

    def known(self, timezone: str) -> bool: ...
    def all(self) -> Sequence[str]:
        """Every zone's name, for people to choose from."""


def book(group: Group, slots: Sequence[Slot], mails: MailBatch) -> Changes:
    """Add sessions; the leaders are told. Raises DomainError("invalid") for no date at all, and as `booked`."""
    if not slots:
        raise invalid("There is no date to book.")
    added = booked(group.meetings, slots, mails.now, mails.new_id)
    return Changes(meetings=added, mails=mails.dates_added(added, group.leading))


def booked(
    meetings: Sequence[BookedMeeting], slots: Sequence[Slot], now: datetime, new_id: Callable[[], str]
) -> tuple[BookedMeeting, ...]:
    """The sessions to be added to `meetings`, with the numbers after theirs.

    Raises DomainError("invalid") for a time that is past, twice, or inside another session of the group.
    """
    if len(meetings) + len(slots) > MOST_SESSIONS:
        raise invalid(f"A group holds at most {MOST_SESSIONS} sessions.")
    taken: list[Slot | BookedMeeting] = [*_in_the_way(meetings)]
    for slot in slots:
        _require_free(slot, taken, now)
        taken.append(slot)
    number = max((one.number for one in meetings), default=0)
    ordered = sorted(slots, key=lambda slot: slot.start)
    return tuple(
        BookedMeeting(id=new_id(), number=number + place, start=slot.start, end=slot.end, plan=slot.plan)
        for place, slot in enumerate(ordered, start=1)
    )


def move(group: Group, meeting_id: str, start: datetime, plan: Plan, mails: MailBatch) -> Changes:
    """Give a session another time or plan; leaders and people invited are told of another beginning or end."""
    meeting = _not_begun(group, meeting_id, mails.now)
    moved = replace(meeting, start=start, end=start + plan.total, plan=plan)
    if (moved.start, moved.end) == (meeting.start, meeting.end):
        return NOTHING if plan == meeting.plan else Changes(meetings=(moved,))
    _require_free(Slot(start, plan), _in_the_way(group.meetings, meeting.id), mails.now)
    moved = replace(moved, sequence=meeting.sequence + 1)
    return Changes(meetings=(moved,), mails=mails.moved(moved, meeting.start, group.told))


def cancel(group: Group, meeting_id: str, mails: MailBatch) -> Changes:
    """Mark a session as cancelled; it keeps its place and number in the schedule. Leaders and people invited are told."""
    meeting = _not_begun(group, meeting_id, mails.now)
    cancelled = replace(meeting, cancelled_at=mails.now, sequence=meeting.sequence + 1)
    return Changes(meetings=(cancelled,), mails=mails.cancelled(cancelled, group.told))


def hitch(group: Group, slot: Slot, now: datetime, but: str = "") -> Hitch | None:
    """Why the group cannot have a session then; the session with the id `but` is not in its way."""
    return _hitch(slot, _in_the_way(group.meetings, but), now)


def in_the_way(group: Group, slot: Slot, but: str = "") -> BookedMeeting | None:
    """The session of the group that is booked for that time already; the one with the id `but` is not in its way."""
    return next((one for one in _in_the_way(group.meetings, but) if _overlap(slot, one)), None)


def _not_begun(group: Group, meeting_id: str, now: datetime) -> BookedMeeting:
    meeting = group.meeting(meeting_id)
    if meeting is None:
        raise invalid("This group has no such session.")
    if meeting.cancelled:
        raise invalid("This session is cancelled already.")
    if meeting.opened_at is not None or meeting.over(now):
        raise invalid("This session has begun or is over; its time stays as it was.")
    return meeting


def _require_free(slot: Slot, taken: Iterable[Slot | BookedMeeting], now: datetime) -> None:
    found = _hitch(slot, taken, now)
    if found is not None:
        raise invalid(SENTENCES[found])


def _hitch(slot: Slot, taken: Iterable[Slot | BookedMeeting], now: datetime) -> Hitch | None:
    if slot.start <= now:
        return Hitch.PAST
    if slot.start - now > LONGEST_AHEAD:
        return Hitch.TOO_FAR
    return Hitch.TAKEN if any(_overlap(slot, other) for other in taken) else None


def _overlap(slot: Slot, other: Slot | BookedMeeting) -> bool:
    return slot.start < other.end and other.start < slot.end


def _in_the_way(meetings: Sequence[BookedMeeting], but: str = "") -> list[BookedMeeting]:
    """Those whose booked time is taken; one that was closed early leaves the rest of its time free."""
    return [one for one in meetings if not one.cancelled and one.closed_at is None and one.id != but]


def dates(series: Series, recurrence: Recurrence) -> Sequence[date]:
    """The days of a series."""
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
    """Every date of the series, with what keeps it from being booked."""
    zone = ZoneInfo(group.settings.timezone)
    plan, before, found = series.first_plan, None, []
    for on in dates(series, recurrence):
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
        found.append(one)
        plan = series.other_plan if one.slot is not None else plan
        before = local or before
    return found


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


def held(meetings: Sequence[MeetingTimes], now: datetime) -> int:
    """How many sessions were held."""
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
    """What the group's page offers first. The way into a session is for its leaders only, not for a coordinator."""
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
