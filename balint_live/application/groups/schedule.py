"""Decisions about the dates: book, move, replan and cancel sessions. A session that was opened stays as it was.

Times are instants; the zones in which people read them are the group's and their own. A session that is moved keeps its
id, its number and everybody's link; only its sequence grows, by which calendars know the newer version.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from balint_live.application.groups.changes import NOTHING, Changes
from balint_live.application.groups.group import BookedMeeting, Desk
from balint_live.application.groups.occasions import Occasions
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


def book(desk: Desk, slots: Sequence[Slot], now: datetime, new_id: Callable[[], str]) -> Changes:
    """Raises DomainError("invalid") for no date at all, and as `booked`."""
    if not slots:
        raise invalid("There is no date to book.")
    return Changes(meetings=booked(desk.meetings, slots, now, new_id))


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
    desk: Desk, meeting_id: str, start: datetime, plan: Plan, now: datetime, occasions: Occasions
) -> Changes:
    """To another time, or by another plan; people invited are told when its beginning or end changed."""
    meeting = _not_begun(desk, meeting_id, now)
    moved = replace(meeting, start=start, end=start + plan.total, plan=plan)
    if (moved.start, moved.end) == (meeting.start, meeting.end):
        return NOTHING if plan == meeting.plan else Changes(meetings=(moved,))
    others = [(one.start, one.end) for one in desk.meetings if not one.cancelled and one.id != meeting.id]
    _require_free(moved.start, moved.end, others, now)
    moved = replace(moved, sequence=meeting.sequence + 1)
    return Changes(meetings=(moved,), mails=occasions.moved(moved, meeting.start, desk.informed))


def cancel(desk: Desk, meeting_id: str, now: datetime, occasions: Occasions) -> Changes:
    """It keeps its place and number in the schedule, marked as cancelled; people invited are told."""
    meeting = _not_begun(desk, meeting_id, now)
    cancelled = replace(meeting, cancelled_at=now, sequence=meeting.sequence + 1)
    return Changes(meetings=(cancelled,), mails=occasions.cancelled(cancelled, desk.informed))


def _not_begun(desk: Desk, meeting_id: str, now: datetime) -> BookedMeeting:
    meeting = desk.meeting(meeting_id)
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
