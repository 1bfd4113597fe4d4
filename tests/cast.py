"""The cast. Ana and Ben lead the Tuesday group as equals; Miriam, Tom, Chidi and Lena are enrolled in it, and Olga observes.

Charlie leads another group and must see nothing of this one. Everybody's session is the third of eight, booked for START.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from balint_live.application.identity import Booking, Identity, Kind, Member
from balint_live.domain.display import LateComers, ParticipantClock, Role
from balint_live.domain.meeting import Meeting
from balint_live.domain.timer import Progress
from tests.unit.domain.shipped import SHIPPED

START = datetime(2026, 3, 5, 19, 0, tzinfo=UTC)
THIRD = "third"
ELSEWHERE = "elsewhere"
REMINDER = "2026-1"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody of a group; `who` is what their login claims."""

    name: str
    role: Role

    @property
    def id(self) -> str:
        return self.name.lower()

    @property
    def who(self) -> Identity:
        kind = Kind.LEADER if self.role is Role.LEADER else Kind.REGISTRANT
        return Identity(kind, self.id, version=1)

    @property
    def member(self) -> Member:
        return Member(self.id, self.name, self.role)


ANA, BEN = Persona("Ana", Role.LEADER), Persona("Ben", Role.LEADER)
CHIDI, LENA = Persona("Chidi", Role.REGISTRANT), Persona("Lena", Role.REGISTRANT)
MIRIAM, TOM = Persona("Miriam", Role.REGISTRANT), Persona("Tom", Role.REGISTRANT)
OLGA = Persona("Olga", Role.OBSERVER)
CHARLIE = Persona("Charlie", Role.LEADER)

LEADERS = (ANA, BEN)
PARTICIPANTS = (CHIDI, LENA, MIRIAM, OLGA, TOM)
TUESDAY = (*LEADERS, *PARTICIPANTS)
"""In the order of the leaders' list."""


def at(minutes: float = 0, seconds: float = 0) -> datetime:
    """So long after the booked start."""
    return START + timedelta(minutes=minutes, seconds=seconds)


def booking(
    participant_clock: ParticipantClock = ParticipantClock.SOFT,
    meeting_id: str = THIRD,
    late_comers: LateComers = LateComers.ADMIT,
    leaders: int = 2,
) -> Booking:
    """Most tests have nobody press on the reminder; so nobody is held at the door unless a test is about that."""
    return Booking(
        meeting_id=meeting_id,
        title="Tuesday group, session 3 of 8",
        group_id="tuesday",
        group_name="Tuesday group",
        timezone="Europe/London",
        contact="organiser@example.org",
        number=3,
        planned=8,
        quorum=4,
        participant_clock=participant_clock,
        has_zoom=True,
        leaders=leaders,
        late_comers=late_comers,
    )


def gathering(plan: str = "abs60", meeting_id: str = THIRD) -> Meeting:
    """A session nobody has touched, booked for exactly as long as its plan."""
    protocol = SHIPPED.protocols[plan]
    return Meeting(
        id=meeting_id,
        protocol=protocol,
        scheduled_start=START,
        scheduled_end=START + protocol.total,
        revision=0,
        progress=Progress.before_opening(protocol),
    )
