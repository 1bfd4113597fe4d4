"""Calendar files of a message, read by a library that had no part in writing them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import vobject  # type: ignore[import-untyped]


@dataclass(frozen=True, slots=True)
class Read:
    """One file: how it came, what it asks, and its only event as the other library has it."""

    disposition: str | None
    filename: str | None
    method: str
    event: Any
    text: str

    @property
    def instants(self) -> tuple[datetime, datetime]:
        return self.event.dtstart.value.astimezone(UTC), self.event.dtend.value.astimezone(UTC)

    def says(self, name: str) -> str:
        return str(getattr(self.event, name).value)


def calendars(message: EmailMessage) -> list[Read]:
    """All of them, as they stand in the message."""
    return [_read(part) for part in message.walk() if part.get_content_type() == "text/calendar"]


def _read(part: Any) -> Read:
    text = part.get_payload(decode=True).decode("utf-8")
    calendar = vobject.readOne(text)
    (event,) = calendar.vevent_list
    method = str(calendar.method.value)
    assert part.get_param("method") == method
    return Read(part.get_content_disposition(), part.get_filename(), method, event, text)
