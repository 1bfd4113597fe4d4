"""Moments as people read them: the reader's zone first, the group's second, both named by their city.

"19:00 New York · 01:00 Paris, Friday": the day belongs to the reader, and the other zone's is said only where it is
another one. Both zones are named even while their clocks agree, since for a few weeks in March and in autumn they may
not. Abbreviations are avoided: "CST" is three zones. Where clocks show the same time twice, its offset says which is
meant. Words and order come from the locale's own data.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time, get_timezone_gmt, get_timezone_location

from balint_live.application.groups.series import comes_twice

LOCALE = "en_GB"
"""English as the pages have it: 24 hours, and the day before the month."""


@dataclass(frozen=True, slots=True)
class When:
    """One moment, said: `date` in full and `day` without the year are the reader's, `clock` has their city only."""

    date: str
    day: str
    clock: str
    clocks: str


class Times:
    """`reader` and `group` are IANA names; a reader whose zone is not known reads the group's."""

    def __init__(self, reader: str | None, group: str, locale: str = LOCALE) -> None:
        self._reader = ZoneInfo(reader or group)
        self._group = ZoneInfo(group)
        self._locale = locale

    def when(self, moment: datetime) -> When:
        """An aware moment in words."""
        here, there = moment.astimezone(self._reader), moment.astimezone(self._group)
        clock = self._clock(here, self._reader)
        return When(
            date=format_date(here, "full", locale=self._locale),
            day=format_skeleton("MMMMEEEEd", here, locale=self._locale),
            clock=clock,
            clocks=clock if self._reader.key == self._group.key else f"{clock} · {self._beside(here, there)}",
        )

    def _beside(self, here: datetime, there: datetime) -> str:
        clock = self._clock(there, self._group)
        if there.date() == here.date():
            return clock
        return f"{clock}, {format_date(there, 'EEEE', locale=self._locale)}"

    def _clock(self, moment: datetime, zone: ZoneInfo) -> str:
        said = f"{format_time(moment, 'short', tzinfo=zone, locale=self._locale)} {self._city(zone)}"
        if not comes_twice(moment):
            return said
        return f"{said} ({get_timezone_gmt(moment, locale=self._locale)})"

    def _city(self, zone: ZoneInfo) -> str:
        """Some names have a country before the city: "Argentina/Buenos Aires"."""
        return get_timezone_location(zone, locale=self._locale, return_city=True).rsplit("/", 1)[-1]
