"""Dates by a rule, and wall-clock times in a zone: the two places where calendars are subtle.

Implements `application.groups.ports.Recurrence` and `Zones`. A rule is expanded in days, never in instants, so "every
second Tuesday at 19:00" stays at 19:00 across a change of the clocks.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import rrulestr


class CalendarRules:
    def dates(self, first: date, rule: str, count: int) -> Sequence[date]:
        """`count` dates from `first` on, by an iCalendar rule such as "FREQ=WEEKLY;INTERVAL=2". Raises ValueError."""
        days = rrulestr(rule, dtstart=datetime.combine(first, time()))
        return [day.date() for day in islice(days, count)]


class SystemZones:
    def moment(self, on: date, at: time, timezone: str) -> datetime:
        """The instant of a wall-clock time; of two with the same name, when clocks go back, the earlier one.

        Raises ValueError for a time that the clocks skip that day, and for a zone nobody knows.
        """
        zone = self._zone(timezone)
        local = datetime.combine(on, at, zone)
        instant = local.astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            raise ValueError(f"On that day the clocks in {timezone} skip {at:%H:%M}.")
        return instant

    def known(self, timezone: str) -> bool:
        return timezone in _names()

    def all(self) -> Sequence[str]:
        """Zones named by region and city: what people look for."""
        return sorted(each for each in _names() if "/" in each and not each.startswith("Etc/"))

    def _zone(self, timezone: str) -> ZoneInfo:
        if not self.known(timezone):
            raise ValueError(f"There is no time zone called {timezone}.")
        return ZoneInfo(timezone)


@cache
def _names() -> frozenset[str]:
    """Asked once: to list them, every file of the zone database is opened."""
    return frozenset(available_timezones())
