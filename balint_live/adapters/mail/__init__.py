"""Mail: messages composed from facts, calendar files beside them, and sending by SMTP or into a folder."""

from collections.abc import Callable
from email.message import EmailMessage
from functools import cache
from typing import TYPE_CHECKING

from balint_live.application.ports import Elsewhere

if TYPE_CHECKING:
    from balint_live.adapters.mail.headers import Sender
    from balint_live.adapters.mail.render import Composer
    from balint_live.application.mail.contents import Mail


def composing(sender: "Sender", elsewhere: Elsewhere) -> "Callable[[Mail], EmailMessage]":
    """Composes mails from this sender elsewhere: each is some milliseconds' work."""
    return lambda mail: elsewhere(compose, sender, mail)


def compose(sender: "Sender", mail: "Mail") -> EmailMessage:
    """The message of a mail. Raises ValueError when an address of the mail is none.

    Templates and the libraries they need are loaded with the first message: in a child process, not in the server.
    """
    return _composer(sender).message(mail)


@cache
def _composer(sender: "Sender") -> "Composer":
    from balint_live.adapters.mail.render import Composer

    return Composer(sender)
