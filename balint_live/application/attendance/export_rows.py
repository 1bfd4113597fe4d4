"""The rows of the attendance export (everybody on each session's roll, present or not) and of the absence list.

One place names the columns, in their order (domain.md, section 17), for every format: the fields of a row are the
columns. Moments are text already, ISO 8601 with the group's own offset, cut to whole seconds, so that every program
reads the same. A workbook is for people: it has the spreadsheet's own dates, which have no zone, as the group's clock
showed them. The offset is that of the moment: a series across a clock change says 19:00+00:00 and later 19:00+01:00.
Lengths are whole minutes, rounded down.

A session is in the export from its opening on: while its roll is open with no credit yet, and said not to be held with
none at all. One that was cancelled or never opened has no attendance and is left out. Of a running session the export has
what has been seen so far; which step it is in, and everything else of its course, is not in the attendance record and so
in no row.

The absence list says who was not here, or away for part of a session, as leaders confirmed it. It says how long and never
why, nor whether it was at the beginning or the end: nobody is asked for reasons. A gap that the roll would not ask about
(three minutes, domain.md, section 13) is not listed either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from balint_live.application.attendance.record import AttendanceRecord, Attended, PersonRecord, SessionRecord
from balint_live.application.attendance.service import window_of
from balint_live.application.groups.group import Registrant
from balint_live.domain.credit import CreditLine
from balint_live.domain.credit_results import Outcome
from balint_live.domain.display import Role
from balint_live.domain.names import given_and_family
from balint_live.domain.timeline import LONGEST_SILENCE, SECOND, Source, Span, timeline

FORMAT = "live online group"
EXPORT_VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRow:
    """One person, one session, one credit line; without a line the columns from `policy_id` to `credit_reason` are empty.

    `record_id` is the person's record in that session and repeats for each line.
    """

    record_id: str
    organisation: str
    activity_id: str
    activity_title: str
    session_id: str
    session_no: int
    session_date: str
    timezone: str
    scheduled_start: str
    scheduled_end: str
    actual_start: str
    actual_end: str
    format: str
    participant_id: str
    family_name: str
    given_name: str
    email: str
    profession: str
    licence_no: str
    licence_region: str
    role: str
    first_join: str
    last_leave: str
    minutes_present: int
    minutes_creditable: int
    intervals: str
    evidence_sources: str
    agreement_version: str
    agreement_at: str
    leader_confirmed_by: str
    leader_confirmed_at: str
    policy_id: str
    credit_type: str
    credits_awarded: Decimal | None
    credit_reason: str
    corrections_count: int
    export_version: str
    exported_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRow:
    """One absence. `absent` is "all" or "part"; minutes missed and present make up those of the session."""

    activity_title: str
    session_no: int
    session_date: str
    participant_id: str
    name: str
    absent: str
    minutes_missed: int
    minutes_present: int
    minutes_of_session: int


MOMENTS = frozenset(
    {
        "session_date",
        "scheduled_start",
        "scheduled_end",
        "actual_start",
        "actual_end",
        "first_join",
        "last_leave",
        "agreement_at",
        "leader_confirmed_at",
        "exported_at",
    }
)
"""Columns of days and moments."""
ATTENDANCE_COLUMNS = tuple(field.name for field in fields(AttendanceRow))
ABSENCE_COLUMNS = tuple(field.name for field in fields(AbsenceRow))


def attendance_rows(
    attendance: AttendanceRecord, records: Sequence[PersonRecord], now: datetime
) -> tuple[AttendanceRow, ...]:
    """By session, then by person, then by credit line; `records` are of everybody who is to be in it."""
    lines = attendance.group.settings.credit_lines
    return tuple(
        _attendance_row(attendance, one, record.person, record.sessions[place], line, earned, now)
        for place, one in enumerate(attendance.sessions)
        if one.was_opened
        for record in records
        if record.sessions[place].on_roll
        for line, earned in zip(lines or [None], record.sessions[place].outcomes or [None], strict=True)
    )


def absence_rows(
    attendance: AttendanceRecord, records: Sequence[PersonRecord], now: datetime
) -> tuple[AbsenceRow, ...]:
    """By session, then by person; of confirmed rolls only."""
    rows = (
        _absence_row(attendance, one, record.person, record.sessions[place], now)
        for place, one in enumerate(attendance.sessions)
        if one.was_held and one.roll is not None
        for record in records
        if record.sessions[place].on_roll
    )
    return tuple(row for row in rows if row is not None)


def iso(moment: datetime | None, zone: ZoneInfo) -> str:
    """The moment on the zone's clock, cut to its second; empty for None."""
    return "" if moment is None else moment.astimezone(zone).isoformat(timespec="seconds")


def iso_date(moment: datetime, zone: ZoneInfo) -> str:
    """The day of the moment in that zone."""
    return moment.astimezone(zone).date().isoformat()


def iso_intervals(spans: Iterable[Span], zone: ZoneInfo) -> str:
    """ "start/end", joined by semicolons."""
    return ";".join(f"{iso(join, zone)}/{iso(leave, zone)}" for join, leave in spans)


def _attendance_row(
    attendance: AttendanceRecord,
    one: SessionRecord,
    person: Registrant,
    was: Attended,
    line: CreditLine | None,
    earned: Outcome | None,
    now: datetime,
) -> AttendanceRow:
    """One line for each column, in their order."""
    settings, meeting, details = attendance.group.settings, one.meeting, person.details
    zone, agreement = ZoneInfo(settings.timezone), one.agreements.get(person.id)
    given, family = given_and_family(details.name)
    return AttendanceRow(
        record_id=f"{meeting.id}-{person.id}",
        organisation=settings.society or settings.name,
        activity_id=attendance.group.id,
        activity_title=settings.name,
        session_id=meeting.id,
        session_no=meeting.number,
        session_date=iso_date(meeting.start, zone),
        timezone=settings.timezone,
        scheduled_start=iso(meeting.start, zone),
        scheduled_end=iso(meeting.end, zone),
        actual_start=iso(meeting.opened_at, zone),
        actual_end=iso(meeting.closed_at, zone),
        format=FORMAT,
        participant_id=person.id,
        family_name=family,
        given_name=given,
        email=details.email,
        profession=details.profession or "",
        licence_no=details.licence_no or "",
        licence_region=details.licence_region or "",
        role=_role(person),
        first_join=iso(was.spans[0][0] if was.spans else None, zone),
        last_leave=iso(was.spans[-1][1] if was.spans else None, zone),
        minutes_present=timeline([window_of(one, now)], was.spans).attended // 60,
        minutes_creditable=was.time.attended // 60,
        intervals=iso_intervals(was.spans, zone),
        evidence_sources=";".join(_sources(one, person)),
        agreement_version="" if agreement is None else agreement.version,
        agreement_at=iso(None if agreement is None else agreement.at, zone),
        leader_confirmed_by="" if one.roll is None else attendance.names.get(one.roll.by, ""),
        leader_confirmed_at=iso(None if one.roll is None else one.roll.at, zone),
        policy_id="" if line is None else line.policy.value,
        credit_type="" if line is None else line.credit_type,
        credits_awarded=None if earned is None else earned.credits,
        credit_reason="" if earned is None else f"{earned.code}: {earned.words}",
        corrections_count=sum(each.person == person.id for each in one.corrections),
        export_version=EXPORT_VERSION,
        exported_at=iso(now, zone),
    )


def _role(person: Registrant) -> str:
    """`trainee` is somebody who learns to lead."""
    if person.details.role is Role.OBSERVER:
        return "observer"
    return "trainee" if person.details.practice_leader else "member"


def _sources(one: SessionRecord, person: Registrant) -> list[str]:
    """Where the evidence came from on which the record is based."""
    intervals, marks = one.evidence.get(person.id, ((), ()))
    sources = {each.source for each in intervals}
    return sorted(sources | {Source.LEADER_MARK} if marks else sources)


def _absence_row(
    attendance: AttendanceRecord, one: SessionRecord, person: Registrant, was: Attended, now: datetime
) -> AbsenceRow | None:
    """None for somebody who was never away for longer than three minutes."""
    time = timeline([window_of(one, now)], was.spans)
    if time.present and max(time.absences(0, time.total)) <= LONGEST_SILENCE // SECOND:
        return None
    settings = attendance.group.settings
    present, of_session = time.attended // 60, time.total // 60
    return AbsenceRow(
        activity_title=settings.name,
        session_no=one.meeting.number,
        session_date=iso_date(one.meeting.start, ZoneInfo(settings.timezone)),
        participant_id=person.id,
        name=person.details.name,
        absent="part" if time.present else "all",
        minutes_missed=of_session - present,
        minutes_present=present,
        minutes_of_session=of_session,
    )
