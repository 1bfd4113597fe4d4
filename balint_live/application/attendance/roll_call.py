"""The roll of one session as leaders read it: everybody it is about, open questions first.

What they read goes back with their answers (`Read`), so that a roll that has changed meanwhile is looked at again before
anything is confirmed. The answers alone would not do: a question nobody has seen yet has none, and would pass as *away*.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from balint_live.application.attendance.book import SessionRecord
from balint_live.application.attendance.credits import on_the_roll
from balint_live.application.groups.group import Registrant
from balint_live.domain.attendance import Span
from balint_live.domain.roll import Row, laid_out, session_window


@dataclass(frozen=True, slots=True)
class Read:
    """What somebody answered: the window they were shown, and each person's gaps in it."""

    window: Span | None
    gaps: Mapping[str, frozenset[Span]]


def roll_rows(one: SessionRecord, people: Iterable[Registrant], now: datetime) -> list[Row]:
    """Filled from evidence, whatever was confirmed. Raises DomainError for a session that was never opened."""
    names = {person.id: person.details.name for person in people if on_the_roll(one, person)}
    return laid_out(names, one.evidence, window_of(one, now))


def window_of(one: SessionRecord, now: datetime) -> Span:
    """From the opening to the end, or to now."""
    return session_window(one.meeting.opened_at, one.meeting.closed_at or now)


def as_read(rows: Iterable[Row], window: Span) -> Read:
    return Read(window, {row.person: frozenset(each.span for each in row.absences) for row in rows})
