"""Erasing a person: everything about them at once, but for the statement that proves their credit.

Credit is for auditors who may ask years later, so it outlives the person's wish; what is kept for them is no more than a
statement they could have printed themselves. It is given out in the same moment, and belongs to nobody afterwards: only its
code and the name on it together find it again. Deleting the rows and keeping the confirmed roll under a made-up name was the
alternative; it would have left somebody's hours lying about for no auditor's use.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from balint_live.application.attendance.book import Book
from balint_live.application.attendance.credits import person_record
from balint_live.application.attendance.entries import NOTHING_TO_WRITE, Entries
from balint_live.application.attendance.issue import Issue, has_credit, issued
from balint_live.application.attendance.periods import kept_until, series_end
from balint_live.application.attendance.ports import BookStore
from balint_live.application.attendance.statement import Statement
from balint_live.application.groups.enrol import known
from balint_live.application.groups.group import Registrant, Settings
from balint_live.application.groups.ports import OpenPages
from balint_live.application.people import Asker
from balint_live.application.ports import Clock
from balint_live.application.post.mail import LONGEST_WAIT, MailKind, NewMail


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would come of it: until when a statement would be kept, None where everything would go; in which group."""

    group: Settings
    stays_until: datetime | None


@dataclass(frozen=True, slots=True)
class Erased:
    """What came of it: whose, in which group, and the statement that stays of them, if one does."""

    name: str
    group: Settings
    stays: Statement | None


@dataclass(frozen=True, slots=True)
class Erasures:
    """Both methods raise NoSuchGroup for a group that is not the asker's, and DomainError for somebody not in it."""

    clock: Clock
    store: BookStore
    pages: OpenPages
    new_id: Callable[[], str]
    new_code: Callable[[], str]

    def prospect(self, who: Asker, group_id: str, registrant_id: str) -> Prospect:
        book = self.store.book(group_id, who)
        return Prospect(book.desk.group.settings, stays_until(book, registrant_id, self.clock.now()))

    def erase(self, who: Asker, group_id: str, registrant_id: str) -> Erased:
        now = self.clock.now()
        done: list[Erased] = []

        def decide(book: Book) -> Entries:
            erased, entries = erase(book, registrant_id, Issue(now, self.new_id, self.new_code))
            done.append(erased)
            return entries

        self.store.write(group_id, who, now, decide)
        self.pages.changed(group_id, {registrant_id}, ())
        return done[-1]


def stays_until(book: Book, registrant_id: str, now: datetime) -> datetime | None:
    """Until when a statement of theirs would be kept, were they erased now; None where everything would go."""
    if not has_credit(person_record(book, known(book.desk, registrant_id), now)):
        return None
    return kept_until(book.desk.group.settings, series_end(book.desk), credited=True)


def erase(book: Book, registrant_id: str, issue: Issue) -> tuple[Erased, Entries]:
    """Raises DomainError("invalid") for somebody who is not in this book's group."""
    person = known(book.desk, registrant_id)
    stays, entries = _last_word(book, person, issue)
    going = tuple(
        one.id
        for one in book.statements
        if one.registrant_id == person.id and not (stays is not None and one.credits)
    )
    told = _told(book, person, stays, issue)
    erased = Erased(person.details.name, book.desk.group.settings, stays)
    return erased, replace(entries, dropped=going, erased=(person.id,), mails=told)


def _last_word(book: Book, person: Registrant, issue: Issue) -> tuple[Statement | None, Entries]:
    """The statement of their series; none for somebody without credit."""
    if stays_until(book, person.id, issue.now) is None:
        return None, NOTHING_TO_WRITE
    return issued(book, person.id, None, issue)


def _told(book: Book, person: Registrant, stays: Statement | None, issue: Issue) -> tuple[NewMail, ...]:
    """By a mail that is about nobody: it knows where to go and which statement to speak of, and no more."""
    if not person.details.email:
        return ()
    id = issue.new_id()
    mail = NewMail(
        id=id,
        key=f"{MailKind.ERASED}:{id}",
        kind=MailKind.ERASED,
        created_at=issue.now,
        expires_at=issue.now + LONGEST_WAIT,
        group_id=book.desk.group.id,
        statement_id=None if stays is None else stays.id,
        address=person.details.email,
    )
    return (mail,)
