"""Sessions as a clock would have left them. The demo's begin five minutes from now, and what earns credit takes an hour.

Moments are written where the server reads them, and only of sessions that are booked or closed: a running one is its own
clock's. Minutes count from the opening; before it they are negative.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from tests.integration.live.person import Circle
from tests.integration.live.served import Served

Minutes = tuple[float, float]
Seen = Mapping[str, Sequence[Minutes]]
"""By the person's id."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BOOKED = timedelta(minutes=60)
COPY = (
    "INSERT INTO meetings (id, group_id, number, scheduled_start, scheduled_end, protocol_id, protocol_name, plan) "
    "SELECT ?, group_id, ?, ?, ?, protocol_id, protocol_name, plan FROM meetings WHERE id = ?"
)
HELD = (
    "UPDATE meetings SET scheduled_start = ?, scheduled_end = ?, opened_at = ?, closed_at = ?, credit_windows = ? "
    "WHERE id = ?"
)
PRESENCE = (
    "INSERT INTO presence_intervals (meeting_id, registrant_id, source, joined_at, left_at, provisional) "
    "VALUES (?, ?, 'self_checkin', ?, ?, 0)"
)
ROLL = "INSERT INTO rolls (meeting_id, roll_call, leader_id, at) VALUES (?, 'final', ?, ?)"
ROLL_ENTRY = "INSERT INTO roll_entries (meeting_id, registrant_id, spans) VALUES (?, ?, ?)"


def booked(site: Served, circle: Circle, number: int, start: datetime) -> str:
    """One more session of the group, by the plan of the one it has; its id."""
    id = uuid4().hex
    site.change(COPY, id, number, stored(start), stored(start + BOOKED), circle.meeting)
    return id


def went_on(site: Served, meeting: str, closed_at: datetime, minutes: float, seen: Seen) -> None:
    """It was opened on time, ran for so many minutes, and of these people pages answered."""
    closed_at = closed_at.replace(microsecond=0)
    opened = closed_at - timedelta(minutes=minutes)
    times = [stored(each) for each in (opened, opened + BOOKED, opened, closed_at)]
    site.change(HELD, *times, spans([(opened, closed_at)]), meeting)
    site.change("DELETE FROM presence_intervals WHERE meeting_id = ?", meeting)
    for person, stretches in seen.items():
        for join, leave in _from(opened, stretches):
            site.change(PRESENCE, meeting, person, stored(join), stored(leave))


def confirmed(site: Served, circle: Circle, meeting: str, opened: datetime, seen: Seen) -> None:
    """The first leader has confirmed what was seen, of everybody in the group, an hour and a quarter after the opening."""
    opened = opened.replace(microsecond=0)
    site.change(ROLL, meeting, circle.leaders[0].id, stored(opened + BOOKED * 5 / 4))
    for person in circle.registrants:
        site.change(ROLL_ENTRY, meeting, person.id, spans(_from(opened, seen.get(person.id, ()))))


def stored(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}.000000"


def spans(stretches: Sequence[tuple[datetime, datetime]]) -> str:
    """`[[from, until], …]` in microseconds since the epoch."""
    return json.dumps([[(each - EPOCH) // timedelta(microseconds=1) for each in pair] for pair in stretches])


def _from(opened: datetime, stretches: Sequence[Minutes]) -> list[tuple[datetime, datetime]]:
    return [
        (opened + timedelta(minutes=join), opened + timedelta(minutes=leave)) for join, leave in stretches
    ]
