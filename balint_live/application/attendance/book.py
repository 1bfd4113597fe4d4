"""The attendance book of a group, laid open before somebody who may look after it.

It holds facts only: evidence, agreements, the leaders' word, corrections, statements given out. What they come to (who was
here, what it earned) is derived by `credits` and nowhere stored, so that nothing can disagree with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from balint_live.application.attendance.statement import Statement
from balint_live.application.groups.group import BookedMeeting, Desk
from balint_live.domain.attendance import Span
from balint_live.domain.confirmed_roll import ConfirmedRoll
from balint_live.domain.corrections import Correction
from balint_live.domain.roll import Evidence


class RollCall(StrEnum):
    """When leaders confirm who is here."""

    OPENING = "opening"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Somebody's newest press on the reminder in one session."""

    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Confirmation:
    """`by` is a leader's id, or empty for one whose account is gone."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """What is known of the attendance of one session.

    `windows` are when it earned credit, once it is over; `evidence` and `agreements` are per registrant; `opening` is the
    confirmation after the opening, `roll` the one after the end.
    """

    meeting: BookedMeeting
    windows: tuple[Span, ...] = ()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    opening: Confirmation | None = None
    roll: ConfirmedRoll | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """`sessions` by number, one for each of the desk's meetings; `names` of everybody who confirmed or corrected."""

    desk: Desk
    sessions: tuple[SessionRecord, ...] = ()
    statements: tuple[Statement, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def session(self, meeting_id: str) -> SessionRecord | None:
        return next((one for one in self.sessions if one.meeting.id == meeting_id), None)
