"""A group and what belongs to it, as coordinators and leaders see it.

Everything here is reached through a person: a coordinator sees every group, a leader their own, anybody else none. The
store returns a `Group` or nothing, so a forgotten check cannot show somebody else's.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from balint_live.domain.credit import CreditLine, Figures
from balint_live.domain.display import LateComers, ParticipantClock, Role
from balint_live.domain.errors import invalid
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
    late_comers: LateComers = LateComers.HOLD
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
    clock_set_by: timedelta = timedelta()

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
        """Whether it was closed or its booked time is over."""
        return self.closed_at is not None or self.end <= now

    def to_come(self, now: datetime) -> bool:
        """Whether it is still to come or running."""
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
    """Somebody who may sign in from `at` on. A person who has this address already keeps their id, name and rights;
    anybody else gets these. `label` is for the group they lead.
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
class Leading:
    """A leader, as the reader of their group's mails. `dates_sent_at` is when they were last sent all its dates."""

    id: str
    group_id: str
    dates_sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Details of somebody to be enrolled. Text as it will be printed; `email` in its normal form."""

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
    calendar_version: int = 1
    has_the_lead: bool = False
    withdrawn_at: datetime | None = None

    @property
    def enrolled(self) -> bool:
        return self.withdrawn_at is None


Reader = Registrant | Leading
"""Somebody who is written to because of a group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroup(GroupBasics):
    """A group to be added, with its leaders' accounts, first sessions and people."""

    leaders: tuple[Appointment, ...]
    meetings: tuple[BookedMeeting, ...] = ()
    registrants: tuple[Registrant, ...] = ()


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
        """Those who know the group's dates from us, and so must be told when they change."""
        return tuple(one for one in self.enrolled if one.id in self.invited)

    @property
    def told(self) -> tuple[Reader, ...]:
        """Everybody who is told of another date: those who know the dates from us, and the leaders."""
        return (*self.informed, *self.leading)

    @property
    def leading(self) -> tuple[Leading, ...]:
        """The leaders, as readers of mails."""
        return tuple(Leading(id=one.id, group_id=self.id) for one in self.leaders)

    @property
    def runs(self) -> bool:
        """Whether one of its sessions is running."""
        return any(one.opened_at is not None and one.closed_at is None for one in self.meetings)

    def named(self, registrant_id: str, name: str) -> str:
        """The name as leaders read it: with what tells this person from others of the same name."""
        beside = self.namesakes.get(registrant_id)
        return f"{name} ({beside})" if beside else name

    def meeting(self, id: str) -> BookedMeeting | None:
        """The session with this id; None for one of another group."""
        return next((one for one in self.meetings if one.id == id), None)

    def registrant(self, id: str) -> Registrant | None:
        """The registrant with this id, withdrawn or not; None for anybody else."""
        return next((one for one in self.registrants if one.id == id), None)


def require_registrant(group: Group, registrant_id: str) -> Registrant:
    """The registrant with this id. Raises DomainError("invalid") for anybody else."""
    registrant = group.registrant(registrant_id)
    if registrant is None:
        raise invalid("This person is not in this group.")
    return registrant
