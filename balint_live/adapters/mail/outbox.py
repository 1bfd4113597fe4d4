"""The outbox folder: where mail goes when no mail server is configured, one .eml file for each message; and reading it.

Any mail program opens such a file. It holds a personal link, so only its owner can read it, and it is there whole or not at
all. Its name is the Message-ID, so a message that is sent again is still one file.
"""

import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from balint_live.adapters.mail.headers import octets
from balint_live.application.mail.sender import NotNow
from balint_live.application.mail_queue import OutboxMail

NEWEST = 200
FOLDER_FOR_OWNER, FILE_FOR_OWNER = 0o700, 0o600


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """Implements `application.mail.sender.MailTransport` and its `Line`."""

    directory: Path

    @contextmanager
    def line(self) -> Iterator["FolderTransport"]:
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
    """Raises NotNow: a full disk or a folder that may not be written to passes, as a mail server's trouble does."""
    try:
        yield
    except OSError as error:
        raise NotNow("folder") from error


@dataclass(frozen=True, slots=True)
class OutboxFolder:
    """Implements `application.mail_queue.Outbox`."""

    directory: Path

    def mails(self) -> Sequence[OutboxMail]:
        files = sorted(self.directory.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
        return [_read(file) for file in files[:NEWEST]]

    def mail(self, name: str) -> OutboxMail | None:
        """None for an unknown name. Names are only compared with those of files in this folder, so none leads out of it."""
        return next((_read(file) for file in self.directory.glob("*.eml") if file.stem == name), None)


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
