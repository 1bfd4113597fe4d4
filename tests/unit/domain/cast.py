"""The cast of the domain's tests: Ana and Ben lead as equals, Carla is enrolled; their session is booked for START."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from balint_live.domain.errors import Code, DomainError
from balint_live.domain.meeting import Meeting
from balint_live.domain.protocol import Protocol
from balint_live.domain.timer import Progress
from tests.unit.domain.shipped import SHIPPED

ANA, BEN, CARLA = "ana", "ben", "carla"
START = datetime(2026, 3, 5, 19, 0, tzinfo=UTC)


def at(minutes: float = 0, seconds: float = 0) -> datetime:
    """So long after the booked start."""
    return START + timedelta(minutes=minutes, seconds=seconds)


def span(minutes: float = 0, seconds: float = 0) -> timedelta:
    return timedelta(minutes=minutes, seconds=seconds)


def gathering(protocol: str | Protocol = "abs60") -> Meeting:
    """A session nobody has touched, booked for exactly as long as its plan."""
    planned = SHIPPED.protocols[protocol] if isinstance(protocol, str) else protocol
    return Meeting(
        id="third",
        protocol=planned,
        scheduled_start=START,
        scheduled_end=START + planned.total,
        revision=0,
        progress=Progress.before_opening(planned),
    )


def opened(protocol: str | Protocol = "abs60") -> Meeting:
    """Opened by Ana, on time."""
    return gathering(protocol).open(ANA, START)


def arrived(position: int, protocol: str | Protocol = "abs60", late: timedelta = timedelta()) -> Meeting:
    """Walked to a step by Ana, each step before it taking its plan and the last of them `late` more."""
    meeting = gathering(protocol)
    steps = meeting.protocol.steps
    entries = [START + sum((step.planned for step in steps[:before]), span()) for before in range(position)]
    entries[-1] += late
    meeting = meeting.open(ANA, entries[0])
    for entry in entries[1:]:
        meeting = meeting.next(ANA, entry)
    return meeting


def closed(protocol: str | Protocol = "abs60") -> Meeting:
    """Opened on time, ended by Ben after an hour."""
    return opened(protocol).close(at(60))


def lengths(meeting: Meeting) -> list[int]:
    """Every step's length as adjusted, in seconds."""
    return [int(clock.length.total_seconds()) for clock in meeting.progress.countdowns]


def refusal(press: Callable[[], object]) -> Code:
    """The code with which a press was refused."""
    with pytest.raises(DomainError) as refused:
        press()
    return refused.value.code
