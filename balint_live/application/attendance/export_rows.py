"""From the book to the rows of the attendance export: everybody on each session's roll, present or not.

A session is in it from its opening on: while its roll is open with no credit yet, and said not to be held with none at all.
One that was cancelled or never opened has no attendance and is left out. What a running session shows is what has been seen
so far; which step it is in, and everything else of its course, is not in the book and so in no row.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from balint_live.application.attendance.book import Book, SessionRecord
from balint_live.application.attendance.credits import Attended, PersonRecord
from balint_live.application.attendance.export_row import AttendanceRow
from balint_live.application.attendance.export_times import iso, iso_date, iso_intervals
from balint_live.application.attendance.roll_call import window_of
from balint_live.application.groups.group import Registrant
from balint_live.domain.attendance import Source
from balint_live.domain.credit import CreditLine
from balint_live.domain.names import given_and_family
from balint_live.domain.outcomes import Outcome
from balint_live.domain.roles import Role
from balint_live.domain.timeline import timeline

FORMAT = "live online group"
EXPORT_VERSION = "1"


def attendance_rows(book: Book, records: Iterable[PersonRecord], now: datetime) -> tuple[AttendanceRow, ...]:
    """By session, then by person, then by credit line; `records` are of everybody who is to be in it."""
    people = tuple(records)
    return tuple(
        row
        for place, one in enumerate(book.sessions)
        if was_opened(one)
        for record in people
        if record.sessions[place].on_roll
        for row in _rows(book, one, record.person, record.sessions[place], now)
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


def _rows(
    book: Book, one: SessionRecord, person: Registrant, was: Attended, now: datetime
) -> Iterator[AttendanceRow]:
    zone = ZoneInfo(book.desk.group.settings.timezone)
    row = _of_group(book, iso(now, zone))
    row = _of_session(row, one, book.names, zone)
    row = _of_person(row, person)
    row = _of_presence(row, one, person, was, zone, now)
    lines = book.desk.group.settings.credit_lines
    yield from (_of_credit(row, line, earned) for line, earned in zip(lines, was.outcomes, strict=True))
    if not lines:
        yield row


def _of_group(book: Book, exported_at: str) -> AttendanceRow:
    settings = book.desk.group.settings
    return AttendanceRow(
        organisation=settings.society or settings.name,
        activity_id=book.desk.group.id,
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
