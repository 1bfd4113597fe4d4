"""What of a group is due to be forgotten: a decision from its book and the moment, and from nothing else.

Every period begins at the end of the series (`attendance.periods`), so booking another session moves them all. A person is
kept whole, then as the record of their credit, then not at all; what a statement says is kept as long as the person, and at
least as long as it was issued for. While a session runs its group is left alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from balint_live.application.attendance.book import Book
from balint_live.application.attendance.credits import person_records
from balint_live.application.attendance.issue import has_credit
from balint_live.application.attendance.periods import FORGOTTEN_AFTER, kept_until, series_end
from balint_live.application.groups.group import BookedMeeting, Registrant
from balint_live.application.links import LINKS_END_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Ids of people and statements. `whole` are deleted, `reduced` to the record of their credit, `codes` lose what may be
    typed in place of their link; `mails` are those settled or too late, once none about the series is kept any longer.
    """

    group_id: str
    group: str
    whole: tuple[str, ...] = ()
    reduced: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    mails: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.whole or self.reduced or self.codes or self.statements or self.mails)


def due(book: Book, mails: int, now: datetime) -> Due:
    """`mails` is how many about this group nobody waits for any more."""
    group, end = book.desk.group, series_end(book.desk)
    nothing = Due(group_id=group.id, group=group.settings.name)
    if now < end + LINKS_END_AFTER or _one_runs(book.desk.meetings):
        return nothing
    ends = _ends(book, end, now)
    whole = tuple(one for one, until in ends.items() if until <= now)
    over = now >= end + FORGOTTEN_AFTER
    left = [one for one in book.desk.registrants if one.id not in whole]
    reduced = tuple(one.id for one in left if over and not is_reduced(one))
    return Due(
        group_id=group.id,
        group=group.settings.name,
        whole=whole,
        reduced=reduced,
        codes=tuple(one.id for one in left if one.join_code is not None and one.id not in reduced),
        statements=tuple(_statements(book, ends, now)),
        mails=mails if over else 0,
    )


def is_reduced(person: Registrant) -> bool:
    """Whether no more is left of them than the record of their credit."""
    return not (person.details.email or person.details.timezone or person.join_code or person.enrolled)


def _ends(book: Book, end: datetime, now: datetime) -> dict[str, datetime]:
    """When each person goes whole."""
    settings = book.desk.group.settings
    return {one.person.id: kept_until(settings, end, has_credit(one)) for one in person_records(book, now)}


def _statements(book: Book, ends: dict[str, datetime], now: datetime) -> Iterable[str]:
    """Of people who are still known; those of nobody are kept apart from the series (`loose`)."""
    for one in book.statements:
        if one.registrant_id in ends and max(one.kept_until, ends[one.registrant_id]) <= now:
            yield one.id


def _one_runs(meetings: Iterable[BookedMeeting]) -> bool:
    return any(one.opened_at is not None and one.closed_at is None for one in meetings)
