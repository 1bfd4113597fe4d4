"""Who is asking. An Identity is what a cookie or a link claims; a Seat is what the database grants for one meeting.

Rooms are looked up through the person ("meetings this person may see"), never by a raw id: without a Seat there is no
Meeting to hold, so a forgotten check cannot open a door.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from balint_live.domain.display import ParticipantClock, Role
from balint_live.domain.meeting import Meeting
from balint_live.domain.timeline import LeaderMark, Mark


class Kind(StrEnum):
    LEADER = "leader"
    REGISTRANT = "registrant"


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as a login or a link claims them; `version` is compared with the database, so that links can be withdrawn.

    `login` is the id of the login that claims it, "" where it is no login: whoever asks for a person's seat under a login
    that was ended has none. It is the same person whatever the login, so it does not count in comparing.
    """

    kind: Kind
    id: str
    version: int
    login: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever runs the server, at its command line. A class of its own, so that no cookie can ever claim to be one."""


OPERATOR = Operator()
Asker = Identity | Operator


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a group, in the role they have in it; `timezone` is their own (IANA), where it is known."""

    id: str
    name: str
    role: Role
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """The settled facts round a meeting: its group, its number in the series, what participants see."""

    meeting_id: str
    title: str
    group_id: str
    group_name: str
    timezone: str
    contact: str
    number: int
    planned: int
    quorum: int
    participant_clock: ParticipantClock
    has_zoom: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's place in one meeting, the meeting as it stands, and which reminder the member agreed to for it."""

    member: Member
    booking: Booking
    meeting: Meeting
    agreed_to: str | None = None


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One person on the leaders' list: stored facts only; who answers right now is the LiveRoom's to know.

    `beside` tells them from others of the same name; empty where there are none.
    """

    member: Member
    acknowledged_at: datetime | None = None
    last_seen_at: datetime | None = None
    last_press_at: datetime | None = None
    mark: LeaderMark | None = None
    beside: str = ""

    @property
    def marked_present(self) -> bool:
        return self.mark is not None and self.mark.mark is Mark.PRESENT

    @property
    def marked_absent(self) -> bool:
        """A mark holds until a new press."""
        if self.mark is None or self.mark.mark is not Mark.ABSENT:
            return False
        return self.last_press_at is None or self.last_press_at <= self.mark.at


Roster = tuple[RosterEntry, ...]
