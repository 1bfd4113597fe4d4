"""Statements of attendance: issued, printed and verified; and a registrant's view of their own attendance.

A registrant may not read the attendance record: what their link lets them do is done here as the operator, and only what is
about them is returned. Leaders and coordinators get the same through the attendance record they may read.

What somebody attended and earned, and each body's approval, is frozen in the statement. Whom to ask and who leads is not:
it would be kept for years without need, and on the day of printing it is right. A licence number is printed where the group
asked for one, from the registrant's own entry, so a statement that outlives its person has none.

A statement on paper is verified by its code and the name on it, both. One of the two alone tells nothing, not even whether
there is such a statement. The name is compared as people copy it: capitals, spaces, punctuation and accents do not count,
and the family's name may come first, before a comma. Where there is no such code the comparison is made all the same, so
that the time an answer takes tells nothing either.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest

from balint_live.application.access.links import Claim, as_stored
from balint_live.application.attendance.own_attendance import OwnAttendance, issued, own_attendance
from balint_live.application.attendance.record import (
    CODE_LENGTH,
    AttendanceRecord,
    AttendanceRecordStore,
    Entries,
    Statement,
)
from balint_live.application.groups.group import Issue
from balint_live.application.identity import OPERATOR, Asker
from balint_live.application.ports import Clock
from balint_live.domain.names import folded

LONGEST_NAME = 400
"""Characters looked at; twice what a stored name may have."""


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

    def own(self, claim: Claim) -> OwnAttendance:
        """Raises DomainError for somebody who has just been erased."""
        attendance = self.store.attendance(claim.group_id, OPERATOR)
        return own_attendance(attendance, claim.who.id, self.clock.now())

    def issue_own(self, claim: Claim, meeting_id: str | None) -> Statement:
        """As `issue`, for the bearer of a link and nobody else."""
        return self.issue(OPERATOR, claim.group_id, claim.who.id, meeting_id)

    def printed_own(self, claim: Claim, statement_id: str) -> Printed | None:
        """The bearer's own statement; None for everybody else's."""
        paper = self.printed(OPERATOR, claim.group_id, statement_id)
        return paper if paper is not None and paper.statement.registrant_id == claim.who.id else None

    def verify(self, code: str, name: str) -> Statement | None:
        """The statement with this code and this name on it, however they are typed; None for every other pair."""
        stored = typed_statement_code(code)
        statement = None if stored is None else self.store.statement(stored)
        if statement is not None and statement.kept_until <= self.clock.now():
            statement = None
        return statement if confirms(statement, name) else None


def typed_statement_code(typed: str) -> str | None:
    """The code in its plain form: case, spaces and hyphens do not count. None for what cannot be a statement's code."""
    return as_stored(typed, CODE_LENGTH)


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
    settings = attendance.group.settings
    return Printed(
        statement=statement,
        planned=settings.planned_sessions,
        leaders=tuple(one.name for one in attendance.group.leaders),
        contact=settings.contact,
        licence=_licence(attendance, statement.registrant_id),
    )


def _licence(attendance: AttendanceRecord, registrant_id: str | None) -> Licence | None:
    person = attendance.group.registrant(registrant_id or "")
    if person is None or not person.details.licence_no:
        return None
    return Licence(person.details.licence_no, person.details.licence_region or "")
