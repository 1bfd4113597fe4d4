"""One person's own attendance, for them to read; and that they cannot come to a session.

The attendance record holds everybody; what is returned here is about one person. It is a value of its own and not a
smaller record, so that nothing about others comes with it: no roll, no evidence, no names of who confirmed, no list of
people. A registrant may not read the record: what their link lets them do is done here as the operator.
"""

from dataclasses import dataclass
from datetime import datetime

from balint_live.application.access.links import Claim
from balint_live.application.attendance.record import (
    AttendanceRecord,
    AttendanceRecordStore,
    Attended,
    Entries,
    PersonRecord,
    SessionRecord,
    Statement,
    kept_until,
    person_record,
    series_end,
)
from balint_live.application.attendance.statements import can_be_stated, has_credit
from balint_live.application.groups.group import Registrant, SessionStatus, require_registrant
from balint_live.application.identity import OPERATOR
from balint_live.application.ports import Clock
from balint_live.domain.credit import CreditLine, SeriesCount
from balint_live.domain.credit_results import Outcome, can_still_miss, series_count
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.roll import Spans
from balint_live.domain.timeline import clip, whole_seconds


@dataclass(frozen=True, slots=True)
class OwnAttendances:
    """What the bearer of a link reads and says of their own attendance."""

    clock: Clock
    store: AttendanceRecordStore

    def of(self, claim: Claim) -> "OwnAttendance":
        """Raises DomainError for somebody who has just been erased."""
        attendance = self.store.attendance(claim.group_id, OPERATOR)
        return own_attendance(attendance, claim.who.id, self.clock.now())

    def say_cannot_come(self, claim: Claim, meeting_id: str, cannot: bool) -> None:
        """The bearer of a link says that they cannot come to a session, or that they can after all; no reason is asked for.

        Raises DomainError: `invalid` for a session that is not theirs, `closed` for one that has begun or is over.
        """
        now, person = self.clock.now(), claim.who.id

        def decide(attendance: AttendanceRecord) -> Entries:
            require_registrant(attendance.group, person)
            one = attendance.session(meeting_id)
            if one is None:
                raise invalid("There is no such session in your group.")
            if one.meeting.status(now) is not SessionStatus.TO_COME:
                raise DomainError(Code.CLOSED, "This session has begun, or is over. Nothing was changed.")
            return Entries(meeting_id=meeting_id, cannot_come=(person, cannot))

        self.store.write(claim.group_id, OPERATOR, now, decide)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSession:
    """One session. `spans` are inside its actual time; `attended` and `total` are seconds that earn credit.

    `outcomes` are one for each of the credits of `OwnAttendance`; `to_state` says whether there is anything to state.
    """

    meeting_id: str
    number: int
    start: datetime
    status: SessionStatus
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


@dataclass(frozen=True, slots=True)
class ComingSession:
    """A session to come, and whether this person has said that they cannot come to it."""

    meeting_id: str
    number: int
    start: datetime
    cannot_come: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAttendance:
    """Everything about one person. Booking another session moves `kept_until`; `statements` are theirs, the oldest first."""

    name: str
    group: str
    timezone: str
    contact: str
    coming: tuple[ComingSession, ...]
    sessions: tuple[OwnSession, ...]
    credits: tuple[OwnCredit, ...]
    statements: tuple[Statement, ...]
    credited: bool
    kept_until: datetime

    @property
    def to_state(self) -> bool:
        return any(one.to_state for one in self.sessions)


def own_attendance(attendance: AttendanceRecord, registrant_id: str, now: datetime) -> OwnAttendance:
    """One person's sessions that were opened and are over, and have them on the roll. Raises DomainError for a stranger."""
    person = require_registrant(attendance.group, registrant_id)
    record = person_record(attendance, person, now)
    settings, credited = attendance.group.settings, has_credit(record)
    return OwnAttendance(
        name=person.details.name,
        group=settings.name,
        timezone=settings.timezone,
        contact=settings.contact,
        coming=_coming(attendance, person, now),
        sessions=_sessions(attendance, record, now),
        credits=tuple(_credit(record, place, line) for place, line in enumerate(settings.credit_lines)),
        statements=tuple(one for one in attendance.statements if one.registrant_id == registrant_id),
        credited=credited,
        kept_until=kept_until(settings, series_end(attendance.group), credited),
    )


def _coming(attendance: AttendanceRecord, person: Registrant, now: datetime) -> tuple[ComingSession, ...]:
    return tuple(
        ComingSession(one.meeting.id, one.meeting.number, one.meeting.start, person.id in one.cannot_come)
        for one in attendance.sessions
        if person.enrolled and one.meeting.status(now) is SessionStatus.TO_COME
    )


def _sessions(attendance: AttendanceRecord, record: PersonRecord, now: datetime) -> tuple[OwnSession, ...]:
    return tuple(
        _session(one, was, record.person.id, now)
        for one, was in zip(attendance.sessions, record.sessions, strict=True)
        if was.on_roll and one.meeting.opened_at is not None and one.meeting.closed_at is not None
    )


def _session(one: SessionRecord, was: Attended, registrant_id: str, now: datetime) -> OwnSession:
    meeting = one.meeting
    window = whole_seconds((meeting.opened_at or meeting.start, meeting.closed_at or meeting.end))
    return OwnSession(
        meeting_id=meeting.id,
        number=meeting.number,
        start=meeting.start,
        status=one.status(now),
        spans=tuple(clip(was.spans, window)),
        attended=was.time.attended,
        total=was.time.total,
        outcomes=was.outcomes,
        corrected=any(each.person == registrant_id for each in one.corrections),
        to_state=can_be_stated(one, was),
    )


def _credit(record: PersonRecord, place: int, line: CreditLine) -> OwnCredit:
    decided_by_series = record.series[place] is not None
    tally = record.tallies[place]
    return OwnCredit(
        line.credit_type,
        record.quarters(place),
        series_count(line, tally) if decided_by_series else None,
        can_still_miss(line, tally) if decided_by_series else None,
    )
