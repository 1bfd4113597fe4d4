"""Statements of attendance, for pages: given out, printed and verified; and a registrant's look at their own attendance.

A registrant is no staff and has no book: what their link lets them do is done here in the operator's name, and only what is
about them comes out. Who looks after a group reaches the same through the book they may open.
"""

from collections.abc import Callable
from dataclasses import dataclass

from balint_live.application.attendance.book import Book
from balint_live.application.attendance.entries import Entries
from balint_live.application.attendance.issue import Issue, issued
from balint_live.application.attendance.own_attendance import OwnAttendance, own_attendance
from balint_live.application.attendance.ports import BookStore
from balint_live.application.attendance.printed import Printed, printed
from balint_live.application.attendance.statement import Statement
from balint_live.application.attendance.verification import confirms, typed_statement_code
from balint_live.application.links import Claim
from balint_live.application.people import OPERATOR, Asker
from balint_live.application.ports import Clock


@dataclass(frozen=True, slots=True)
class Statements:
    """Every method but `verify` raises NoSuchGroup for a group that is not the asker's, or is not there."""

    clock: Clock
    store: BookStore
    new_id: Callable[[], str]
    new_code: Callable[[], str]

    def issue(self, who: Asker, group_id: str, registrant_id: str, meeting_id: str | None) -> Statement:
        """Of one session, or of the series where `meeting_id` is None. Raises DomainError where nothing can be stated."""
        now = self.clock.now()
        given: list[Statement] = []

        def decide(book: Book) -> Entries:
            statement, entries = issued(
                book, registrant_id, meeting_id, Issue(now, self.new_id, self.new_code)
            )
            given.append(statement)
            return entries

        self.store.write(group_id, who, now, decide)
        return given[-1]

    def printed(self, who: Asker, group_id: str, statement_id: str) -> Printed | None:
        """One of this group's statements; None where there is none."""
        book = self.store.book(group_id, who)
        return next((printed(book, one) for one in book.statements if one.id == statement_id), None)

    def own(self, claim: Claim) -> OwnAttendance:
        """Raises DomainError for somebody who has just been erased."""
        book = self.store.book(claim.group_id, OPERATOR)
        return own_attendance(book, claim.who.id, self.clock.now())

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
