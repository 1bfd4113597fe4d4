"""From the attendance record to the rows of the attendance export: everybody on each session's roll, present or not.

A session is in it from its opening on: while its roll is open with no credit yet, and said not to be held with none at all.
One that was cancelled or never opened has no attendance and is left out. What a running session shows is what has been seen
so far; which step it is in, and everything else of its course, is not in the attendance record and so in no row.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from balint_live.application.attendance.credits import Attended, PersonRecord
from balint_live.application.attendance.record import AttendanceRecord, SessionRecord
from balint_live.application.attendance.service import window_of
from balint_live.application.groups.group import Registrant
from balint_live.domain.credit import CreditLine
from balint_live.domain.credit_results import Outcome
from balint_live.domain.display import Role
from balint_live.domain.names import given_and_family
from balint_live.domain.timeline import LONGEST_SILENCE, SECOND, Source, Span, Timeline, timeline

# The columns of the attendance export, in their order (domain.md, section 17): one place, for every format.
#
# The fields of the row are the columns. Moments are text already, ISO 8601 with the group's own offset, so that a
# program, a spreadsheet and a person all read the same; a spreadsheet's own dates know no zone. Lengths are whole
# minutes, rounded down.


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRow:
    """One person, one session, one credit line; without a line the columns from `policy_id` to `credit_reason` are empty.

    `record_id` is the person's record in that session and repeats for each line.
    """

    record_id: str = ""
    organisation: str = ""
    activity_id: str = ""
    activity_title: str = ""
    session_id: str = ""
    session_no: int = 0
    session_date: str = ""
    timezone: str = ""
    scheduled_start: str = ""
    scheduled_end: str = ""
    actual_start: str = ""
    actual_end: str = ""
    format: str = ""
    participant_id: str = ""
    family_name: str = ""
    given_name: str = ""
    email: str = ""
    profession: str = ""
    licence_no: str = ""
    licence_region: str = ""
    role: str = ""
    first_join: str = ""
    last_leave: str = ""
    minutes_present: int = 0
    minutes_creditable: int = 0
    intervals: str = ""
    evidence_sources: str = ""
    agreement_version: str = ""
    agreement_at: str = ""
    leader_confirmed_by: str = ""
    leader_confirmed_at: str = ""
    policy_id: str = ""
    credit_type: str = ""
    credits_awarded: Decimal | None = None
    credit_reason: str = ""
    corrections_count: int = 0
    export_version: str = ""
    exported_at: str = ""


ATTENDANCE_COLUMNS = tuple(field.name for field in fields(AttendanceRow))


# Moments as exports say them: on the group's own clock, each with its offset, in whole seconds.
#
# The offset is of that moment, so a series that goes across a clock change says 19:00+00:00 and later 19:00+01:00.


def iso(moment: datetime | None, zone: ZoneInfo) -> str:
    """Cut to its second; empty for no moment."""
    return "" if moment is None else moment.astimezone(zone).isoformat(timespec="seconds")


def iso_date(moment: datetime, zone: ZoneInfo) -> str:
    """The day it is there."""
    return moment.astimezone(zone).date().isoformat()


def iso_intervals(spans: Iterable[Span], zone: ZoneInfo) -> str:
    """ "start/end", joined by semicolons."""
    return ";".join(f"{iso(join, zone)}/{iso(leave, zone)}" for join, leave in spans)


FORMAT = "live online group"
EXPORT_VERSION = "1"


def attendance_rows(
    attendance: AttendanceRecord, records: Iterable[PersonRecord], now: datetime
) -> tuple[AttendanceRow, ...]:
    """By session, then by person, then by credit line; `records` are of everybody who is to be in it."""
    people = tuple(records)
    return tuple(
        row
        for place, one in enumerate(attendance.sessions)
        if was_opened(one)
        for record in people
        if record.sessions[place].on_roll
        for row in _attendance_of(attendance, one, record.person, record.sessions[place], now)
    )


def was_opened(one: SessionRecord) -> bool:
    """Whether there is any attendance to tell of."""
    return one.meeting.opened_at is not None and not one.meeting.cancelled


def minutes_present(one: SessionRecord, was: Attended, now: datetime) -> int:
    """Between the session's actual start and end, or now; credited or not."""
    return timeline([window_of(one, now)], was.spans).attended // 60


def role_of(person: Registrant) -> str:
    """`trainee` is somebody who learns to lead."""
    if person.details.role is Role.OBSERVER:
        return "observer"
    return "trainee" if person.details.practice_leader else "member"


def _attendance_of(
    attendance: AttendanceRecord, one: SessionRecord, person: Registrant, was: Attended, now: datetime
) -> Iterator[AttendanceRow]:
    zone = ZoneInfo(attendance.group.settings.timezone)
    row = _of_group(attendance, iso(now, zone))
    row = _of_session(row, one, attendance.names, zone)
    row = _of_person(row, person)
    row = _of_presence(row, one, person, was, zone, now)
    lines = attendance.group.settings.credit_lines
    yield from (_of_credit(row, line, earned) for line, earned in zip(lines, was.outcomes, strict=True))
    if not lines:
        yield row


def _of_group(attendance: AttendanceRecord, exported_at: str) -> AttendanceRow:
    settings = attendance.group.settings
    return AttendanceRow(
        organisation=settings.society or settings.name,
        activity_id=attendance.group.id,
        activity_title=settings.name,
        timezone=settings.timezone,
        format=FORMAT,
        export_version=EXPORT_VERSION,
        exported_at=exported_at,
    )


def _of_session(
    row: AttendanceRow, one: SessionRecord, names: Mapping[str, str], zone: ZoneInfo
) -> AttendanceRow:
    meeting = one.meeting
    return replace(
        row,
        session_id=meeting.id,
        session_no=meeting.number,
        session_date=iso_date(meeting.start, zone),
        scheduled_start=iso(meeting.start, zone),
        scheduled_end=iso(meeting.end, zone),
        actual_start=iso(meeting.opened_at, zone),
        actual_end=iso(meeting.closed_at, zone),
        leader_confirmed_by="" if one.roll is None else names.get(one.roll.by, ""),
        leader_confirmed_at="" if one.roll is None else iso(one.roll.at, zone),
    )


def _of_person(row: AttendanceRow, person: Registrant) -> AttendanceRow:
    known = person.details
    given, family = given_and_family(known.name)
    return replace(
        row,
        record_id=f"{row.session_id}-{person.id}",
        participant_id=person.id,
        family_name=family,
        given_name=given,
        email=known.email,
        profession=known.profession or "",
        licence_no=known.licence_no or "",
        licence_region=known.licence_region or "",
        role=role_of(person),
    )


def _of_presence(
    row: AttendanceRow, one: SessionRecord, person: Registrant, was: Attended, zone: ZoneInfo, now: datetime
) -> AttendanceRow:
    agreement = one.agreements.get(person.id)
    return replace(
        row,
        first_join=iso(was.spans[0][0], zone) if was.spans else "",
        last_leave=iso(was.spans[-1][1], zone) if was.spans else "",
        minutes_present=minutes_present(one, was, now),
        minutes_creditable=was.time.attended // 60,
        intervals=iso_intervals(was.spans, zone),
        evidence_sources=";".join(_sources(one, person)),
        agreement_version="" if agreement is None else agreement.version,
        agreement_at="" if agreement is None else iso(agreement.at, zone),
        corrections_count=sum(each.person == person.id for each in one.corrections),
    )


def _sources(one: SessionRecord, person: Registrant) -> list[str]:
    """What the evidence below the record came from."""
    intervals, marks = one.evidence.get(person.id, ((), ()))
    sources = {each.source for each in intervals}
    return sorted(sources | {Source.LEADER_MARK} if marks else sources)


def _of_credit(row: AttendanceRow, line: CreditLine, earned: Outcome) -> AttendanceRow:
    return replace(
        row,
        policy_id=line.policy.value,
        credit_type=line.credit_type,
        credits_awarded=earned.credits,
        credit_reason=f"{earned.code}: {earned.words}",
    )


# The absence list: who was not here, or away for part of a session, as leaders confirmed it.
#
# It says how long and never why, nor whether it was at the beginning or the end: nobody is asked for reasons, and
# being late is nobody's business. A gap that the roll would not ask about (three minutes, domain.md, section 13) is
# none here either.


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRow:
    """`absent` is "all" or "part"; minutes are those of the session as it was held, and missed and present make it up."""

    activity_title: str
    session_no: int
    session_date: str
    participant_id: str
    name: str
    absent: str
    minutes_missed: int
    minutes_present: int
    minutes_of_session: int


ABSENCE_COLUMNS = tuple(field.name for field in fields(AbsenceRow))


def absence_rows(
    attendance: AttendanceRecord, records: Iterable[PersonRecord], now: datetime
) -> tuple[AbsenceRow, ...]:
    """By session, then by person; of confirmed rolls only."""
    people = tuple(records)
    return tuple(
        row
        for place, one in enumerate(attendance.sessions)
        if one.was_held and one.roll is not None
        for record in people
        for row in _absences_of(attendance, one, record.person, record.sessions[place], now)
    )


def _absences_of(
    attendance: AttendanceRecord, one: SessionRecord, person: Registrant, was: Attended, now: datetime
) -> Iterator[AbsenceRow]:
    time = timeline([window_of(one, now)], was.spans)
    if was.on_roll and _away(time):
        yield _row(attendance, one, person, time)


def _away(time: Timeline) -> bool:
    return not time.present or max(time.absences(0, time.total)) > LONGEST_SILENCE // SECOND


def _row(attendance: AttendanceRecord, one: SessionRecord, person: Registrant, time: Timeline) -> AbsenceRow:
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
