"""Statements of attendance: issued, printed and verified.

A registrant may not read the attendance record: what their link lets them do is done here as the operator. Leaders and
coordinators get the same through the record they may read.

A statement says what somebody attended and earned in one session, or in the series so far. Asked for again while nothing
has changed, the same statement is issued again, with its code and date of issue, and kept longer where the series has
grown. When the record was corrected meanwhile, a new one replaces it, and whoever verifies the old one is told so.

What somebody attended and earned, and each body's approval, is frozen in the statement. Whom to ask and who leads is not:
it would be kept for years without need, and on the day of printing it is right. A licence number is printed where the group
asked for one, from the registrant's own entry, so a statement that outlives its person has none.

A statement on paper is verified by its code and the name on it, both. One of the two alone tells nothing, not even whether
there is such a statement. The name is compared as people copy it: capitals, spaces, punctuation and accents do not count,
and the family's name may come first, before a comma. Where there is no such code the comparison is made all the same, so
that the time an answer takes tells nothing either.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hmac import compare_digest

from balint_live.application.access.links import Claim
from balint_live.application.attendance.record import (
    CODE_LENGTH,
    AttendanceRecord,
    AttendanceRecordStore,
    Attended,
    Entries,
    PersonRecord,
    SessionRecord,
    StatedCredit,
    StatedSession,
    Statement,
    kept_until,
    person_record,
    person_records,
    series_end,
)
from balint_live.application.groups.changes import Issue
from balint_live.application.groups.group import BookedMeeting, Registrant, require_registrant
from balint_live.application.identity import OPERATOR, Asker
from balint_live.application.ports import Clock
from balint_live.domain.credit import Policy
from balint_live.domain.errors import invalid
from balint_live.domain.names import as_stored, folded
from balint_live.domain.timeline import NEVER

LONGEST_NAME = 400
"""Characters looked at; twice what a stored name may have."""
Stated = tuple[SessionRecord, Attended]


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence to practise. `region` is who gave it; empty where that is not known."""

    number: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What is on the paper. `planned` is how many sessions the series has; `leaders` are names; `contact` is an address."""

    statement: Statement
    planned: int
    leaders: tuple[str, ...]
    contact: str
    licence: Licence | None = None


@dataclass(frozen=True, slots=True)
class Statements:
    """Every method but `verify` raises NoSuchGroup for a group that is not the asker's, or is not there."""

    clock: Clock
    store: AttendanceRecordStore
    new_id: Callable[[], str]
    new_code: Callable[[], str]

    def issue(self, who: Asker, group_id: str, registrant_id: str, meeting_id: str | None) -> Statement:
        """A statement of one session, or of the series where `meeting_id` is None.

        Raises DomainError where nothing can be stated.
        """
        now = self.clock.now()
        given: list[Statement] = []

        def decide(attendance: AttendanceRecord) -> Entries:
            statement, entries = issued(
                attendance, registrant_id, meeting_id, Issue(now, self.new_id, self.new_code)
            )
            given.append(statement)
            return entries

        self.store.write(group_id, who, now, decide)
        return given[-1]

    def printed(self, who: Asker, group_id: str, statement_id: str) -> Printed | None:
        """One of this group's statements, to be printed; None where there is none."""
        attendance = self.store.attendance(group_id, who)
        return next(
            (_printed(attendance, one) for one in attendance.statements if one.id == statement_id), None
        )

    def issue_own(self, claim: Claim, meeting_id: str | None) -> Statement:
        """As `issue`, for the bearer of a link and nobody else."""
        return self.issue(OPERATOR, claim.group_id, claim.who.id, meeting_id)

    def printed_own(self, claim: Claim, statement_id: str) -> Printed | None:
        """The bearer's own statement; None for everybody else's."""
        paper = self.printed(OPERATOR, claim.group_id, statement_id)
        return paper if paper is not None and paper.statement.registrant_id == claim.who.id else None

    def verify(self, code: str, name: str) -> Statement | None:
        """The statement with this code and this name on it, however they are typed; None for every other pair."""
        stored = as_stored(code, CODE_LENGTH)
        statement = None if stored is None else self.store.statement(stored)
        if statement is not None and statement.kept_until <= self.clock.now():
            statement = None
        return statement if confirms(statement, name) else None


def confirms(statement: Statement | None, name: str) -> bool:
    """Whether there is a statement, and it is this person's."""
    typed = name[:LONGEST_NAME]
    stated = "" if statement is None else folded(statement.name)
    alike = [compare_digest(stated.encode(), folded(each).encode()) for each in (typed, _turned(typed))]
    return any(alike) and statement is not None and stated != ""


def _turned(name: str) -> str:
    """ "Costa, Carla" is Carla Costa."""
    family, _, given = name.partition(",")
    return f"{given} {family}"


def _printed(attendance: AttendanceRecord, statement: Statement) -> Printed:
    settings, person = attendance.group.settings, attendance.group.registrant(statement.registrant_id or "")
    details = None if person is None else person.details
    return Printed(
        statement=statement,
        planned=settings.planned_sessions,
        leaders=tuple(one.name for one in attendance.group.leaders),
        contact=settings.contact,
        licence=Licence(details.licence_no, details.licence_region or "")
        if details is not None and details.licence_no
        else None,
    )


# ---- Issuing one ----------------------------------------------------------------------------------------------------


def issued(
    attendance: AttendanceRecord, person_id: str, meeting_id: str | None, issue: Issue
) -> tuple[Statement, Entries]:
    """The statement of one session, or of the series where `meeting_id` is None, and what issuing it writes.

    Raises DomainError("invalid") where nothing confirmed was attended.
    """
    person = require_registrant(attendance.group, person_id)
    record = person_record(attendance, person, issue.now)
    sessions = [each for each in _to_state(attendance, record) if meeting_id in (None, each[0].meeting.id)]
    if not sessions:
        raise invalid("There is no confirmed attendance to state yet.")
    statement = _statement(attendance, record, meeting_id, sessions, issue)
    older = _in_force(attendance.statements, person_id, meeting_id)
    same = next((one for one in older if _content(one) == _content(statement)), None)
    if same is not None:
        until = max(same.kept_until, statement.kept_until)
        prolonged = ((same.id, until),) if until > same.kept_until else ()
        return replace(same, kept_until=until), Entries(prolonged=prolonged)
    return statement, Entries(statements=(statement,), replaced=tuple(one.id for one in older))


def sessions_to_state(
    attendance: AttendanceRecord, person: Registrant, now: datetime
) -> tuple[BookedMeeting, ...]:
    """The sessions of which a statement could be issued to this person, by number."""
    return tuple(one.meeting for one, _ in _to_state(attendance, person_record(attendance, person, now)))


def people_to_state(attendance: AttendanceRecord, meeting_id: str, now: datetime) -> tuple[Registrant, ...]:
    """To whom a statement of this session could be issued, by name."""
    return tuple(
        each.person
        for each in person_records(attendance, now)
        if any(one.meeting.id == meeting_id for one, _ in _to_state(attendance, each))
    )


def has_credit(record: PersonRecord) -> bool:
    """Whether they have earned anything at all."""
    return any(record.quarters(line) for line in range(len(record.tallies)))


def _to_state(attendance: AttendanceRecord, record: PersonRecord) -> list[Stated]:
    return [
        (one, was)
        for one, was in zip(attendance.sessions, record.sessions, strict=True)
        if can_be_stated(one, was)
    ]


def can_be_stated(one: SessionRecord, was: Attended) -> bool:
    """Whether it is confirmed, held, and attended in time that earns credit."""
    return one.roll is not None and one.was_held and was.time.attended > 0


def _statement(
    attendance: AttendanceRecord,
    record: PersonRecord,
    meeting_id: str | None,
    sessions: Sequence[Stated],
    issue: Issue,
) -> Statement:
    settings = attendance.group.settings
    end = series_end(attendance.group)
    return Statement(
        id=issue.new_id(),
        code=issue.new_code(),
        registrant_id=record.person.id,
        group_id=attendance.group.id,
        meeting_id=meeting_id,
        issued_at=issue.now.replace(microsecond=0),
        kept_until=kept_until(settings, end, has_credit(record)),
        name=record.person.details.name,
        organisation=settings.society or settings.name,
        activity=settings.name,
        timezone=settings.timezone,
        sessions=tuple(_stated(one, was) for one, was in sessions),
        credits=_credits(attendance, meeting_id, sessions),
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


def _credits(
    attendance: AttendanceRecord, meeting_id: str | None, sessions: Sequence[Stated]
) -> tuple[StatedCredit, ...]:
    """What was earned. What the whole series decides is in the statement of the series only, so nothing is stated twice."""
    earned = [
        StatedCredit(
            line.credit_type, sum(was.outcomes[place].quarters for _, was in sessions), line.statement
        )
        for place, line in enumerate(attendance.group.settings.credit_lines)
        if meeting_id is None or line.policy is not Policy.SERIES_MIN
    ]
    return tuple(each for each in earned if each.quarters)


def _in_force(statements: Sequence[Statement], person_id: str, meeting_id: str | None) -> list[Statement]:
    return [
        one
        for one in statements
        if (one.registrant_id, one.meeting_id, one.replaced_at) == (person_id, meeting_id, None)
    ]


def _content(statement: Statement) -> Statement:
    """The statement without what differs between two that say the same: id, code, date of issue, and how long it is kept."""
    return replace(statement, id="", code="", issued_at=NEVER, kept_until=NEVER)
