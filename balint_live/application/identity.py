"""Who is asking. An Identity is what a cookie or a link claims; a Seat is what the database grants for one meeting.

Meetings are looked up through the person ("meetings this person may see"), never by a raw id: without a Seat there is no
Meeting at hand, so a forgotten check cannot show one.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from balint_live.domain.display import LateComers, ParticipantClock, Role
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.meeting import Meeting
from balint_live.domain.timeline import LeaderMark, Mark


class Kind(StrEnum):
    """Who signs in how: a leader by mail, a registrant by their link."""

    LEADER = "leader"
    REGISTRANT = "registrant"


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as a login or a link claims them; `version` is compared with the database, so that links can be withdrawn.

    `login` is the id of the login that claims it, "" without one: a login that was ended gets no seat. It is the same
    person under every login, so it does not count in comparing.
    """

    kind: Kind
    id: str
    version: int
    login: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody at the server's command line. A class of its own, so that no cookie can ever claim to be one."""


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
    """The booked facts about a meeting: its group, its number in the series, what participants see."""

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
    leaders: int
    late_comers: LateComers = LateComers.HOLD


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's place in one meeting, the meeting as it is, and which reminder the member agreed to for it.

    `has_arrived`: they came before they were late, or were let in, or a leader has marked them present.
    """

    member: Member
    booking: Booking
    meeting: Meeting
    agreed_to: str | None = None
    has_arrived: bool = True

    @property
    def comes_late(self) -> bool:
        """Whether they come for the first time while the group is with a case."""
        return self.meeting.is_with_a_case and not self.has_arrived and self.member.role is not Role.LEADER

    @property
    def at_the_door(self) -> bool:
        """Whether a leader has to let them in."""
        return self.comes_late and self.booking.late_comers is LateComers.HOLD

    @property
    def listens_in(self) -> bool:
        """Whether they come in, and are asked only to listen."""
        return self.comes_late and self.booking.late_comers is LateComers.LISTEN


@dataclass(frozen=True, slots=True)
class Standing:
    """The part of a Seat that is the member's own, and the revision the meeting has now: whoever remembers that revision has
    the rest of the seat already."""

    member: Member
    agreed_to: str | None
    has_arrived: bool
    revision: int


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One person on the leaders' list: stored facts only; whose page answers right now is known to the LiveRoom.

    `beside` tells them from others of the same name; empty where there are none. `cannot_come`: they said so beforehand.
    """

    member: Member
    acknowledged_at: datetime | None = None
    last_seen_at: datetime | None = None
    last_press_at: datetime | None = None
    mark: LeaderMark | None = None
    beside: str = ""
    cannot_come: bool = False

    @property
    def marked_present(self) -> bool:
        """Whether a leader's last mark says present."""
        return self.mark is not None and self.mark.mark is Mark.PRESENT

    @property
    def has_arrived(self) -> bool:
        """See `Seat`."""
        return self.member.role is Role.LEADER or self.last_press_at is not None or self.marked_present

    @property
    def marked_absent(self) -> bool:
        """Whether a leader's last mark says absent, and they have not pressed since."""
        if self.mark is None or self.mark.mark is not Mark.ABSENT:
            return False
        return self.last_press_at is None or self.last_press_at <= self.mark.at


Roster = tuple[RosterEntry, ...]


def no_seat() -> DomainError:
    """For somebody who has no seat there; new each time, because one raised again and again keeps every traceback."""
    return DomainError(Code.NOT_ALLOWED, "This session is not open to you.")
