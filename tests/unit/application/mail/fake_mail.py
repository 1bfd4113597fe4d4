"""A post office's world, small: a queue in memory, letters of one line, and a mail server that follows a script."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from balint_live.application.mail.contents import Addressee, Mail
from balint_live.application.mail.sender import MailSender, NotNow
from balint_live.application.mail_queue import DueMail, MailKind, MailState, NewMail
from tests.fakes import ManualClock

NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
LATER = timedelta(days=3)


def mail(id: str, expires_in: timedelta = LATER) -> NewMail:
    return NewMail(id=id, key=id, kind=MailKind.INVITATION, created_at=NOW, expires_at=NOW + expires_in)


@dataclass
class Row:
    mail: NewMail
    due_at: datetime = NOW
    state: MailState = MailState.WAITING
    problem: str | None = None
    attempts: int = 0
    claim: str = ""
    claimed_until: datetime = NOW


class FakeQueue:
    """Implements `MailStore`."""

    def __init__(self, *mails: NewMail) -> None:
        self.rows = {one.id: Row(one) for one in mails}

    def claim(self, claim: str, now: datetime, lease: timedelta, most: int) -> Sequence[DueMail]:
        free = [row for row in self.rows.values() if self._is_free(row, now)][:most]
        for row in free:
            row.claim, row.claimed_until = claim, now + lease
        return [DueMail(mail=row.mail, attempts=row.attempts, claim=claim) for row in free]

    def settle(
        self, id: str, claim: str, state: MailState, now: datetime, problem: str | None = None
    ) -> bool:
        return self._write(id, claim, now, state=state, problem=problem)

    def put_off(self, id: str, claim: str, due_at: datetime, now: datetime, problem: str) -> bool:
        return self._write(id, claim, now, due_at=due_at, problem=problem)

    @property
    def states(self) -> dict[str, tuple[MailState, str | None]]:
        return {id: (row.state, row.problem) for id, row in self.rows.items()}

    def due_in(self, id: str, now: datetime) -> timedelta:
        return self.rows[id].due_at - now

    def _is_free(self, row: Row, now: datetime) -> bool:
        return row.state is MailState.WAITING and row.due_at <= now and row.claimed_until <= now

    def _write(self, id: str, claim: str, now: datetime, **values: object) -> bool:
        row = self.rows[id]
        if row.claim != claim or row.claimed_until <= now:
            return False
        freed = {"claim": "", "claimed_until": now, "attempts": row.attempts + 1}
        self.rows[id] = replace(row, **freed, **values)  # type: ignore[arg-type]
        return True


@dataclass
class FakeContents:
    """In place of MailContents; `overtaken` are not to be sent, `broken` cannot be written."""

    overtaken: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)

    def mail(self, due: DueMail, now: datetime) -> Mail | None:
        id = due.mail.id
        if id in self.broken:
            raise KeyError(id)
        if id in self.overtaken:
            return None
        to = Addressee(id, id.title(), f"{id}@example.org")
        return Mail(id=id, kind=due.mail.kind, to=to, written_at=now, site="https://balint.example.org")


class OneLiner:
    """Its `message` is a `Compose`; `unspeakable` are the ids it stumbles over."""

    def __init__(self) -> None:
        self.unspeakable: set[str] = set()

    def message(self, letter: Mail) -> EmailMessage:
        if letter.id in self.unspeakable:
            raise ValueError(letter.id)
        message = EmailMessage()
        message["Message-ID"] = f"<{letter.id}@example.org>"
        message["Date"] = letter.written_at
        return message


class ScriptedServer:
    """Implements `MailTransport` and `Line`: what it answers to each message, and whether it answers calls at all.

    `answers` are by id and used up one by one; without one it takes the message. `on_send` is called before each.
    """

    def __init__(self) -> None:
        self.answers: dict[str, list[Exception]] = {}
        self.silence: NotNow | None = None
        self.on_send: Callable[[str], None] = lambda id: None
        self.calls = 0
        self.open = 0
        self.taken: list[str] = []

    @contextmanager
    def line(self) -> Iterator["ScriptedServer"]:
        self.calls += 1
        if self.silence is not None:
            raise self.silence
        self.open += 1
        try:
            yield self
        finally:
            self.open -= 1

    def send(self, message: EmailMessage) -> None:
        assert self.open == 1, "one conversation at a time"
        id = str(message["Message-ID"]).strip("<>").split("@")[0]
        self.on_send(id)
        answers = self.answers.get(id, [])
        if answers:
            raise answers.pop(0)
        self.taken.append(id)


class Sending:
    """A MailSender with fakes around it; `reported` is what the operator would read."""

    def __init__(self, *mails: NewMail, lease: timedelta = timedelta(minutes=10)) -> None:
        self.clock = ManualClock(NOW)
        self.queue = FakeQueue(*mails)
        self.contents = FakeContents()
        self.composer = OneLiner()
        self.server = ScriptedServer()
        self.reported: list[tuple[str, str]] = []
        self._claims = 0
        self.sender = self.worker(lease)

    def worker(self, lease: timedelta = timedelta(minutes=10)) -> MailSender:
        return MailSender(
            self.clock,
            self.queue,
            self.contents.mail,
            self.composer.message,
            self.server,
            lambda: 0.0,
            self._new_id,
            lambda where, fault: self.reported.append((where, type(fault).__name__)),
            lease,
        )

    def _new_id(self) -> str:
        self._claims += 1
        return f"claim-{self._claims}"
