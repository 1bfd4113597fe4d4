"""The demo: pretend people in real groups, made and booked through the stores production uses.

Nothing in the server knows that it is a demo. Names are of people and groups that do not exist, the same ones at every
start, unique within a group. A directory that holds an earlier demo goes on with the same people and the same links; only
a session that is over is followed by the next one, about to start.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.identity import Identity
from balint_live.domain.display import ParticipantClock, Role
from balint_live.domain.protocol import Catalogue
from balint_live.domain.protocol import Protocol as SessionPlan

GIVEN = (
    "Amara", "Tomasz", "Leila", "Henrik", "Mei", "Oluwaseun", "Ines", "Rafael", "Saoirse", "Devan", "Katalin", "Yusuf",
    "Noor", "Anselm", "Priya", "Mateo", "Ruth", "Kwame", "Hanna", "Dilara", "Emil", "Chiara", "Bogdan", "Naomi",
    "Tariq", "Sunniva", "Joaquim", "Farida", "Caleb",
)  # fmt: skip
FAMILY = (
    "Okafor", "Lindqvist", "Haddad", "Szabo", "Moreau", "Tanaka", "Ferreira", "Byrne", "Iyer", "Novak", "Adeyemi",
    "Castillo", "Weiss", "Demir", "Petrov", "Mensah", "Larsen", "Rossi", "Cohen", "Nguyen", "Walsh", "Bianchi",
    "Kovacs", "Rahman", "Jansen", "Silva", "Fischer", "Abebe", "Horvat", "Quinn", "Sato",
)  # fmt: skip
"""29 and 31 have no common factor: counting through both at once gives every pair before it repeats one."""
COORDINATOR = ("Wanda Eriksen", "office@example.org")
DAYS = ("Tuesday", "Wednesday", "Thursday", "Monday", "Friday")
TIMES = ("evening", "morning", "afternoon", "lunchtime")

Person = tuple[str, str]
"""A name and an address."""


def group_name(index: int) -> str:
    """“Tuesday evening group”, and so on; numbered once all twenty are taken."""
    lap, place = divmod(index, len(DAYS) * len(TIMES))
    name = f"{DAYS[place % len(DAYS)]} {TIMES[place // len(DAYS)]} group"
    return name if lap == 0 else f"{name} {lap + 1}"


def leader_names(group: int, count: int) -> list[Person]:
    """Leaders' addresses are unique among all groups."""
    return [_person(group * 7 + index, f"leader{group * count + index + 1}") for index in range(count)]


def registrant_names(group: int, count: int) -> list[Person]:
    """They begin where the group's leaders end, so that nobody in a group has a namesake."""
    return [_person(group * 7 + 2 + index, f"{group + 1}-{index + 1}") for index in range(count)]


def _person(place: int, tag: str) -> Person:
    lap, place = divmod(place, len(GIVEN) * len(FAMILY))
    given, family = GIVEN[place % len(GIVEN)], FAMILY[place % len(FAMILY)]
    name = f"{given} {family}" if lap == 0 else f"{given} {family} {lap + 1}"
    return name, f"{given}.{family}.{tag}@example.org".lower()


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
    """Creates groups and sessions, and reads them."""

    def create(self, groups: Sequence[NewGroup]) -> None:
        """Add groups with all their people, all or none."""

    def book(self, meetings: Sequence[NewMeeting]) -> None:
        """Add sessions, all or none."""

    def standing(self) -> list[StandingGroup]:
        """Every group, by name."""


PLAN = "abs60"
STARTS_IN = timedelta(minutes=5)
FIRST_NUMBER = 3
PLANNED_SESSIONS = 8
LEADERS = 2
TIMEZONE = "Europe/London"
CONTACT = "organiser@example.org"


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """One ready group and the session about to start in it."""

    id: str
    name: str
    meeting_id: str
    leaders: tuple[LinkHolder, ...]
    registrants: tuple[LinkHolder, ...]


@dataclass(frozen=True, slots=True)
class Demo:
    """Prepares the groups; `new_id` and `new_code` answer with a fresh id or typed code each time."""

    store: EnrolmentStore
    catalogue: Catalogue
    new_id: Callable[[], str]
    new_code: Callable[[], str]

    def prepare(self, groups: int, registrants: int, now: datetime) -> list[DemoGroup]:
        """Found the groups where there are none yet, and give every group a session that is not over."""
        if not self.store.standing():
            self.store.create([self._group(index, registrants, now) for index in range(groups)])
        self.store.book(
            [
                self._next(group, now)
                for group in self.store.standing()
                if group.latest is None or group.latest.closed or group.latest.scheduled_end <= now
            ]
        )
        return [
            DemoGroup(group.id, group.name, group.latest.id, group.leaders, group.registrants)
            for group in self.store.standing()
            if group.latest is not None
        ]

    def _group(self, index: int, registrants: int, now: datetime) -> NewGroup:
        leaders = leader_names(index, LEADERS)
        enrolled = registrant_names(index, registrants)
        return NewGroup(
            id=self.new_id(),
            name=group_name(index),
            timezone=TIMEZONE,
            contact=CONTACT,
            planned_sessions=PLANNED_SESSIONS,
            created_at=now,
            zoom_url=f"https://zoom.example/j/{9_000_000_000 + index}",
            people=tuple(
                NewPerson(
                    id=self.new_id(),
                    name=name,
                    email=email,
                    role=role,
                    issued_at=now.replace(microsecond=0),
                    join_code=None if role is Role.LEADER else self.new_code(),
                )
                for role, people in ((Role.LEADER, leaders), (Role.REGISTRANT, enrolled))
                for name, email in people
            ),
        )

    def _next(self, group: StandingGroup, now: datetime) -> NewMeeting:
        plan = self.catalogue.protocols[PLAN]
        start = now.replace(microsecond=0) + STARTS_IN
        return NewMeeting(
            id=self.new_id(),
            group_id=group.id,
            number=FIRST_NUMBER if group.latest is None else group.latest.number + 1,
            plan=plan,
            start=start,
            end=start + plan.total,
        )
