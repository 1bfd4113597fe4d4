"""The absence list: who was not here, or away for part of a session, as leaders confirmed it.

It says how long and never why, nor whether it was at the beginning or the end: nobody is asked for reasons, and being late
is nobody's business. A gap that the roll would not ask about (three minutes, domain.md, section 13) is none here either.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from zoneinfo import ZoneInfo

from balint_live.application.attendance.book import Book, SessionRecord
from balint_live.application.attendance.credits import Attended, PersonRecord, was_held
from balint_live.application.attendance.export_times import iso_date
from balint_live.application.attendance.roll_call import window_of
from balint_live.application.groups.group import Registrant
from balint_live.domain.attendance import LONGEST_SILENCE
from balint_live.domain.timeline import SECOND, Timeline, timeline


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


def absence_rows(book: Book, records: Iterable[PersonRecord], now: datetime) -> tuple[AbsenceRow, ...]:
    """By session, then by person; of confirmed rolls only."""
    people = tuple(records)
    return tuple(
        row
        for place, one in enumerate(book.sessions)
        if was_held(one) and one.roll is not None
        for record in people
        for row in _rows(book, one, record.person, record.sessions[place], now)
    )


def _rows(
    book: Book, one: SessionRecord, person: Registrant, was: Attended, now: datetime
) -> Iterator[AbsenceRow]:
    time = timeline([window_of(one, now)], was.spans)
    if was.on_roll and _away(time):
        yield _row(book, one, person, time)


def _away(time: Timeline) -> bool:
    return not time.present or max(time.absences(0, time.total)) > LONGEST_SILENCE // SECOND


def _row(book: Book, one: SessionRecord, person: Registrant, time: Timeline) -> AbsenceRow:
    settings = book.desk.group.settings
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
