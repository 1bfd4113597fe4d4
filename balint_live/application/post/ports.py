"""What sending mail needs of the world."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Protocol

from balint_live.application.post.letter import Letter
from balint_live.application.post.mail import DueMail, MailState


class Refused(Exception):
    """The mail server will never take this message for this person. `status` is its code, such as "5.1.1" or "550"."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class NotNow(Exception):
    """It was not taken this time; it may be later. `status` is the server's code, or a word of ours for no answer."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class AboutUs(NotNow):
    """The mail server turned this site away and not the person: our sender, sign-in, rate, or what it holds of our mail.

    It is tried again, because whoever runs the site may mend it, and they are told.
    """


class Line(Protocol):
    """A conversation with the mail server, good for several messages one after the other."""

    def send(self, message: EmailMessage) -> None:
        """Hand over one message to its one recipient. Raises Refused for this person, NotNow and AboutUs for this moment."""


class Carrier(Protocol):
    """A mail server, or a folder that stands in for one."""

    def line(self) -> AbstractContextManager[Line]:
        """Open a conversation. Raises NotNow when the server is not to be had, or turns our credentials away."""


class Composer(Protocol):
    def message(self, letter: Letter) -> EmailMessage:
        """The whole message: plain text, HTML beside it, the calendar file where the letter is about sessions."""


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


class Letters(Protocol):
    def letter(self, due: DueMail, now: datetime) -> Letter | None:
        """What the mail says now; None when it has been overtaken and should not be sent."""
