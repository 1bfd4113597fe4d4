"""A real mail server, by SMTP: one conversation for many messages, over TLS that cannot be talked down.

`starttls` and `implicit` both check the certificate, and a server that will not have TLS is not talked to at all: an
opportunist would hand name, password and everybody's personal links to whoever sits in between. One conversation carries
one message after the other; a line that broke is opened anew for the next one. The server is greeted with an address
literal, because the name of this machine is nobody's business and finding it out can take a name server's time.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal

from balint_live.adapters.mail.envelope import envelope, octets
from balint_live.adapters.mail.smtp_answers import (
    while_opening,
    while_securing,
    while_sending,
    while_signing_in,
)
from balint_live.application.post.ports import NotNow

Tls = Literal["starttls", "implicit", "none"]
GREETING = "[127.0.0.1]"
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class SmtpCarrier:
    """Implements `application.post.ports.Carrier`. `timeout_seconds` is for each answer of the server.

    `context` is for certificates that the machine's own authorities do not vouch for. Raises ValueError when a name to
    sign in with is given but no TLS.
    """

    host: str
    port: int
    tls: Tls = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float = PATIENCE
    context: ssl.SSLContext | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.username and self.tls == "none":
            raise ValueError("a name and a password are sent over TLS only")

    @contextmanager
    def line(self) -> Iterator["SmtpLine"]:
        """A conversation, closed politely at the end. Raises NotNow when none comes about."""
        line = SmtpLine(self._dialled)
        try:
            yield line
        finally:
            line.hang_up()

    def _dialled(self) -> smtplib.SMTP:
        with while_opening():
            server = self._connected()
            try:
                self._introduce(server)
            except (smtplib.SMTPException, OSError, NotNow):
                server.close()
                raise
            return server

    def _connected(self) -> smtplib.SMTP:
        if self.tls == "implicit":
            return smtplib.SMTP_SSL(
                self.host, self.port, GREETING, timeout=self.timeout_seconds, context=self._context()
            )
        return smtplib.SMTP(self.host, self.port, GREETING, timeout=self.timeout_seconds)

    def _introduce(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self.tls == "starttls":
            with while_securing():
                server.starttls(context=self._context())
            server.ehlo_or_helo_if_needed()
        if self.username:
            with while_signing_in():
                server.login(self.username, self.password)

    def _context(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()


class SmtpLine:
    """Implements `application.post.ports.Line`."""

    def __init__(self, dial: Callable[[], smtplib.SMTP]) -> None:
        self._dial = dial
        self._server = dial()

    def send(self, message: EmailMessage) -> None:
        """To its one recipient, from the address it says it is from."""
        if self._server.sock is None:
            self._server = self._dial()
        outside, text = envelope(message), octets(message)
        options = ("SMTPUTF8", "BODY=8BITMIME") if outside.international else ()
        with while_sending():
            if outside.international and not self._server.has_extn("smtputf8"):
                raise smtplib.SMTPNotSupportedError
            self._server.sendmail(outside.sender, [outside.recipient], text, options)

    def hang_up(self) -> None:
        with suppress(smtplib.SMTPException, OSError):
            self._server.quit()
        self._server.close()
