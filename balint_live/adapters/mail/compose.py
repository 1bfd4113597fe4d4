"""Composing a letter wherever it is asked for: the templates and the libraries they need are loaded at the first letter."""

from email.message import EmailMessage
from functools import cache
from typing import TYPE_CHECKING

from balint_live.adapters.mail.sender import Sender
from balint_live.application.post.letter import Letter

if TYPE_CHECKING:
    from balint_live.adapters.mail.composer import Composer


def compose(sender: Sender, letter: Letter) -> EmailMessage:
    """Raises ValueError when an address of the letter is none."""
    return _composer(sender).message(letter)


@cache
def _composer(sender: Sender) -> "Composer":
    from balint_live.adapters.mail.composer import Composer

    return Composer(sender)
