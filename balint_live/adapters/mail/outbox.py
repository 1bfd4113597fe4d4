"""The outbox folder, read. Implements `application.post.outbox.Outbox`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from balint_live.application.post.outbox import OutboxMail

NEWEST = 200


@dataclass(frozen=True, slots=True)
class OutboxFolder:
    directory: Path

    def mails(self) -> Sequence[OutboxMail]:
        files = sorted(self.directory.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
        return [_read(file) for file in files[:NEWEST]]

    def mail(self, name: str) -> OutboxMail | None:
        """Only names of files in this folder are ever compared with, so no name leads out of it."""
        return next((_read(file) for file in self.directory.glob("*.eml") if file.stem == name), None)


def _read(file: Path) -> OutboxMail:
    message = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=default)
    body = message.get_body(("plain",))
    return OutboxMail(
        name=file.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        written_at=_date(message),
        text="" if body is None else body.get_content(),
        files=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )


def _date(message: EmailMessage) -> datetime | None:
    return parsedate_to_datetime(str(message["Date"])) if message["Date"] else None
