"""How a series goes: where each session stands, how many were held, and whether enough people are enrolled.

A session that nobody opened is not called held once its time is over: only what was opened counts for attendance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from balint_live.application.groups.group import Desk, MeetingTimes

Meeting = TypeVar("Meeting", bound=MeetingTimes)

NEAR = timedelta(hours=2)
"""Before a start, the next useful thing is to go there."""


class Standing(StrEnum):
    TO_COME = "to_come"
    RUNNING = "running"
    HELD = "held"
    NOT_HELD = "not_held"
    CANCELLED = "cancelled"


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


def standing(meeting: MeetingTimes, now: datetime) -> Standing:
    """The one word for a session's status, on every page, in every file and at the command line."""
    if meeting.cancelled:
        return Standing.CANCELLED
    if meeting.closed_at is not None:
        held = meeting.opened_at is not None and meeting.not_held_at is None
        return Standing.HELD if held else Standing.NOT_HELD
    if meeting.opened_at is not None:
        return Standing.RUNNING
    return Standing.NOT_HELD if meeting.end <= now else Standing.TO_COME


def glance(desk: Desk, registrant_id: str, now: datetime) -> tuple[Glance, ...]:
    """A person's attendance at a glance, one word for each session; whether it earns credit is not said here."""
    seen = desk.attended.get(registrant_id, frozenset())
    return tuple(_glance(one, one.id in seen, now) for one in desk.meetings)


def _glance(meeting: MeetingTimes, seen: bool, now: datetime) -> Glance:
    match standing(meeting, now):
        case Standing.HELD:
            return Glance.SEEN if seen else Glance.NOT_SEEN
        case Standing.TO_COME | Standing.RUNNING:
            return Glance.TO_COME
        case Standing.NOT_HELD | Standing.CANCELLED:
            return Glance.NOT_HELD


def held(meetings: Sequence[MeetingTimes], now: datetime) -> int:
    return sum(standing(one, now) is Standing.HELD for one in meetings)


def quorum(desk: Desk) -> Quorum:
    """Observers count, as they do on the console."""
    return Quorum(len(desk.enrolled), desk.group.settings.quorum)


def current(meetings: Sequence[Meeting], now: datetime) -> Meeting | None:
    """The session that runs, else the soonest that is to come."""
    running = [one for one in meetings if standing(one, now) is Standing.RUNNING]
    to_come = [one for one in meetings if standing(one, now) is Standing.TO_COME]
    return running[0] if running else min(to_come, key=lambda one: one.start, default=None)


def next_thing(desk: Desk, now: datetime) -> NextThing:
    """The way into a session is its leaders' only: a coordinator looks after the group and is not in the circle."""
    meeting = current(desk.meetings, now)
    leads = any(one.id == desk.who.id for one in desk.leaders)
    if meeting is not None and meeting.start - now <= NEAR and leads:
        return NextThing.GO_TO_SESSION
    if meeting is None:
        complete = held(desk.meetings, now) >= desk.group.settings.planned_sessions
        return NextThing.NOTHING if complete else NextThing.ADD_SESSION
    if not desk.enrolled:
        return NextThing.ADD_PEOPLE
    return NextThing.INVITE if len(desk.informed) < len(desk.enrolled) else NextThing.NOTHING
