"""A group and what belongs to it, as the office and its leaders see it.

Everything here is reached through a person: a coordinator sees every group, a leader their own, anybody else none. The
store answers with a `Desk` or with nothing, so a forgotten check cannot open a drawer.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from balint_live.domain.credit import CreditLine, Figures
from balint_live.domain.participant_clock import ParticipantClock
from balint_live.domain.protocol import Protocol
from balint_live.domain.roles import Role


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
class Group:
    """`version` counts changes of the settings, so that two people editing do not undo each other."""

    id: str
    version: int
    settings: Settings
    created_at: datetime


NO_TIME = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTimes:
    """What a session's status follows from (`course.standing`): booked times, and what came of it.

    `not_held_at` is when leaders said that it was broken off: it earns nobody credit. `clock_set_by` is how far the server's
    clock was set while it was on, negative for back; its times are then to be looked at.
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
class Desk:
    """One group laid out before somebody who may look after it: people by name, meetings by number."""

    who: Staff
    group: Group
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
