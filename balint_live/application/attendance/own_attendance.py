"""A registrant's own attendance, cut out of their group's book.

The book knows everybody; what leaves this module knows one person. It is a value of its own and not a smaller book, so that
nothing of others can ride along: no roll, no evidence, no names of who confirmed, no list of people.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from balint_live.application.attendance.book import Book, SessionRecord
from balint_live.application.attendance.credits import Attended, PersonRecord, person_record
from balint_live.application.attendance.issue import can_be_stated, has_credit
from balint_live.application.attendance.periods import kept_until, series_end
from balint_live.application.attendance.statement import Statement
from balint_live.application.groups.course import Standing, standing
from balint_live.application.groups.enrol import known
from balint_live.domain.attendance import clip
from balint_live.domain.credit import CreditLine
from balint_live.domain.outcomes import Outcome
from balint_live.domain.reasons import SeriesCount
from balint_live.domain.roll import Spans
from balint_live.domain.series import Tally, can_still_miss
from balint_live.domain.series import standing as series_standing
from balint_live.domain.timeline import whole_seconds


class OwnStanding(StrEnum):
    """How far a session's record has come."""

    CONFIRMED = "confirmed"
    ROLL_OPEN = "roll_open"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSession:
    """`spans` lie in the session's actual time; `attended` and `total` are seconds that earn credit.

    `outcomes` are one for each of the credits of `OwnAttendance`; `to_state` says whether there is anything to state.
    """

    meeting_id: str
    number: int
    start: datetime
    standing: OwnStanding
    spans: Spans
    attended: int
    total: int
    outcomes: tuple[Outcome, ...]
    corrected: bool
    to_state: bool


@dataclass(frozen=True, slots=True)
class OwnCredit:
    """What was earned of one credit, in quarters.

    `series` where a minimum of sessions decides; `can_miss` is how many of those left may be missed, None once settled.
    """

    credit_type: str
    quarters: int
    series: SeriesCount | None
    can_miss: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAttendance:
    """`kept_until` as things stand: another session booked moves it. `statements` are the person's own, the oldest first."""

    name: str
    group: str
    timezone: str
    contact: str
    sessions: tuple[OwnSession, ...]
    credits: tuple[OwnCredit, ...]
    statements: tuple[Statement, ...]
    credited: bool
    kept_until: datetime

    @property
    def to_state(self) -> bool:
        return any(one.to_state for one in self.sessions)


def own_attendance(book: Book, registrant_id: str, now: datetime) -> OwnAttendance:
    """Every session that was opened and is over, and has this person on its roll. Raises DomainError for a stranger."""
    person = known(book.desk, registrant_id)
    record = person_record(book, person, now)
    settings, credited = book.desk.group.settings, has_credit(record)
    return OwnAttendance(
        name=person.details.name,
        group=settings.name,
        timezone=settings.timezone,
        contact=settings.contact,
        sessions=_sessions(book, record, now),
        credits=tuple(_credit(record, place, line) for place, line in enumerate(settings.credit_lines)),
        statements=tuple(one for one in book.statements if one.registrant_id == registrant_id),
        credited=credited,
        kept_until=kept_until(settings, series_end(book.desk), credited),
    )


def _sessions(book: Book, record: PersonRecord, now: datetime) -> tuple[OwnSession, ...]:
    return tuple(
        _session(one, was, record.person.id, now)
        for one, was in zip(book.sessions, record.sessions, strict=True)
        if was.on_roll and one.meeting.opened_at is not None and one.meeting.closed_at is not None
    )


def _session(one: SessionRecord, was: Attended, registrant_id: str, now: datetime) -> OwnSession:
    meeting = one.meeting
    window = whole_seconds((meeting.opened_at or meeting.start, meeting.closed_at or meeting.end))
    return OwnSession(
        meeting_id=meeting.id,
        number=meeting.number,
        start=meeting.start,
        standing=_standing(one, now),
        spans=tuple(clip(was.spans, window)),
        attended=was.time.attended,
        total=was.time.total,
        outcomes=was.outcomes,
        corrected=any(each.person == registrant_id for each in one.corrections),
        to_state=can_be_stated(one, was),
    )


def _standing(one: SessionRecord, now: datetime) -> OwnStanding:
    if standing(one.meeting, now) is not Standing.HELD:
        return OwnStanding.NOT_HELD
    return OwnStanding.ROLL_OPEN if one.roll is None else OwnStanding.CONFIRMED


def _credit(record: PersonRecord, place: int, line: CreditLine) -> OwnCredit:
    decided_by_series = record.series[place] is not None
    tally: Tally = record.tallies[place]
    return OwnCredit(
        line.credit_type,
        record.quarters(place),
        series_standing(line, tally) if decided_by_series else None,
        can_still_miss(line, tally) if decided_by_series else None,
    )
