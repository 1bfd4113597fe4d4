"""A real mail server in a thread, with moods: it refuses at random, is busy for a while, hangs up after the text.

Its port stays the same while it lives, so that a server under test finds it again. What it took is kept in order, also
when it hung up before saying so: that is the very case in which nobody can know. Chance is seeded, so a run can be played
again. It speaks STARTTLS, implicit TLS or neither, and asks for a name and a password when it was given them.
"""

import socket
import ssl
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from random import Random
from threading import Lock
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

Tls = Literal["starttls", "implicit", "none"]
PATIENCE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moods:
    """Shares of messages, each from 0 to 1, drawn in this order; `busy_first` answers 4xx to so many before any is taken.

    `busy` is answered 451 and `refused` 550, at RCPT; `hung_up` takes the text and breaks the line instead of answering;
    `lost` breaks it as well, and has not taken it. `answers` are for single addresses, whatever else is drawn.
    """

    busy_first: int = 0
    busy: float = 0.0
    refused: float = 0.0
    hung_up: float = 0.0
    lost: float = 0.0
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """A message on the server's side; `answered` is False when the sender was never told."""

    message_id: str
    recipient: str
    sender: str
    encrypted: bool
    username: str | None
    answered: bool
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, _class=EmailMessage, policy=default)


class PostBox:
    """Use as a context manager; `taken` and `said` may be read from any thread at any time."""

    def __init__(
        self,
        moods: Moods | None = None,
        tls: Tls = "none",
        certificate: ssl.SSLContext | None = None,
        logins: Mapping[str, str] | None = None,
        seed: int = 1,
        port: int | None = None,
    ) -> None:
        self.moods = moods or Moods()
        self.port = port or _free_port()
        self.calls = 0
        self._tls = tls
        self._logins = {name.encode(): password.encode() for name, password in (logins or {}).items()}
        self._random = Random(seed)
        self._lock = Lock()
        self._taken: list[Taken] = []
        self._said: list[str] = []
        self._asked = 0
        self._certificate = certificate
        self._controller: Controller | None = None

    def __enter__(self) -> "PostBox":
        self.come()
        return self

    def __exit__(self, *_: object) -> None:
        self.go()

    def come(self) -> None:
        """Answers, at the same port as ever; with all it had taken before."""
        self._controller = self._controlled()
        self._controller.start()
        self.calls = 0  # the controller's own, to see whether it is up

    def go(self) -> None:
        """Breaks every line, and is not there any more."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @property
    def taken(self) -> list[Taken]:
        """Everything it has, in order, duplicates and all."""
        with self._lock:
            return list(self._taken)

    @property
    def said(self) -> list[str]:
        """Its answers to recipients and to texts, in order; "" where it hung up."""
        with self._lock:
            return list(self._said)

    def times_taken(self) -> Counter[tuple[str, str]]:
        """How often it has each message, by recipient and Message-ID."""
        return Counter((one.recipient, one.message_id) for one in self.taken)

    async def handle_EHLO(  # noqa: N802 - the library's name
        self, server: Any, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.calls += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._about(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        fate = self._drawn(("hung_up", "lost"))
        if fate != "lost":
            self._keep(session, envelope, answered=fate is None)
        if fate is None:
            return self._say("250 2.0.0 taken")
        self._say("")
        server.transport.abort()
        return "250 nobody hears this"

    def _about(self, address: str) -> str:
        with self._lock:
            self._asked += 1
            early = self._asked <= self.moods.busy_first
        if address in self.moods.answers:
            return self._say(self.moods.answers[address])
        fate = "busy" if early else self._drawn(("busy", "refused"))
        answers = {"busy": "451 4.3.0 busy, later please", "refused": "550 5.1.1 nobody of that name"}
        return self._say(answers.get(fate or "", "250 2.1.5 go on"))

    def _drawn(self, fates: tuple[str, ...]) -> str | None:
        with self._lock:
            return next((fate for fate in fates if self._random.random() < getattr(self.moods, fate)), None)

    def _keep(self, session: Session, envelope: Envelope, answered: bool) -> None:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        login = session.auth_data
        one = Taken(
            message_id=str(message_from_bytes(content, policy=default)["Message-ID"]),
            recipient=str(envelope.rcpt_tos[0]),
            sender=str(envelope.mail_from),
            encrypted=session.ssl is not None or self._tls == "implicit",
            username=login.login.decode() if isinstance(login, LoginPassword) else None,
            answered=answered,
            content=content,
        )
        with self._lock:
            self._taken.append(one)

    def _say(self, answer: str) -> str:
        with self._lock:
            self._said.append(answer)
        return answer

    def _authenticate(
        self, server: Any, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        known = isinstance(data, LoginPassword) and self._logins.get(data.login) == data.password
        return AuthResult(success=known, handled=False, auth_data=data)

    def _controlled(self) -> Controller:
        return Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            ready_timeout=PATIENCE,
            ssl_context=self._certificate if self._tls == "implicit" else None,
            tls_context=self._certificate if self._tls == "starttls" else None,
            require_starttls=self._tls == "starttls",
            authenticator=self._authenticate if self._logins else None,
            auth_required=bool(self._logins) and self._tls == "starttls",
            auth_require_tls=self._tls == "starttls",  # of implicit TLS the library does not know
            enable_SMTPUTF8=False,
        )


def _free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        port: int = some.getsockname()[1]
        return port
