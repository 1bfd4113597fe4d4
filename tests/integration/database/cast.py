"""The cast of the stores' tests.

Ana and Ben lead the Tuesday group, in which Carla and Dan take part and Otto observes. Eve leads the Thursday group, in
which Finn takes part: both must see nothing of Tuesday's.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from balint_live.adapters.database.access import SqlPeople
from balint_live.adapters.database.demo import SqlEnrolment
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.live import SqlMeetings
from balint_live.adapters.database.presence_store import SqlAttendance
from balint_live.adapters.protocol_catalogue import load_catalogue
from balint_live.application.demo import NewGroup, NewMeeting, NewPerson
from balint_live.application.identity import Identity, Kind, Seat
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
class House:
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


def house(database: Database) -> House:
    """Enrol the cast and book three sessions."""
    enrolment = SqlEnrolment(database)
    enrolment.create([_tuesday(), _thursday()])
    enrolment.book([_booked(THIRD, "tuesday", 3, START), _booked(FOURTH, "tuesday", 4, START + WEEK)])
    enrolment.book([_booked(ELSEWHERE, "thursday", 1, START)])
    return stores(database)


def stores(database: Database) -> House:
    return House(database, SqlMeetings(database, CATALOGUE), SqlAttendance(database), SqlPeople(database))


def _tuesday() -> NewGroup:
    return NewGroup(
        id="tuesday",
        name="Tuesday evening group",
        timezone="Europe/London",
        contact="organiser@example.org",
        planned_sessions=8,
        created_at=ISSUED,
        zoom_url="https://zoom.example/j/1",
        people=(
            _person("ana", Role.LEADER),
            _person("ben", Role.LEADER),
            _person("carla", Role.REGISTRANT),
            _person("dan", Role.REGISTRANT),
            _person("otto", Role.OBSERVER),
        ),
    )


def _thursday() -> NewGroup:
    return NewGroup(
        id="thursday",
        name="Thursday morning group",
        timezone="America/Chicago",
        contact="organiser@example.org",
        planned_sessions=6,
        created_at=ISSUED,
        people=(_person("eve", Role.LEADER), _person("finn", Role.REGISTRANT)),
    )


def _person(id: str, role: Role) -> NewPerson:
    return NewPerson(id=id, name=id.title(), email=f"{id}@example.org", role=role, issued_at=ISSUED)


def _booked(id: str, group_id: str, number: int, start: datetime) -> NewMeeting:
    plan = CATALOGUE.protocols["abs60"]
    return NewMeeting(id=id, group_id=group_id, number=number, plan=plan, start=start, end=start + plan.total)
