"""What schedules need of a calendar."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Protocol


class Recurrence(Protocol):
    def dates(self, first: date, rule: str, count: int) -> Sequence[date]:
        """`count` dates from `first` on, by an iCalendar rule such as "FREQ=WEEKLY;INTERVAL=2"."""


class Zones(Protocol):
    def moment(self, on: date, at: time, timezone: str) -> datetime:
        """The instant of a wall-clock time. Raises ValueError for one that does not exist there that day."""

    def known(self, timezone: str) -> bool: ...
    def all(self) -> Sequence[str]:
        """Every zone's name, for people to choose from."""
