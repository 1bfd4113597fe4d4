"""A mail that is due: facts, never a text.

What is kept of a mail is its kind, whom it is for, when it is due and what came of it. Its words, the personal link and
the address are put together at the moment of sending from the facts of that moment, so no link and no letter lies in the
database, and a mail that has been overtaken by events is not sent. `key` says what makes it one mail: asking twice for
the same one queues it once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class MailKind(StrEnum):
    INVITATION = "invitation"
    LINK_AGAIN = "link_again"
    MOVED = "moved"
    CANCELLED = "cancelled"
    DAY_BEFORE = "day_before"
    SOON = "soon"
    RUNNING_NOW = "running_now"
    REMOVED = "removed"
    SIGN_IN = "sign_in"
    ROLL_OPEN = "roll_open"
    STATEMENT = "statement"
    ERASED = "erased"


class MailState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    DROPPED = "dropped"
    """Overtaken by events before it was sent: somebody withdrew, a session was cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMail:
    """A mail to be queued, in the same transaction as its cause. `expires_at`: after that it would come too late.

    `batch` is shared by all mails of one press, whose progress is shown together; `previous_start` is the time a moved
    session had before; `address` is where to tell somebody who is erased in the same transaction, and is forgotten with
    what came of the mail.
    """

    id: str
    key: str
    kind: MailKind
    created_at: datetime
    expires_at: datetime
    group_id: str | None = None
    meeting_id: str | None = None
    registrant_id: str | None = None
    leader_id: str | None = None
    sign_in_id: str | None = None
    statement_id: str | None = None
    address: str | None = None
    previous_start: datetime | None = None
    batch: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueMail:
    """A mail somebody has claimed for sending; `claim` proves it."""

    mail: NewMail
    attempts: int
    claim: str


@dataclass(frozen=True, slots=True)
class MailStanding:
    """What came of a mail. `problem` is the mail server's own status code, such as "5.1.1"."""

    id: str
    kind: MailKind
    registrant_id: str | None
    state: MailState
    state_at: datetime
    attempts: int
    problem: str | None
    next_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one press has got; what was overtaken before it was sent is not counted."""

    waiting: int
    delivered: int
    refused: int

    @property
    def total(self) -> int:
        return self.waiting + self.delivered + self.refused


LONGEST_WAIT = timedelta(days=3)
"""A mail without a closer limit is given up after this long of a mail server saying "not now"."""
