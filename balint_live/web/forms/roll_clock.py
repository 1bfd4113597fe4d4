"""Times of day round one session, as leaders type them: the session tells the date.

A session may run across midnight or a change of the clocks, so a time of day alone is not always a moment. Taken is the one
nearest to the session; where two are equally near, because the clocks were set back, the name of the time they run on
("01:20:00 BST") tells them apart, and times are shown with it there. Asking for a date in every field was the alternative,
for the sake of one night a year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext

from balint_live.application.groups.series import comes_twice
from balint_live.domain.attendance import Span

_TYPED = re.compile(
    r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?:[:.]([0-5][0-9]))?(?: ?([A-Za-z]{2,5}|[+-][0-9]{2,4}))?"
)
_DAY = timedelta(days=1)
_TOGETHER = timedelta()


@dataclass(frozen=True, slots=True)
class RollClock:
    """`room` is what is spoken of: the session, and whatever else its record holds."""

    timezone: str
    room: Span

    def text(self, moment: datetime) -> str:
        """ "19:00:00" """
        local = moment.astimezone(self.zone)
        return f"{local:%H:%M:%S} {local:%Z}" if comes_twice(local) else f"{local:%H:%M:%S}"

    def moment(self, text: str) -> datetime:
        """In UTC, and perhaps outside the room. Raises ValueError with a sentence."""
        found = _TYPED.fullmatch(text.strip())
        if found is None:
            raise ValueError(gettext("Type the time in 24 hours, such as 19:00 or 19:00:30."))
        at = time(int(found[1]), int(found[2]), int(found[3] or 0))
        meant = self._nearest(at, (found[4] or "").upper())
        if _TOGETHER < meant[-1] - meant[0] < _DAY / 2:
            one, other = (f"{each.astimezone(self.zone):%H:%M:%S %Z}" for each in meant)
            said = gettext(
                "The clocks were set back, and this time came twice. Type %(one)s or %(other)s.",
                one=one,
                other=other,
            )
            raise ValueError(said)
        return meant[0]

    def _nearest(self, at: time, name: str) -> list[datetime]:
        known = list(self._moments(at))
        named = [each for each in known if each.astimezone(self.zone).strftime("%Z").upper() == name]
        moments = named or known
        nearest = min(map(self._distance, moments))
        return [each for each in moments if self._distance(each) == nearest]

    def _moments(self, at: time) -> Iterator[datetime]:
        """This time of day on the days round the session, twice where it comes twice."""
        first = self.room[0].astimezone(self.zone).date() - _DAY
        last = self.room[1].astimezone(self.zone).date() + _DAY
        for days in range((last - first).days + 1):
            yield from sorted(set(self._on(first + days * _DAY, at)))

    def _on(self, day: date, at: time) -> Iterator[datetime]:
        for fold in (0, 1):
            local = datetime.combine(day, at.replace(fold=fold), self.zone)
            moment = local.astimezone(UTC)
            if moment.astimezone(self.zone).time() == at:
                yield moment

    def _distance(self, moment: datetime) -> timedelta:
        begins, ends = self.room
        return max(begins - moment, moment - ends, _TOGETHER)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)
