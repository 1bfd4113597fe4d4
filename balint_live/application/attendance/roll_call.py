"""The roll of one session as leaders read it: everybody it is about, open questions first."""

from collections.abc import Iterable
from datetime import datetime

from balint_live.application.attendance.book import SessionRecord
from balint_live.application.attendance.credits import on_the_roll
from balint_live.application.groups.group import Registrant
from balint_live.domain.attendance import Span
from balint_live.domain.roll import Row, laid_out, session_window


def roll_rows(one: SessionRecord, people: Iterable[Registrant], now: datetime) -> list[Row]:
    """Filled from evidence, whatever was confirmed. Raises DomainError for a session that was never opened."""
    names = {person.id: person.details.name for person in people if on_the_roll(one, person)}
    return laid_out(names, one.evidence, window_of(one, now))


def window_of(one: SessionRecord, now: datetime) -> Span:
    """From the opening to the end, or to now."""
    return session_window(one.meeting.opened_at, one.meeting.closed_at or now)
