"""A mail that is due, as facts and never as text; when to try it again; and what a mail server's refusal means.

What is kept of a mail is its kind, whom it is for, when it is due and what became of it. Its words, the personal link and
the address are put together at the moment of sending from the facts of that moment, so the database holds no link and no
text, and a mail that has been overtaken by events is not sent. `key` makes it one mail: asking twice for the same one
queues it once.

A mail server refuses with the same figures a sender it does not want, a message it takes for spam, and an address it does
not know. Only what is said about the recipient's own mailbox counts against them, because a page tells leaders to ask
them for another address. Everything else is tried again: at worst a mail comes late, where it would have been lost. Codes
are a reply's three digits (RFC 5321, 4.2.3) and, where a server has one, the enhanced code (RFC 3463): a class, a subject
and a detail. The class is left out here, since the reply says the same; "1.1" is the detail 1 of subject 1.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


class MailKind(StrEnum):
    """What a mail is about."""

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
    LEADS = "leads"
    """To a leader: which group they lead, when, and where to sign in."""
    DATES_ADDED = "dates_added"
    """To a leader: sessions were added."""


class MailState(StrEnum):
    """What became of a mail so far."""

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
    """A mail that a worker has claimed for sending; `claim` proves it."""

    mail: NewMail
    attempts: int
    claim: str


@dataclass(frozen=True, slots=True)
class MailStanding:
    """What became of a mail. `problem` is the mail server's own status code, such as "5.1.1"."""

    id: str
    kind: MailKind
    registrant_id: str | None
    state: MailState
    state_at: datetime
    attempts: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many mails of one press there are, and are sent; those overtaken before they were sent are not counted."""

    total: int
    waiting: int
    delivered: int
    refused: int


LONGEST_WAIT = timedelta(days=3)
"""A mail without a shorter limit is given up when a mail server has not taken it for so long."""


SPREAD = 0.25
"""The share of a wait that chance may add."""

Chance = Callable[[], float]
"""Anything from 0 up to, but not including, 1."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """When to try again, from the `first` wait for a message that was not taken.

    Waits double, so that a server in trouble is not pressed; chance spreads them, so that what was put off together does
    not come back together.
    """

    first: timedelta = timedelta(minutes=1)

    def next_try(self, attempts: int, now: datetime, chance: Chance) -> datetime:
        """For a message that was not taken, after `attempts` earlier ones: 1 min, 2, 4 … 1 h, and up to a quarter more."""
        return now + _wait(self.first, self.first * 60, attempts, chance)

    def next_call(self, unanswered: int, now: datetime, chance: Chance) -> datetime:
        """For a server that cannot be reached at all: 15 s … 5 min. One call is cheap, and all mail waits for it."""
        return now + _wait(self.first / 4, self.first * 5, unanswered, chance)


def _wait(first: timedelta, longest: timedelta, times: int, chance: Chance) -> timedelta:
    doubled: timedelta = first * 2 ** min(times, 10)
    return min(doubled, longest) * (1 + SPREAD * chance())


@dataclass(frozen=True, slots=True)
class OutboxMail:
    """A mail as its reader would see it; `files` are the names of attachments."""

    name: str
    to: str
    subject: str
    written_at: datetime | None
    text: str
    files: tuple[str, ...]


class Outbox(Protocol):
    """Reads the outbox folder, where mail is put when no server was named: for somebody who tries the program."""

    def mails(self) -> Sequence[OutboxMail]:
        """The newest first."""

    def mail(self, name: str) -> OutboxMail | None: ...


class Command(StrEnum):
    """The command a server answered."""

    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"


class Whose(StrEnum):
    """Whose fault a refusal is: the recipient's for good, ours, or nobody's and only for now."""

    RECIPIENT = "recipient"
    OURS = "ours"
    NOBODY = "nobody"


WANTS_A_SIGN_IN = frozenset({530, 534, 535, 538})
"""RFC 4954, 6."""
NO_SUCH_MAILBOX = frozenset({550, 551, 553, 556})
"""Replies that are about the mailbox where they answer RCPT and say nothing more; 552 and 554 are about the message."""
ABOUT_THE_MAILBOX = frozenset({"1", "2"})
"""Subjects: the address, and the mailbox behind it."""
EXCEPT = frozenset({"1.7", "1.8", "2.3"})
"""Of these: the sender's address, twice, and a message that is too long."""
ABOUT_IT_AS_WELL = frozenset({"4.1", "4.4", "4.310", "6.7"})
"""Large providers' "access denied" for a mailbox they do not have, a domain that nobody answers for, and an address whose
letters the server does not take (RFC 6531)."""
SAYS_NOTHING = frozenset({"", "0"})
"""No subject, or "other"."""
OURS_FOR_NOW = frozenset({"5", "7"})
"""Subjects of a passing "no" that somebody should look at: what we said, and whether we may (rate, reputation)."""


def whose(command: Command, reply: int, enhanced: str = "") -> Whose:
    """Whose fault this answer is; `enhanced` as the server wrote it, such as "5.1.1", empty where it gave none."""
    about = enhanced.partition(".")[2]
    subject = about.partition(".")[0]
    if reply in WANTS_A_SIGN_IN:
        return Whose.OURS
    if not 500 <= reply < 600:
        return Whose.OURS if 400 <= reply < 500 and subject in OURS_FOR_NOW else Whose.NOBODY
    if command is Command.MAIL:
        return Whose.OURS
    if subject in SAYS_NOTHING:
        about_them = command is Command.RCPT and reply in NO_SUCH_MAILBOX
    else:
        about_them = about in ABOUT_IT_AS_WELL or (subject in ABOUT_THE_MAILBOX and about not in EXCEPT)
    return Whose.RECIPIENT if about_them else Whose.OURS


def is_ours(problem: str) -> bool:
    """Whether the problem of a mail that was put off or given up is for whoever runs the site to correct.

    A 5 would be a refusal if it were the recipient's; a word is one of ours, for a server that cannot be reached.
    """
    return not problem.startswith("4") or problem.startswith(tuple(f"4.{one}." for one in OURS_FOR_NOW))
