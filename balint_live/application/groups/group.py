"""A group and what belongs to it, as coordinators and leaders see it.

Everything here is reached through a person: a coordinator sees every group, a leader their own, anybody else none. The
store answers with a `Group` or with nothing, so a forgotten check cannot open a drawer.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from balint_live.application.mail_queue import NewMail
from balint_live.domain.credit import CreditLine, Figures, Policy
from balint_live.domain.display import ParticipantClock, Role
from balint_live.domain.protocol import Protocol


class SessionStatus(StrEnum):
    """How far a session is. `HELD` is opened and over; the attendance record says instead whether its roll is confirmed."""

    TO_COME = "to_come"
    RUNNING = "running"
    HELD = "held"
    ROLL_OPEN = "roll_open"
    CONFIRMED = "confirmed"
    NOT_HELD = "not_held"
    CANCELLED = "cancelled"


class LeaderLabel(StrEnum):
    """What the organiser calls a leader; they mean the same, and may do the same."""

    LEADER = "leader"
    CO_LEADER = "co_leader"
    FACULTY = "faculty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is settled for all sessions of a group. `timezone` is an IANA name; `contact` the faculty's address.

    `uncredited_phases` are ids of shipped phases, in the alphabet's order; `retention_years` is how long attendance that
    earned credit is kept.
    """

    name: str
    society: str
    timezone: str
    contact: str
    planned_sessions: int = 8
    quorum: int = 4
    participant_clock: ParticipantClock = ParticipantClock.SOFT
    zoom_url: str | None = None
    neutral_subjects: bool = False
    credit_lines: tuple[CreditLine, ...] = ()
    uncredited_phases: tuple[str, ...] = ()
    retention_years: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupBasics:
    """`version` counts changes of the settings, so that two people editing do not undo each other."""

    id: str
    version: int
    settings: Settings
    created_at: datetime


NO_TIME = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTimes:
    """Booked times of a session and what came of it.

    `not_held_at` is when leaders said that it was broken off: it earns nobody credit. `clock_set_by` is how far the
    server's clock was set while it was on, negative for back; its times are then to be looked at.
    """

    id: str
    start: datetime
    end: datetime
    cancelled_at: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    not_held_at: datetime | None = None
    clock_set_by: timedelta = NO_TIME

    @property
    def cancelled(self) -> bool:
        return self.cancelled_at is not None

    def status(self, now: datetime, confirmed: bool | None = None) -> SessionStatus:
        """The one word for a session's status, on every page, in every file and at the command line.

        `confirmed` says whether the roll is; None where nobody asks. A session that nobody opened is not held once its time
        is over: only what was opened counts for attendance.
        """
        if self.cancelled:
            return SessionStatus.CANCELLED
        if self.closed_at is None:
            if self.opened_at is not None:
                return SessionStatus.RUNNING
            return SessionStatus.NOT_HELD if self.end <= now else SessionStatus.TO_COME
        if self.opened_at is None or self.not_held_at is not None:
            return SessionStatus.NOT_HELD
        if confirmed is None:
            return SessionStatus.HELD
        return SessionStatus.CONFIRMED if confirmed else SessionStatus.ROLL_OPEN

    def over(self, now: datetime) -> bool:
        return self.closed_at is not None or self.end <= now

    def to_come(self, now: datetime) -> bool:
        return not self.cancelled and not self.over(now)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedMeeting(MeetingTimes):
    """A session in the schedule. `sequence` counts changes of its time, for calendars (RFC 5545, 3.8.7.4).

    `designated` is the most it could award under each credit line when it ended; later changes of the lines leave it so.
    """

    number: int
    plan: Protocol
    sequence: int = 0
    designated: Figures = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A leader or coordinator, as somebody who signs in."""

    id: str
    name: str
    email: str
    coordinator: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Somebody is to sign in from `at` on. Whoever has this address already keeps their id and name, and is no less than
    they were; anybody else gets these. `label` is for the group they come to lead.
    """

    id: str
    name: str
    email: str
    at: datetime
    coordinator: bool = False
    label: LeaderLabel = LeaderLabel.LEADER


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLeader:
    """A leader in one group."""

    id: str
    name: str
    email: str
    label: LeaderLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of somebody to be enrolled. Text as it will be printed; `email` in its normal form."""

    name: str
    email: str
    role: Role = Role.REGISTRANT
    practice_leader: bool = False
    timezone: str | None = None
    profession: str | None = None
    licence_no: str | None = None
    licence_region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registrant:
    """Somebody enrolled. Long after the series `details.email` is empty, and only their credited record needs the name."""

    id: str
    group_id: str
    details: Details
    link_version: int
    link_issued_at: datetime
    join_code: str | None
    has_the_lead: bool = False
    withdrawn_at: datetime | None = None

    @property
    def enrolled(self) -> bool:
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(GroupBasics):
    """One group, as somebody sees it who may look after it: people by name, meetings by number."""

    who: Staff
    leaders: tuple[GroupLeader, ...]
    meetings: tuple[BookedMeeting, ...]
    registrants: tuple[Registrant, ...]
    plans: tuple[Protocol, ...] = ()
    attended: dict[str, frozenset[str]] = field(default_factory=dict)
    """Per registrant, the closed sessions in which they were seen at all."""
    invited: frozenset[str] = frozenset()
    """Whom a mail with their link is on its way to, or has reached; nobody else hears of changes."""
    namesakes: dict[str, str] = field(default_factory=dict)
    """Of registrants who share their name, what tells them apart."""

    @property
    def enrolled(self) -> tuple[Registrant, ...]:
        return tuple(one for one in self.registrants if one.enrolled)

    @property
    def informed(self) -> tuple[Registrant, ...]:
        """Those who know of the group's dates from us, and so must hear when they change."""
        return tuple(one for one in self.enrolled if one.id in self.invited)

    def named(self, registrant_id: str, name: str) -> str:
        """The name as leaders read it: with what tells this person from others of the same name."""
        beside = self.namesakes.get(registrant_id)
        return f"{name} ({beside})" if beside else name

    def meeting(self, id: str) -> BookedMeeting | None:
        return next((one for one in self.meetings if one.id == id), None)

    def registrant(self, id: str) -> Registrant | None:
        return next((one for one in self.registrants if one.id == id), None)


# What a decision about a group changes: rows to add, replace or take away, and the mails that follow from it.
#
# Use cases decide purely, from a Group to Changes; the store carries both out in one transaction. So what must be told
# is in the queue exactly when what happened is in the database.


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """`meetings`, `registrants` and `plans` are added, or replace those with the same id.

    `designated` is by session: what those that have ended could award, where a credit line came or was put right later.
    """

    settings: Settings | None = None
    designated: tuple[tuple[str, Figures], ...] = ()
    meetings: tuple[BookedMeeting, ...] = ()
    registrants: tuple[Registrant, ...] = ()
    departed_leaders: tuple[str, ...] = ()
    plans: tuple[Protocol, ...] = ()
    dropped_plans: tuple[str, ...] = ()
    mails: tuple[NewMail, ...] = ()

    @property
    def people(self) -> frozenset[str]:
        """Everybody whose seat may have changed."""
        return frozenset((*(one.id for one in self.registrants), *self.departed_leaders))


NOTHING = Changes()


# How long what is known of people is kept (domain.md, section 16): counted from the end of their series.
#
# The series ends with its last session that was not cancelled, so booking another one makes everything wait for it.
# Where all were cancelled it ends with the last date that had been booked, and where there never was one, when its
# group was made: so every series ends, and what nothing came of is forgotten too. What earned credit is kept for the
# years the sponsor sets, everything else for ninety days.


FORGOTTEN_AFTER = timedelta(days=90)
"""So long after the end of the series, where no credit was earned."""
SHORTEST, LONGEST = 3, 10
SHORTEST_FOR_TIME_ATTENDED = 6
"""Years: ACCME and AMA ask for six."""


def series_end(group: Group) -> datetime:
    """The latest end, booked or actual. Cancelled sessions count where there are no others."""
    counted = [one for one in group.meetings if not one.cancelled] or group.meetings
    ends = [max(one.end, one.closed_at or one.end) for one in counted]
    return max(ends, default=group.created_at)


def kept_until(settings: Settings, end: datetime, credited: bool) -> datetime:
    """When the record of somebody is deleted who earned credit in the series that ended then, or did not."""
    return years_after(end, settings.retention_years) if credited else end + FORGOTTEN_AFTER


def shortest_retention(settings: Settings) -> int:
    """In years, for the credit lines the group has."""
    asks_for_six = any(line.policy is Policy.QUARTER_HOUR for line in settings.credit_lines)
    return SHORTEST_FOR_TIME_ATTENDED if asks_for_six else SHORTEST


def years_after(moment: datetime, years: int) -> datetime:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)
