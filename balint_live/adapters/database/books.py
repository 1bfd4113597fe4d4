"""Attendance books, opened to whoever may look after the group. Implements `application.attendance.ports.BookStore`."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from balint_live.adapters.database.book_entries import write_entries
from balint_live.adapters.database.book_records import names, session_records
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.desks import desk_of
from balint_live.adapters.database.locks import hold_groups
from balint_live.adapters.database.statement_tables import StatementRow
from balint_live.adapters.database.statements import statement_of, statements_of
from balint_live.application.attendance.book import Book
from balint_live.application.attendance.entries import NOTHING_TO_WRITE, Entries
from balint_live.application.attendance.statement import Statement
from balint_live.application.people import Asker
from balint_live.domain.protocol import Catalogue


class SqlBooks:
    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def book(self, group_id: str, who: Asker) -> Book:
        return self._database.read(lambda session: book_of(session, group_id, who, self._catalogue))

    def write(self, group_id: str, who: Asker, now: datetime, decide: Callable[[Book], Entries]) -> Entries:
        def work(session: Session) -> Entries:
            hold_groups(session, [group_id])
            book = book_of(session, group_id, who, self._catalogue)
            entries = decide(book)
            if entries != NOTHING_TO_WRITE:
                write_entries(session, entries, now)
            return entries

        written = self._database.write(work)
        if written.erased or written.deleted:
            self._database.forget_deleted()
        return written

    def statement(self, code: str) -> Statement | None:
        query = select(StatementRow).where(StatementRow.code == code)
        row = self._database.read(lambda session: session.scalars(query).one_or_none())
        return None if row is None else statement_of(row)


def book_of(session: Session, group_id: str, who: Asker, catalogue: Catalogue) -> Book:
    """Raises NoSuchGroup."""
    desk = desk_of(session, group_id, who, catalogue)
    sessions = session_records(session, desk)
    return Book(
        desk=desk,
        sessions=sessions,
        statements=statements_of(session, group_id),
        names=names(session, sessions),
    )
