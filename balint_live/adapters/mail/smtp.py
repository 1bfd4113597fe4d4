"""A real mail server, by SMTP: one conversation for many messages, over TLS that cannot be talked down.

`starttls` and `implicit` both check the certificate, and a server that will not have TLS is not talked to at all: an
opportunist would hand name, password and everybody's personal links to whoever sits in between. One conversation carries
one message after the other; a broken line is opened again for the next one. The server is greeted with an address
literal, because the name of this machine is nobody's business and finding it out can take a name server's time.

The server's answers are sorted here: refused for this person for good, or not now; and then whether it is our fault. That
is told by the figures of an answer and by the command it answers (`application.mail_queue`). A time-out and a broken line
may pass, and so may whatever goes wrong while opening the conversation: a wrong password is the installation's. A line that
broke after the text was sent leaves it unknown whether the message was taken: it goes again with the same Message-ID.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal

from balint_live.adapters.mail.headers import envelope, octets
from balint_live.application.mail.sender import AboutUs, NotNow, Refused
from balint_live.application.mail_queue import WANTS_A_SIGN_IN, Command, Whose, whose

Tls = Literal["starttls", "implicit", "none"]
GREETING = "[127.0.0.1]"
PATIENCE = 20.0
NO_ANSWER, TLS, NO_STARTTLS, AUTH = "no_answer", "tls", "no_starttls", "auth"
"""Our own statuses, for failures that have none of the server's."""
NO_INTERNATIONAL_ADDRESSES = "5.6.7"
"""RFC 6531, 4.2."""


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Implements `application.mail.sender.MailTransport`. `timeout_seconds` is for each answer of the server.

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
    """Implements `application.mail.sender.Line`."""

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


@contextmanager
def while_opening() -> Iterator[None]:
    """Raises NotNow for whatever goes wrong inside."""
    try:
        yield
    except ssl.SSLError as error:
        raise NotNow(TLS) from error
    except smtplib.SMTPResponseException as error:
        raise NotNow(_status(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotNow(NO_ANSWER) from error


@contextmanager
def while_securing() -> Iterator[None]:
    """For STARTTLS: a server that does not offer it, or says no, is not talked to in the clear."""
    try:
        yield
    except smtplib.SMTPNotSupportedError as error:
        raise NotNow(NO_STARTTLS) from error
    except smtplib.SMTPResponseException as error:
        raise NotNow(TLS) from error


@contextmanager
def while_signing_in() -> Iterator[None]:
    """For AUTH. A password that is not ASCII cannot be sent by the library, and so is a wrong one."""
    try:
        yield
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPAuthenticationError as error:
        passing = 400 <= error.smtp_code < 500
        raise NotNow(_status(error.smtp_code, error.smtp_error) if passing else AUTH) from error
    except (smtplib.SMTPException, UnicodeError) as error:
        raise NotNow(AUTH) from error


@contextmanager
def while_sending() -> Iterator[None]:
    """Raises Refused, NotNow or AboutUs for one message."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        ((code, text),) = error.recipients.values()
        raise _verdict(Command.RCPT, code, text) from error
    except smtplib.SMTPDataError as error:
        raise _verdict(Command.DATA, error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPResponseException as error:
        raise _verdict(Command.MAIL, error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Refused(NO_INTERNATIONAL_ADDRESSES) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotNow(NO_ANSWER) from error


def _verdict(command: Command, code: int, text: bytes | str) -> Refused | NotNow:
    status = _status(code, text)
    if code in WANTS_A_SIGN_IN:
        return AboutUs(AUTH)
    match whose(command, code, status):
        case Whose.RECIPIENT:
            return Refused(status)
        case Whose.OURS:
            return AboutUs(status)
        case Whose.NOBODY:
            return NotNow(status)


def _status(code: int, text: bytes | str) -> str:
    """The enhanced code (RFC 3463) where the server gives one, also behind a "#" as some do; else the plain one."""
    if code < 0:
        return NO_ANSWER  # the library's own figure, for what is no answer at all
    words = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    enhanced = re.match(r"#?([245]\.\d{1,3}\.\d{1,3})(?=\s|$)", words)
    return enhanced.group(1) if enhanced else str(code)
