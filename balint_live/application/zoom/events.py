"""What is kept of Zoom's events, at the door: which, of which Zoom meeting, and when. Nothing about anybody.

Names, addresses, topics and whatever else a body holds are not looked at, so they can reach neither a table nor a log.
Unknown fields and unknown events are legal at any time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

VALIDATION = "endpoint.url_validation"
RECORDING = {
    "recording.started": True,
    "recording.resumed": True,
    "recording.stopped": False,
    "recording.transcript_completed": True,
    "meeting.aic_transcript_completed": True,
    "meeting.summary_completed": True,
    "meeting.ended": False,
}
"""Events that say that words of a session are being kept by Zoom, or no longer are."""
CHANGED = ("meeting.updated", "meeting.deleted")
"""Somebody has done something to a meeting in Zoom; what, Zoom is asked."""
MOMENTS = {"recording.stopped": ("recording_file", "recording_end"), "meeting.ended": ("end_time",)}
RECORDING_START = ("recording_file", "recording_start")
LONGEST = 200
MOST_DIGITS = 15


class Malformed(Exception):
    """Not an event of Zoom's. It says nothing of what it was."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """Zoom asks whether this address knows the secret."""

    plain: str


@dataclass(frozen=True, slots=True)
class RecordingEvent:
    """`key` makes it one event, however often it is delivered; `meeting` is Zoom's number; `on`: something is being kept."""

    key: str
    account: str
    meeting: str
    at: datetime
    on: bool


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """A meeting in Zoom is no longer as it was."""

    account: str
    meeting: str


def read(body: Any) -> Challenge | RecordingEvent | ChangeEvent | None:
    """What a body says; None for an event that is none of ours to know. Raises Malformed."""
    kind, payload = _text(body, "event"), _part(body, "payload")
    if kind == VALIDATION:
        return Challenge(_text(payload, "plainToken"))
    if kind in CHANGED:
        return ChangeEvent(_text(payload, "account_id"), _number(_part(payload, "object").get("id")))
    if kind not in RECORDING:
        return None
    about = _part(payload, "object")
    meeting, at = _number(_named(about, "id")), _moment(kind, about, body)
    uuid = _named(about, "uuid")
    said = f"{kind}|{uuid if isinstance(uuid, str) else meeting}|{at.isoformat()}"
    key = sha256(said.encode("utf-8", "replace")).hexdigest()
    return RecordingEvent(key, _text(payload, "account_id"), meeting, at, RECORDING[kind])


def _moment(kind: str, about: Mapping[str, Any], body: Mapping[str, Any]) -> datetime:
    """When it happened, by the event's own time, else by the time that stands on every event."""
    said: Any = about
    for name in MOMENTS.get(kind, RECORDING_START):
        said = said.get(name) if isinstance(said, dict) else None
    try:
        if isinstance(said, str):
            moment = datetime.fromisoformat(said)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=_count(body.get("event_ts")))
    except (ValueError, OverflowError):
        raise Malformed from None


def _named(about: Mapping[str, Any], name: str) -> Any:
    """Events about summaries and transcripts put "meeting_" before it."""
    return about.get(name, about.get(f"meeting_{name}"))


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Malformed
    return value


def _number(value: Any) -> str:
    """Zoom's number of a meeting, which comes as a text in some events and as a number in others."""
    said = str(value) if isinstance(value, int | str) else ""
    if not (said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS):
        raise Malformed
    return said


def _part(body: Any, name: str) -> dict[str, Any]:
    part = body.get(name) if isinstance(body, dict) else None
    if not isinstance(part, dict):
        raise Malformed
    return part


def _text(body: Any, name: str) -> str:
    text = body.get(name) if isinstance(body, dict) else None
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST:
        raise Malformed
    return text
