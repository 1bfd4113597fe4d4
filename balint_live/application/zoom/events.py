"""What is kept of Zoom's events, at the door: which, of which Zoom meeting, and when. Nothing about anybody.

Names, addresses, topics and whatever else a body holds are not looked at, so they can reach neither a table nor a log. Of
somebody who comes or goes the number of their registration is read, and what tells their device and their stay in a room
apart, made into digests at once. Unknown fields and unknown events are legal at any time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from balint_live.application.zoom.evidence import Fact, FactKind

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
PERSON = "meeting.participant_"
FACTS = {
    "meeting.started": FactKind.STARTED,
    "meeting.ended": FactKind.ENDED,
    f"{PERSON}joined": FactKind.JOINED,
    f"{PERSON}left": FactKind.LEFT,
    f"{PERSON}joined_waiting_room": FactKind.WAITING,
    f"{PERSON}put_in_waiting_room": FactKind.WAITING,
    f"{PERSON}admitted": FactKind.ADMITTED,
    f"{PERSON}left_waiting_room": FactKind.ADMITTED,
}
"""Events that are evidence of who was there."""
_TIMES = {
    FactKind.STARTED: ("start_time",),
    FactKind.ENDED: ("end_time",),
    FactKind.JOINED: ("participant", "join_time"),
    FactKind.LEFT: ("participant", "leave_time"),
    FactKind.WAITING: ("participant", "date_time"),
    FactKind.ADMITTED: ("participant", "date_time"),
}
MOMENTS: dict[str, tuple[str, ...]] = {
    "recording.stopped": ("recording_file", "recording_end"),
    **{kind: _TIMES[fact] for kind, fact in FACTS.items()},
}
RECORDING_START = ("recording_file", "recording_start")
LONGEST = 200
MOST_DIGITS = 15
ID = re.compile(r"[\w+/=-]{1,64}", re.ASCII)
"""What an id of Zoom's looks like."""


class Malformed(Exception):
    """Not an event of Zoom's. It says nothing of what it was."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """Zoom asks whether this address knows the secret."""

    plain: str


@dataclass(frozen=True, slots=True)
class ZoomEvent:
    """`key` makes it one event, however often it is delivered; `meeting` is Zoom's number.

    `on`: something is being kept; None where the event is not about that. `fact` is its evidence of who was there, if any.
    """

    key: str
    account: str
    meeting: str
    at: datetime
    on: bool | None
    fact: Fact | None


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """A meeting in Zoom is no longer as it was."""

    account: str
    meeting: str


def read(body: Any) -> Challenge | ZoomEvent | ChangeEvent | None:
    """What a body says; None for an event that is none of ours to know. Raises Malformed."""
    kind, payload = _text(body, "event"), _part(body, "payload")
    if kind == VALIDATION:
        return Challenge(_text(payload, "plainToken"))
    if kind in CHANGED:
        return ChangeEvent(_text(payload, "account_id"), _number(_part(payload, "object").get("id")))
    if kind not in RECORDING and kind not in FACTS:
        return None
    about = _part(payload, "object")
    at = _moment(about, MOMENTS.get(kind, RECORDING_START)) or _posted(body)
    number, fact = _number(_named(about, "id")), _fact(kind, about, at)
    run = _named(about, "uuid")
    said = f"{kind}|{run if isinstance(run, str) else number}|{at.isoformat()}|{fact.stay if fact else ''}"
    account = _text(payload, "account_id")
    return ZoomEvent(_digest(said), account, number, at, RECORDING.get(kind), fact)


def _fact(kind: str, about: Mapping[str, Any], at: datetime) -> Fact | None:
    """None where it says neither of which run of the meeting, nor of whose stay it is."""
    uuid, began = _id(about.get("uuid")), _moment(about, ("start_time",)) or at
    if kind not in FACTS or not uuid:
        return None
    run = _digest(uuid)
    if not kind.startswith(PERSON):
        return Fact(FACTS[kind], run, began, at)
    who = _part(about, "participant")
    room, host = _id(who.get("user_id")), _id(about.get("host_id"))
    connection = _id(who.get("participant_uuid")) or room
    if not room:
        return None
    return Fact(
        FACTS[kind],
        run,
        began,
        at,
        connection=_digest(f"{run}|{connection}"),
        stay=_digest(f"{run}|{connection}|{room}"),
        person=_id(who.get("registrant_id")) or None,
        host=bool(host) and _id(who.get("id")) == host,
    )


def _moment(about: Mapping[str, Any], path: tuple[str, ...]) -> datetime | None:
    """When it happened, by the event's own time; None where it has none."""
    said: Any = about
    for name in path:
        said = said.get(name) if isinstance(said, dict) else None
    if not isinstance(said, str):
        return None
    try:
        moment = datetime.fromisoformat(said)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Malformed from None


def _posted(body: Mapping[str, Any]) -> datetime:
    """The time that stands on every event."""
    milliseconds = body.get("event_ts")
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool):
        raise Malformed
    try:
        return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        raise Malformed from None


def _digest(said: str) -> str:
    """It tells ids of Zoom's apart in 32 letters, and nobody can look anything up with it."""
    return sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


def _named(about: Mapping[str, Any], name: str) -> Any:
    """Events about summaries and transcripts put "meeting_" before it."""
    return about.get(name, about.get(f"meeting_{name}"))


def _id(value: Any) -> str:
    """Empty for anything that is no id, because fields may be left out."""
    said = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return said if ID.fullmatch(said) else ""


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
