"""Reading the outbox folder, where mail lies that no server was named for: for whoever tries the program out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class OutboxMail:
    """A mail as its reader would see it; `files` are the names of what is attached."""

    name: str
    to: str
    subject: str
    written_at: datetime | None
    text: str
    files: tuple[str, ...]


class Outbox(Protocol):
    def mails(self) -> Sequence[OutboxMail]:
        """The newest first."""

    def mail(self, name: str) -> OutboxMail | None: ...
