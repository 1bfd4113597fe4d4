"""What a mail server's answers mean for a message: never for this person, or not now; and then whether it is our doing.

Whose an answer is, its figures say, and which command it answers (`application.post.answers`). A time-out and a line that
broke may pass, and so may whatever goes wrong while opening the conversation: a wrong password is the installation's. A
line that broke after the text was sent leaves it unknown whether the message was taken: it goes again with the same
Message-ID.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from balint_live.application.post.answers import WANTS_A_SIGN_IN, Command, Whose, whose
from balint_live.application.post.ports import AboutUs, NotNow, Refused

NO_ANSWER, TLS, NO_STARTTLS, AUTH = "no_answer", "tls", "no_starttls", "auth"
"""The words of ours, where the server has none."""
NO_INTERNATIONAL_ADDRESSES = "5.6.7"
"""RFC 6531, 4.2."""


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
