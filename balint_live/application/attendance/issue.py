"""Giving out a statement: what a person attended and earned in one session, or in the series so far.

Asked again while nothing has changed, the same statement is given out again, code and date of issue and all, and kept
longer where the series has grown; when the record was corrected meanwhile, a new one takes the old one's place, and whoever
verifies the old one is told so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from balint_live.application.attendance.book import Book, SessionRecord
from balint_live.application.attendance.credits import (
    Attended,
    PersonRecord,
    person_record,
    person_records,
    was_held,
)
from balint_live.application.attendance.entries import NOTHING_TO_WRITE, Entries
from balint_live.application.attendance.periods import kept_until, series_end
from balint_live.application.attendance.statement import StatedCredit, StatedSession, Statement
from balint_live.application.groups.enrol import known
from balint_live.application.groups.group import BookedMeeting, Registrant
from balint_live.domain.attendance import NEVER
from balint_live.domain.credit import Policy
from balint_live.domain.errors import invalid

Stated = tuple[SessionRecord, Attended]


@dataclass(frozen=True, slots=True)
class Issue:
    """What a new statement is made of: a fresh id and code, at this moment."""

    now: datetime
    new_id: Callable[[], str]
    new_code: Callable[[], str]


def issued(book: Book, person_id: str, meeting_id: str | None, issue: Issue) -> tuple[Statement, Entries]:
    """The statement of one session, or of the series where `meeting_id` is None, and what giving it out writes.

    Raises DomainError("invalid") where nothing confirmed was attended.
    """
    person = known(book.desk, person_id)
    record = person_record(book, person, issue.now)
    sessions = [
        (one, was)
        for one, was in zip(book.sessions, record.sessions, strict=True)
        if meeting_id in (None, one.meeting.id) and can_be_stated(one, was)
    ]
    if not sessions:
        raise invalid("There is no confirmed attendance to state yet.")
    statement = _statement(book, record, meeting_id, sessions, issue)
    older = _in_force(book.statements, person_id, meeting_id)
    same = next((one for one in older if _says(one) == _says(statement)), None)
    if same is not None:
        return _given_again(same, statement.kept_until)
    return statement, Entries(statements=(statement,), replaced=tuple(one.id for one in older))


def sessions_to_state(book: Book, person: Registrant, now: datetime) -> tuple[BookedMeeting, ...]:
    """The sessions of which a statement could be given out to this person, by number."""
    record = person_record(book, person, now)
    return tuple(
        one.meeting
        for one, was in zip(book.sessions, record.sessions, strict=True)
        if can_be_stated(one, was)
    )


def people_to_state(book: Book, meeting_id: str, now: datetime) -> tuple[Registrant, ...]:
    """To whom a statement of this session could be given out, by name."""
    return tuple(
        each.person
        for each in person_records(book, now)
        for one, was in zip(book.sessions, each.sessions, strict=True)
        if one.meeting.id == meeting_id and can_be_stated(one, was)
    )


def has_credit(record: PersonRecord) -> bool:
    """Whether they have earned anything at all."""
    return any(record.quarters(line) for line in range(len(record.tallies)))


def can_be_stated(one: SessionRecord, was: Attended) -> bool:
    """Confirmed, held, and attended in time that earns credit."""
    return one.roll is not None and was_held(one) and was.time.attended > 0


def _given_again(statement: Statement, until: datetime) -> tuple[Statement, Entries]:
    if until <= statement.kept_until:
        return statement, NOTHING_TO_WRITE
    return replace(statement, kept_until=until), Entries(prolonged=((statement.id, until),))


def _statement(
    book: Book, record: PersonRecord, meeting_id: str | None, sessions: Sequence[Stated], issue: Issue
) -> Statement:
    settings = book.desk.group.settings
    end = series_end(book.desk)
    return Statement(
        id=issue.new_id(),
        code=issue.new_code(),
        registrant_id=record.person.id,
        group_id=book.desk.group.id,
        meeting_id=meeting_id,
        issued_at=issue.now.replace(microsecond=0),
        kept_until=kept_until(settings, end, has_credit(record)),
        name=record.person.details.name,
        organisation=settings.society or settings.name,
        activity=settings.name,
        timezone=settings.timezone,
        sessions=tuple(_stated(one, was) for one, was in sessions),
        credits=_credits(book, meeting_id, sessions),
    )


def _stated(one: SessionRecord, was: Attended) -> StatedSession:
    meeting = one.meeting
    opened_at, closed_at = meeting.opened_at or meeting.start, meeting.closed_at or meeting.end
    return StatedSession(
        meeting.number,
        meeting.start,
        meeting.end,
        opened_at.replace(microsecond=0),
        closed_at.replace(microsecond=0),
        was.time.attended,
    )


def _credits(book: Book, meeting_id: str | None, sessions: Sequence[Stated]) -> tuple[StatedCredit, ...]:
    """What the whole series decides stands in the statement of the series only, so that nothing is stated twice."""
    earned = [
        StatedCredit(
            line.credit_type, sum(was.outcomes[place].quarters for _, was in sessions), line.statement
        )
        for place, line in enumerate(book.desk.group.settings.credit_lines)
        if meeting_id is None or line.policy is not Policy.SERIES_MIN
    ]
    return tuple(each for each in earned if each.quarters)


def _in_force(statements: Sequence[Statement], person_id: str, meeting_id: str | None) -> list[Statement]:
    return [
        one
        for one in statements
        if (one.registrant_id, one.meeting_id, one.replaced_at) == (person_id, meeting_id, None)
    ]


def _says(statement: Statement) -> Statement:
    """The statement without what makes it this one, or says how long it is kept: what is equal says the same."""
    return replace(statement, id="", code="", issued_at=NEVER, kept_until=NEVER)
