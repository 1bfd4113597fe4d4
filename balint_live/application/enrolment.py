"""Founding groups and booking sessions: the values, and what the store must be able to do with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from balint_live.application.people import Identity
from balint_live.domain.participant_clock import ParticipantClock
from balint_live.domain.protocol import Protocol as SessionPlan
from balint_live.domain.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody to be enrolled, or to lead; their first link is issued at `issued_at`."""

    id: str
    name: str
    email: str
    role: Role
    issued_at: datetime
    join_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroup:
    """`timezone` is an IANA name; `contact` an address people may write to."""

    id: str
    name: str
    timezone: str
    contact: str
    planned_sessions: int
    created_at: datetime
    people: tuple[NewPerson, ...]
    zoom_url: str | None = None
    quorum: int = 4
    participant_clock: ParticipantClock = ParticipantClock.SOFT


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeeting:
    """A session to be booked, with its own copy of the plan."""

    id: str
    group_id: str
    number: int
    plan: SessionPlan
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """A person and all that their personal link is made of."""

    identity: Identity
    name: str
    email: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class LatestMeeting:
    """The highest-numbered session of a group."""

    id: str
    number: int
    scheduled_end: datetime
    closed: bool


@dataclass(frozen=True, slots=True)
class StandingGroup:
    """A group as it stands, people by name."""

    id: str
    name: str
    leaders: tuple[LinkHolder, ...]
    registrants: tuple[LinkHolder, ...]
    latest: LatestMeeting | None


class EnrolmentStore(Protocol):
    def found(self, groups: Sequence[NewGroup]) -> None:
        """Add groups with all their people, all or none."""

    def book(self, meetings: Sequence[NewMeeting]) -> None:
        """Add sessions, all or none."""

    def standing(self) -> list[StandingGroup]:
        """Every group, by name."""
