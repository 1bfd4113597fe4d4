"""Sends due mails: claims them, writes them as of this moment, and hands them to the mail server.

Every mail of a round is settled or put off by itself: one that cannot be written, or is refused, delays no other. A
server that does not answer is tried once for all of them: the whole round is put off to the next call, and none is
claimed until then. After a message without an answer a new conversation is opened; if that fails too, the server is away,
and otherwise it did not want that message.

No transaction is open while talking; what protects a mail from a second worker is its claim, which runs out by itself
so that a worker's death loses nothing. So a claim must outlast the conversation: no message is begun in the second half of
the lease, which is longer than one message can take with every answer at its time-out. The mails left then are free again
when the lease ends. A mail may go twice where nobody can know whether it was taken, with the same Message-ID.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from itertools import chain
from typing import Protocol

from balint_live.application.background import Report
from balint_live.application.mail.contents import Mail
from balint_live.application.mail.reminders import Afterwards, Reminders
from balint_live.application.mail_queue import Backoff, Chance, DueMail, MailState
from balint_live.application.ports import Clock


class Refused(Exception):
    """The mail server will never take this message for this person. `status` is its code, such as "5.1.1" or "550"."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class NotNow(Exception):
    """The mail server did not take it this time. `status` is its code, or a word of ours for no answer."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class AboutUs(NotNow):
    """The mail server refused this site and not the person: our sender, sign-in, rate, or reputation.

    It is tried again, because whoever runs the site may correct it, and they are told.
    """


class Line(Protocol):
    """A conversation with the mail server, good for several messages one after the other."""

    def send(self, message: EmailMessage) -> None:
        """Hand over one message to its one recipient. Raises Refused for this person, NotNow and AboutUs for this moment."""


class MailTransport(Protocol):
    """A mail server, or a folder in place of one."""

    def line(self) -> AbstractContextManager[Line]:
        """Open a conversation. Raises NotNow when the server cannot be reached, or refuses our credentials."""


class MailStore(Protocol):
    """The queue. Two workers never hold the same mail: a claim is one conditional update."""

    def claim(self, claim: str, now: datetime, lease: timedelta, most: int) -> Sequence[DueMail]:
        """Take up to `most` due mails, oldest first; until `now + lease` they are nobody else's."""

    def settle(
        self, id: str, claim: str, state: MailState, now: datetime, problem: str | None = None
    ) -> bool:
        """Write what became of a mail this claim holds; False when the claim had run out."""

    def put_off(self, id: str, claim: str, due_at: datetime, now: datetime, problem: str) -> bool:
        """Try again at `due_at`."""


AT_ONCE = 20
"""Mails claimed in one go: what a killed process leaves waiting for its claim to run out."""
LOOK_FOR_REMINDERS = timedelta(seconds=30)
LEASE = timedelta(minutes=10)
"""Half of it is more than the dozen answers one message can cost, at 20 s each."""
TOO_LATE, UNWRITTEN = "too_late", "unwritten"
"""Problems of ours, beside the mail server's."""

Contents = Callable[[DueMail, datetime], Mail | None]
"""What a mail says now; None when it has been overtaken and should not be sent."""
Compose = Callable[[Mail], EmailMessage]
"""The whole message: plain text, HTML beside it, and the calendar file where the mail is about sessions."""
Outgoing = Iterator[tuple[DueMail, EmailMessage]]


class ClaimRanOut(Exception):
    """A mail was settled after its claim had run out: it may go a second time."""


class MailSender:
    """Sends what is due. `new_id` names claims; `report` is told of faults and of a server that does not answer or refuses
    this site, never of anybody's address.
    """

    def __init__(
        self,
        clock: Clock,
        store: MailStore,
        contents: Contents,
        compose: Compose,
        transport: MailTransport,
        chance: Chance,
        new_id: Callable[[], str],
        report: Report,
        lease: timedelta = LEASE,
        backoff: Backoff | None = None,
    ) -> None:
        self._clock = clock
        self._store = store
        self._contents = contents
        self._compose = compose
        self._transport = transport
        self._chance = chance
        self._new_id = new_id
        self._report = report
        self._lease = lease
        self._backoff = backoff or Backoff()
        self._unanswered = 0
        self._next_call_at = datetime.min.replace(tzinfo=UTC)
        self._told: set[str] = set()

    def run_once(self, most: int) -> int:
        """Do one round of at most `most` mails; how many it claimed. 0 too while the server is not to be called."""
        now = self._clock.now()
        if now < self._next_call_at:
            return 0
        self._told.clear()
        waiting = deque(self._store.claim(self._new_id(), now, self._lease, most))
        claimed = len(waiting)
        self._send(waiting, now + self._lease / 2)
        return claimed

    def _send(self, waiting: deque[DueMail], until: datetime) -> None:
        """Open a conversation for the first mail to be sent, and go on in it as long as it lasts."""
        outgoing = self._outgoing(waiting, until)
        for due, message in outgoing:
            try:
                with self._transport.line() as line:
                    self._unanswered = 0
                    for each in chain([(due, message)], outgoing):
                        if not self._answered(line, *each):
                            break
            except NotNow as silence:
                self._all_put_off([due, *waiting], silence)
                return

    def _outgoing(self, waiting: deque[DueMail], until: datetime) -> Outgoing:
        """The mails to be sent, each written when its turn comes; the others are settled in passing."""
        while waiting and self._clock.now() < until:
            due = waiting.popleft()
            message = self._written(due)
            if message is not None:
                yield due, message

    def _written(self, due: DueMail) -> EmailMessage | None:
        now = self._clock.now()
        if due.mail.expires_at <= now:
            self._settle(due, MailState.GIVEN_UP, TOO_LATE)
            return None
        try:
            mail = self._contents(due, now)
            message = None if mail is None else self._compose(mail)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the other mails are not to wait for it
            self._report("mail.contents", fault)
            self._try_again(due, UNWRITTEN)
            return None
        if message is None:
            self._settle(due, MailState.DROPPED)
        return message

    def _answered(self, line: Line, due: DueMail, message: EmailMessage) -> bool:
        """Hand one over and settle it; whether the conversation can go on."""
        try:
            line.send(message)
        except Refused as refusal:
            self._settle(due, MailState.REFUSED, refusal.status)
        except NotNow as delay:
            self._tell_if_ours(delay)
            self._try_again(due, delay.status)
            return delay.status[:1].isdigit()  # a word of ours: there was no answer
        except Exception as fault:  # noqa: BLE001 - as above
            self._report("post.line", fault)
            self._try_again(due, UNWRITTEN)
            return False
        else:
            self._settle(due, MailState.DELIVERED)
        return True

    def _all_put_off(self, waiting: list[DueMail], silence: NotNow) -> None:
        now = self._clock.now()
        self._report(f"post.{silence.status}", silence)
        self._next_call_at = self._backoff.next_call(self._unanswered, now, self._chance)
        self._unanswered += 1
        for due in waiting:
            self._put_off(due, self._next_call_at, silence.status)

    def _tell_if_ours(self, delay: NotNow) -> None:
        """Report it by its code, once a round for any number of mails."""
        if isinstance(delay, AboutUs) and delay.status not in self._told:
            self._told.add(delay.status)
            self._report(f"post.{delay.status}", delay)

    def _try_again(self, due: DueMail, problem: str) -> None:
        self._put_off(due, self._backoff.next_try(due.attempts, self._clock.now(), self._chance), problem)

    def _put_off(self, due: DueMail, until: datetime, problem: str) -> None:
        """Try again at `until`; or give up at once, when that would be too late."""
        if until >= due.mail.expires_at:
            self._settle(due, MailState.GIVEN_UP, problem)
        elif not self._store.put_off(due.mail.id, due.claim, until, self._clock.now(), problem):
            self._report("post.claim", ClaimRanOut())

    def _settle(self, due: DueMail, state: MailState, problem: str | None = None) -> None:
        if not self._store.settle(due.mail.id, due.claim, state, self._clock.now(), problem):
            self._report("post.claim", ClaimRanOut())


@dataclass(slots=True)
class Mailing:
    """Everything about mail that happens by itself: sending what is queued, and queueing reminders."""

    clock: Clock
    sender: MailSender
    reminders: Reminders
    afterwards: Afterwards
    report: Callable[[str, Exception], None]
    look_at: datetime | None = None

    def work(self) -> bool:
        """Do what is due; whether any mail was."""
        try:
            self._look()
            return self.sender.run_once(AT_ONCE) > 0
        except Exception as fault:  # noqa: BLE001 - a database that is away for a while must not end all mail
            self.report("mail", fault)
            return False

    def _look(self) -> None:
        now = self.clock.now()
        if self.look_at is None or now >= self.look_at:
            self.look_at = now + LOOK_FOR_REMINDERS
            self.reminders.look(now)
            self.afterwards.look(now)
