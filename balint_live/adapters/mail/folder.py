"""The outbox folder: where mail goes when no mail server is configured, one .eml file for each message.

Any mail program opens such a file. It holds a personal link, so it is for the owner's eyes only, and it is there whole or
not at all. Its name is the Message-ID, so a message that is sent again is still one file.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from balint_live.adapters.mail.envelope import octets
from balint_live.application.post.ports import NotNow

FOLDER_FOR_OWNER, FILE_FOR_OWNER = 0o700, 0o600


@dataclass(frozen=True, slots=True)
class FolderCarrier:
    """Implements `application.post.ports.Carrier` and its `Line`."""

    directory: Path

    @contextmanager
    def line(self) -> Iterator["FolderCarrier"]:
        with _in_trouble():
            self.directory.mkdir(mode=FOLDER_FOR_OWNER, parents=True, exist_ok=True)
        yield self

    def send(self, message: EmailMessage) -> None:
        text = octets(message)
        draft = self.directory / f".{secrets.token_hex(8)}"
        with _in_trouble():
            try:
                _write(draft, text)
                draft.replace(self.directory / _name(message))
            finally:
                draft.unlink(missing_ok=True)


def _name(message: EmailMessage) -> str:
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
    """A full disk or a folder that may not be written to passes, as a mail server's trouble does."""
    try:
        yield
    except OSError as error:
        raise NotNow("folder") from error
