"""What keeping the attendance book needs of the world."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from balint_live.application.attendance.book import Book
from balint_live.application.attendance.entries import Entries
from balint_live.application.attendance.statement import Statement
from balint_live.application.people import Asker


class BookStore(Protocol):
    """Attendance books, always through the person who asks, and in a number of queries that does not grow."""

    def book(self, group_id: str, who: Asker) -> Book:
        """Raises NoSuchGroup."""

    def write(self, group_id: str, who: Asker, now: datetime, decide: Callable[[Book], Entries]) -> Entries:
        """Load, decide, write, queue the mails: one transaction, all or nothing.

        Sessions of the group stand still meanwhile: no page lengthens anybody's attendance in between. Answers with what was
        written. Raises NoSuchGroup, whatever `decide` raises, Unavailable.
        """

    def statement(self, code: str) -> Statement | None:
        """The statement with this code, whoever asks; what may be said of it is for the use case to decide."""
