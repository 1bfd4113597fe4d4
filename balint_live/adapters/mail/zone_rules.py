"""A VTIMEZONE for a zone and a year, with both of its offsets and the rule by which they change.

Outlook reads the rule (RRULE) and takes lists of dates (RDATE) for something else; and the list that the calendar library
can make by itself has summer begin at the time the clock shows afterwards, where RFC 5545, 3.8.2.4, means the time before.
So the changes are read from the zone's own data, and where those of seven years fit "the second Sunday in March", that is
what is written. A zone without such a rule (Ramadan moves Morocco's; laws change) gets each of its changes by itself.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

YEARS = 7
"""So many years tell "the fourth" from "the last"."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Rule = tuple[int, str]
"""The month and which of its weekdays: (3, "2SU"), or counted from its end (10, "-1SU")."""
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Change:
    """The clock is put from one offset to another; `onset` is what it shows at that moment, before."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def forward(self) -> bool:
        return self.after > self.before


def vtimezone(zone: ZoneInfo, year: int) -> Timezone:
    """The zone as calendars need it for moments of this year and some more."""
    component = Timezone()
    component.add("tzid", zone.key)
    for change, rule in _observed(zone, year):
        component.add_component(_observance(change, rule))
    return component


@lru_cache(maxsize=256)
def _observed(zone: ZoneInfo, year: int) -> tuple[tuple[Change, Rule | None], ...]:
    """Both changes with their rules; or, without rules, those of the years around; or how the clock stands all year."""
    changes = list(_changes(zone, year))
    forward = [change for change in changes if change.forward]
    back = [change for change in changes if not change.forward]
    summer, winter = _rule(forward), _rule(back)
    if summer and winter:
        return (forward[0], summer), (back[0], winter)
    around = [(change, None) for change in changes if change.onset.year <= year + 1]
    return tuple(around) or ((_standing(zone, year), None),)


def _rule(changes: Sequence[Change]) -> Rule | None:
    """The one rule all of them follow, a year apart; None where there is none."""
    if len(changes) != YEARS or len({(one.before, one.after, one.onset.time()) for one in changes}) != 1:
        return None
    common = set.intersection(*({_nth(one.onset), _nth(one.onset, from_end=True)} for one in changes))
    years = [one.onset.year for one in changes]
    if len(common) != 1 or years != list(range(years[0], years[0] + YEARS)):
        return None
    return common.pop()


def _nth(moment: datetime, from_end: bool = False) -> Rule:
    last = calendar.monthrange(moment.year, moment.month)[1]
    number = -((last - moment.day) // 7 + 1) if from_end else (moment.day - 1) // 7 + 1
    return moment.month, f"{number}{WEEKDAYS[moment.weekday()]}"


def _observance(change: Change, rule: Rule | None) -> TimezoneDaylight | TimezoneStandard:
    component = TimezoneDaylight() if change.forward else TimezoneStandard()
    component.add("dtstart", change.onset)
    if rule is not None:
        component.add("rrule", vRecur(freq="YEARLY", bymonth=rule[0], byday=rule[1]))
    component.add("tzname", change.name)
    component.add("tzoffsetfrom", change.before)
    component.add("tzoffsetto", change.after)
    return component


def _changes(zone: ZoneInfo, year: int) -> Iterator[Change]:
    """All changes from the year before on, oldest first."""
    day = datetime(year - 1, 1, 1, tzinfo=UTC)
    while day.year < year - 1 + YEARS:
        if _offset(day, zone) != _offset(day + _DAY, zone):
            yield _change(day, zone)
        day += _DAY


def _change(day: datetime, zone: ZoneInfo) -> Change:
    """The change of this day: its last second before is closed in on by halves."""
    before, after = _offset(day, zone), _offset(day + _DAY, zone)
    low, high = day, day + _DAY
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    moment = high.replace(microsecond=0)
    name = moment.astimezone(zone).tzname() or zone.key
    return Change((moment + before).replace(tzinfo=None), before, after, name)


def _standing(zone: ZoneInfo, year: int) -> Change:
    start = datetime(year - 1, 1, 1, tzinfo=zone)
    offset = start.utcoffset() or timedelta()
    return Change(start.replace(tzinfo=None), offset, offset, start.tzname() or zone.key)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
