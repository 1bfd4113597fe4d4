"""From a letter to a message: text first, HTML beside it, the calendar file where the letter is about sessions.

The same letter makes the same message, byte for byte but for the boundaries between its parts: Message-ID and Date come
from the letter, so that a mail whose acceptance could not be known goes out again as itself. Subjects name the group, the
session and the time, and never a person: they are read on locked screens and over shoulders.
"""

from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import urlsplit

from balint_live.adapters.mail.calendar_file import CalendarFile, calendar_file
from balint_live.adapters.mail.facts import Facts, facts
from balint_live.adapters.mail.headers import POLICY, mailbox
from balint_live.adapters.mail.sender import Sender
from balint_live.adapters.mail.sessions import sessions_of
from balint_live.adapters.mail.words import Words
from balint_live.application.post.letter import Letter
from balint_live.application.post.mail import MailKind

NOT_OF_A_SERIES = frozenset(
    {
        MailKind.SIGN_IN,
        MailKind.LINK_AGAIN,
        MailKind.REMOVED,
        MailKind.ROLL_OPEN,
        MailKind.STATEMENT,
        MailKind.ERASED,
    }
)
"""Mails one asked for, a leader's duty, or the last of all: there is nothing to unsubscribe from."""


class Composer:
    """Implements `application.post.ports.Composer`."""

    def __init__(self, sender: Sender, words: Words | None = None) -> None:
        self._sender = sender
        self._words = words or Words()

    def message(self, letter: Letter) -> EmailMessage:
        """Raises ValueError when an address of the letter is none."""
        known = facts(letter)
        message = EmailMessage(POLICY)
        self._head(message, letter, known)
        message.set_content(self._words.plain(letter.kind, known), cte="quoted-printable")
        message.add_alternative(self._words.html(letter.kind, known), subtype="html", cte="quoted-printable")
        self._enclose(message, self._calendar_files(letter, known))
        return message

    def _head(self, message: EmailMessage, letter: Letter, known: Facts) -> None:
        message["From"] = mailbox(self._sender.name, self._sender.address)
        message["To"] = mailbox(letter.to.name, letter.to.email)
        if known["contact"]:
            message["Reply-To"] = mailbox("", known["contact"])
        message["Subject"] = self._words.subject(letter.kind, known)
        message["Date"] = letter.written_at
        message["Message-ID"] = f"<{letter.id}@{self._domain(letter.site)}>"
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        if letter.leave_link and letter.kind not in NOT_OF_A_SERIES:
            # Without List-Unsubscribe-Post: a mail program's press would be no person's wish to leave.
            message["List-Unsubscribe"] = f"<{letter.leave_link}>"

    def _domain(self, site: str) -> str:
        """The site's own name; where it is known by an address of numbers only, the sender's domain."""
        host = urlsplit(site).hostname or ""
        return self._sender.address.rpartition("@")[2] if _is_of_numbers(host) else host

    def _calendar_files(self, letter: Letter, known: Facts) -> list[CalendarFile]:
        settings = letter.settings
        if settings is None:
            return []
        organizer = Sender("", self._sender.address) if settings.neutral_subjects else self._sender
        return [
            calendar_file(letter, one, settings.timezone, organizer, self._words.event(known, one.number))
            for one in sessions_of(letter)
        ]

    def _enclose(self, message: EmailMessage, files: list[CalendarFile]) -> None:
        """The first both among the ways to read the message and attached, for programs that know only one of the two."""
        for file in files[:1]:
            message.add_alternative(
                file.text, subtype="calendar", cte="base64", params={"method": file.method.value}
            )
        for file in files:
            message.add_attachment(
                file.text,
                subtype="calendar",
                cte="base64",
                filename=file.name,
                params={"method": file.method.value},
            )


def _is_of_numbers(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
