"""What a statement on paper says: the statement as it was given out, and round it what is true of the group today.

What somebody attended and earned, and each body's approval, is frozen in the statement. Whom to ask and who leads is not:
it would be kept for years without anybody's need, and on the day of printing it is right. A licence number is printed where
the group asked for one, from the registrant's own entry, so a statement that outlives its person says none.
"""

from dataclasses import dataclass

from balint_live.application.attendance.book import Book
from balint_live.application.attendance.statement import Statement


@dataclass(frozen=True, slots=True)
class Licence:
    """`region` is who gave it; empty where that is not known."""

    number: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """`planned` is how many sessions the series has; `leaders` are names; `contact` is the faculty's address."""

    statement: Statement
    planned: int
    leaders: tuple[str, ...]
    contact: str
    licence: Licence | None = None


def printed(book: Book, statement: Statement) -> Printed:
    settings = book.desk.group.settings
    return Printed(
        statement=statement,
        planned=settings.planned_sessions,
        leaders=tuple(one.name for one in book.desk.leaders),
        contact=settings.contact,
        licence=_licence(book, statement.registrant_id),
    )


def _licence(book: Book, registrant_id: str | None) -> Licence | None:
    person = book.desk.registrant(registrant_id or "")
    if person is None or not person.details.licence_no:
        return None
    return Licence(person.details.licence_no, person.details.licence_region or "")
