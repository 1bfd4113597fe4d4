"""What a decision about attendance writes into the book: only ever added, but for what an erasure takes away.

Use cases decide purely, from a Book to Entries; the store carries all of it out in one transaction.
"""

from dataclasses import dataclass
from datetime import datetime

from balint_live.application.attendance.book import Confirmation
from balint_live.application.attendance.statement import Statement
from balint_live.application.post.mail import NewMail
from balint_live.domain.attendance import Span
from balint_live.domain.confirmed_roll import ConfirmedRoll
from balint_live.domain.corrections import Correction


@dataclass(frozen=True, slots=True)
class ActualEnd:
    """When a session that closed by itself really ended, as leaders say, and the windows of credit up to then."""

    closed_at: datetime
    windows: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """All about one session (`meeting_id`), but for statements, erasures and mails, which name whom they are about.

    `held` says that the session counts, or does not; None leaves it as it is. `replaced` are ids of statements that hold no
    more, `prolonged` ids of such that still do, each with the new date until which it is kept; `dropped` ones are forgotten
    with the person they were about. `deleted` is the group itself, once everybody in it is erased.
    """

    meeting_id: str | None = None
    opening: Confirmation | None = None
    roll: ConfirmedRoll | None = None
    corrections: tuple[Correction, ...] = ()
    held: bool | None = None
    actual_end: ActualEnd | None = None
    statements: tuple[Statement, ...] = ()
    replaced: tuple[str, ...] = ()
    prolonged: tuple[tuple[str, datetime], ...] = ()
    dropped: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()
    deleted: str | None = None
    mails: tuple[NewMail, ...] = ()


NOTHING_TO_WRITE = Entries()
