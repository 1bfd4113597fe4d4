"""The cast of the stores' tests.

Ana and Ben lead the Tuesday group, in which Carla and Dan take part and Otto observes. Eve leads the Thursday group, in
which Finn takes part: both must see nothing of Tuesday's.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from balint_live.adapters.database.access import SqlPeople
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.live import SqlMeetings
from balint_live.adapters.database.presence_store import SqlAttendance
from balint_live.adapters.protocol_catalogue import load_catalogue
from balint_live.application.groups.group import (
    Appointment,
    BookedMeeting,
    Details,
    NewGroup,
    Registrant,
    Settings,
)
from balint_live.application.identity import OPERATOR, Identity, Kind, Seat
from balint_live.domain.display import Role
from balint_live.domain.meeting import Meeting
from balint_live.domain.timer import Progress

CATALOGUE = load_catalogue()
START = datetime(2026, 3, 5, 19, 0, tzinfo=UTC)
END = START + timedelta(minutes=60)
WEEK = timedelta(days=7)
ISSUED = datetime(2026, 1, 1, tzinfo=UTC)

ANA = Identity(Kind.LEADER, "ana", 1)
BEN = Identity(Kind.LEADER, "ben", 1)
CARLA = Identity(Kind.REGISTRANT, "carla", 1)
DAN = Identity(Kind.REGISTRANT, "dan", 1)
OTTO = Identity(Kind.REGISTRANT, "otto", 1)
EVE = Identity(Kind.LEADER, "eve", 1)
FINN = Identity(Kind.REGISTRANT, "finn", 1)
STRANGER = Identity(Kind.REGISTRANT, "nobody", 1)
THIRD, FOURTH, ELSEWHERE = "third", "fourth", "elsewhere"


UNTOUCHED = Meeting(
    id=THIRD,
    protocol=CATALOGUE.protocols["abs60"],
    scheduled_start=START,
    scheduled_end=END,
    revision=0,
    progress=Progress.before_opening(CATALOGUE.protocols["abs60"]),
)


def at(minutes: float = 0, seconds: float = 0) -> datetime:
    """So long after the booked start of the third session."""
    return START + timedelta(minutes=minutes, seconds=seconds)


@dataclass(frozen=True)
class Site:
    """The stores, over one database in which the cast is enrolled."""

    database: Database
    meetings: SqlMeetings
    attendance: SqlAttendance
    people: SqlPeople

    def meeting(self) -> Meeting:
        """The third session as it is stored."""
        seat = self.meetings.seat(THIRD, ANA)
        assert seat is not None
        return seat.meeting

    def open(self) -> Seat:
        """Ana opens the third session on time."""
        return self.meetings.change(THIRD, ANA, lambda seat: seat.meeting.open("ana", START))

    def close(self, minutes: float = 60) -> Seat:
        return self.meetings.change(THIRD, ANA, lambda seat: seat.meeting.close(at(minutes)))


def site(database: Database) -> Site:
    """Enrol the cast and book three sessions."""
    SqlGroups(database, CATALOGUE).create([_tuesday(), _thursday()], OPERATOR)
    return stores(database)


def stores(database: Database) -> Site:
    return Site(database, SqlMeetings(database, CATALOGUE), SqlAttendance(database), SqlPeople(database))


def _tuesday() -> NewGroup:
    return NewGroup(
        id="tuesday",
        version=1,
        settings=Settings(
            name="Tuesday evening group",
            society="",
            timezone="Europe/London",
            contact="organiser@example.org",
            zoom_url="https://zoom.example/j/1",
        ),
        created_at=ISSUED,
        leaders=(_leader("ana"), _leader("ben")),
        meetings=(_booked(THIRD, 3, START), _booked(FOURTH, 4, START + WEEK)),
        registrants=(
            _registrant("carla", "tuesday"),
            _registrant("dan", "tuesday"),
            _registrant("otto", "tuesday", Role.OBSERVER),
        ),
    )


def _thursday() -> NewGroup:
    return NewGroup(
        id="thursday",
        version=1,
        settings=Settings(
            name="Thursday morning group",
            society="",
            timezone="America/Chicago",
            contact="organiser@example.org",
            planned_sessions=6,
        ),
        created_at=ISSUED,
        leaders=(_leader("eve"),),
        meetings=(_booked(ELSEWHERE, 1, START),),
        registrants=(_registrant("finn", "thursday"),),
    )


def _leader(id: str) -> Appointment:
    return Appointment(id=id, name=id.title(), email=f"{id}@example.org", at=ISSUED)


def _registrant(id: str, group_id: str, role: Role = Role.REGISTRANT) -> Registrant:
    return Registrant(
        id=id,
        group_id=group_id,
        details=Details(name=id.title(), email=f"{id}@example.org", role=role),
        link_version=1,
        link_issued_at=ISSUED,
        join_code=None,
    )


def _booked(id: str, number: int, start: datetime) -> BookedMeeting:
    plan = CATALOGUE.protocols["abs60"]
    return BookedMeeting(id=id, number=number, start=start, end=start + plan.total, plan=plan)
