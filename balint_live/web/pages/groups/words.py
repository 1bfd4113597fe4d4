"""Dates, zones and lengths in words, as the pages for coordinators and leaders say them.

A moment is said in the group's own zone, named by its city, because leaders may live elsewhere and an abbreviation such as
"CST" is three zones. Hours run to 24; the weekday always stands by the date, since people know their group by it.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location
from flask_babel import gettext, ngettext

from balint_live.application.groups.series import comes_twice
from balint_live.domain.protocol import Protocol

LOCALE = "en_GB"
"""English as the pages have it: 24 hours, and the day before the month."""
_MINUTE = timedelta(minutes=1)


def city(timezone: str) -> str:
    """ "London" for "Europe/London"; some names have a country before the city."""
    return get_timezone_location(ZoneInfo(timezone), locale=LOCALE, return_city=True).rsplit("/", 1)[-1]


def day(on: date) -> str:
    """ "Tuesday 10 March 2026"; of a moment, the day it has where it was put."""
    return format_date(on, "EEEE d MMMM y", locale=LOCALE)


def clock(moment: datetime, timezone: str) -> str:
    """ "19:00"; where clocks show that time twice, "01:30 BST", as the roll has it too."""
    said = format_time(moment, "HH:mm", tzinfo=ZoneInfo(timezone), locale=LOCALE)
    local = moment.astimezone(ZoneInfo(timezone))
    return f"{said} {local:%Z}" if comes_twice(local) else said


def full(moment: datetime, timezone: str) -> str:
    """ "Tuesday 10 March 2026, 19:00 in London" """
    return gettext(
        "%(day)s, %(clock)s in %(city)s",
        day=day(moment.astimezone(ZoneInfo(timezone))),
        clock=clock(moment, timezone),
        city=city(timezone),
    )


def minutes(length: timedelta) -> int:
    return length // _MINUTE


def length(plan: Protocol) -> str:
    """ "60 minutes" """
    whole = minutes(plan.total)
    return ngettext("%(num)s minute", "%(num)s minutes", whole)


def plan_words(plan: Protocol) -> str:
    """Its name, with its length where the name does not say it already, as most shipped ones do."""
    said = length(plan)
    return plan.name if said in plan.name else gettext("%(plan)s, %(length)s", plan=plan.name, length=said)
