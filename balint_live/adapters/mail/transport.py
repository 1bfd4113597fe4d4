"""Mail on its way: composed in a child process, and handed to a real mail server by SMTP, or where none is configured, to a
folder.

The folder has one .eml file for each message, which any mail program opens. It holds a personal link, so only its owner can
read it, and it is there whole or not at all. Its name is the Message-ID, so a message that is sent again is still one file.

By SMTP, one conversation carries one message after the other, over TLS that cannot be talked down; a broken line is opened
again for the next message. `starttls` and `implicit` both check the certificate, and a server that will not have TLS is not
talked to at all: an opportunist would hand name, password and everybody's personal links to whoever sits in between. The
server is greeted with an address literal, because the name of this machine is nobody's business and finding it out can take
a name server's time.

The server's answers are sorted here: refused for this person for good, or not now; and then whether it is our fault. That
is told by the figures of an answer and by the command it answers (`application.mail_queue`). A time-out and a broken line
may pass, and so may whatever goes wrong while opening the conversation: a wrong password is the installation's. A line that
broke after the text was sent leaves it unknown whether the message was taken: it goes again with the same Message-ID.
"""

import os
import re
import secrets
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from balint_live.adapters.mail.headers import Sender, envelope, octets
from balint_live.application.mail.calendars import SessionCalendar
from balint_live.application.mail.contents import Mail
from balint_live.application.mail.sender import AboutUs, NotNow, Refused
from balint_live.application.mail_queue import WANTS_A_SIGN_IN, Command, OutboxMail, Whose, whose
from balint_live.application.ports import Elsewhere

if TYPE_CHECKING:
    from balint_live.adapters.mail.render import Composer

Tls = Literal["starttls", "implicit", "none"]
GREETING = "[127.0.0.1]"
PATIENCE = 20.0
NO_ANSWER, TLS, NO_STARTTLS, AUTH = "no_answer", "tls", "no_starttls", "auth"
"""Our own statuses, for failures that have none of the server's."""
NO_INTERNATIONAL_ADDRESSES = "5.6.7"
"""RFC 6531, 4.2."""


def composing(sender: Sender, elsewhere: Elsewhere) -> Callable[[Mail], EmailMessage]:
    """Composes mails from this sender elsewhere: each is some milliseconds' work."""
    return lambda mail: elsewhere(compose, sender, mail)


def compose(sender: Sender, mail: Mail) -> EmailMessage:
    """The message of a mail. Raises ValueError when an address of the mail is none.

    Templates and the libraries they need are loaded with the first message: in a child process, not in the server.
    """
    return _composer(sender).message(mail)


def composing_calendars(sender: Sender, elsewhere: Elsewhere) -> Callable[[SessionCalendar], str]:
    """Composes the calendars that are asked for, elsewhere likewise."""
    return lambda calendar: elsewhere(compose_calendar, sender, calendar)


def compose_calendar(sender: Sender, calendar: SessionCalendar) -> str:
    """The text of a calendar."""
    return _composer(sender).calendar(calendar)


@cache
def _composer(sender: Sender) -> "Composer":
    from balint_live.adapters.mail.render import Composer

    return Composer(sender)


# ---- SMTP -------------------------------------------------------------------------------------------------------------


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


# ---- The outbox folder ----------------------------------------------------------------------------------------------

NEWEST = 200
FOLDER_FOR_OWNER, FILE_FOR_OWNER = 0o700, 0o600


@dataclass(frozen=True, slots=True)
class OutboxFolder:
    """Implements `application.mail.sender.MailTransport` with its `Line`, and `application.mail_queue.Outbox`."""

    directory: Path

    @contextmanager
    def line(self) -> Iterator["OutboxFolder"]:
        with _in_trouble():
            self.directory.mkdir(mode=FOLDER_FOR_OWNER, parents=True, exist_ok=True)
        yield self

    def send(self, message: EmailMessage) -> None:
        text = octets(message)
        draft = self.directory / f".{secrets.token_hex(8)}"
        with _in_trouble():
            try:
                _write(draft, text)
                draft.replace(self.directory / _file_name(message))
            finally:
                draft.unlink(missing_ok=True)

    def mails(self) -> Sequence[OutboxMail]:
        files = sorted(self.directory.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
        return [_read(file) for file in files[:NEWEST]]

    def mail(self, name: str) -> OutboxMail | None:
        """None for an unknown name. Names are only compared with those of files in this folder, so none leads out of it."""
        return next((_read(file) for file in self.directory.glob("*.eml") if file.stem == name), None)


def _file_name(message: EmailMessage) -> str:
    id = str(message["Message-ID"]).strip("<>")
    return f"{re.sub(r'[^A-Za-z0-9@._-]', '_', id)}.eml"


def _write(path: Path, text: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_FOR_OWNER)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _in_trouble() -> Iterator[None]:
    """Raises NotNow: a full disk or a folder that may not be written to passes, as a mail server's trouble does."""
    try:
        yield
    except OSError as error:
        raise NotNow("folder") from error


def _read(file: Path) -> OutboxMail:
    message = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=default)
    body = message.get_body(("plain",))
    return OutboxMail(
        name=file.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        written_at=parsedate_to_datetime(str(message["Date"])) if message["Date"] else None,
        text="" if body is None else body.get_content(),
        files=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )
