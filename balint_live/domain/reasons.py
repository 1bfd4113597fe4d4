"""Why a credit is what it is: a code for programs and exports, figures for pages to translate, and the words in English.

Each kind of reason is a value of its own, with exactly the figures its sentence needs, all of them whole numbers. Stored
or exported is the sentence; a page that speaks another language builds its own from the same figures. Minutes are rounded
down for reading, unless that would hide the reason: "away 15 minutes, the limit is 15" is told to the second.
"""

from dataclasses import dataclass
from enum import StrEnum

from balint_live.domain.credit import Gap
from balint_live.domain.figures import are, counted, in_credits, in_minutes, minutes


class ReasonCode(StrEnum):
    FULL_HOURS = "full_hours"
    HOUR_MISSED = "hour_missed"
    NO_FULL_HOUR = "no_full_hour"
    QUARTERS = "quarters"
    CAPPED = "capped"
    FRACTION_MET = "fraction_met"
    FRACTION_SHORT = "fraction_short"
    SERIES_MET = "series_met"
    SERIES_OPEN = "series_open"
    SERIES_MISSED = "series_missed"
    NOT_HELD = "not_held"
    ROLL_OPEN = "roll_open"
    ROLE_EXCLUDED = "role_excluded"


@dataclass(frozen=True, slots=True)
class NothingToCount:
    """A reason without figures: not held, not yet confirmed, not for leaders."""

    code: ReasonCode

    @property
    def words(self) -> str:
        return {
            ReasonCode.NOT_HELD: "The session was not held.",
            ReasonCode.ROLL_OPEN: "Attendance is not yet confirmed.",
            ReasonCode.ROLE_EXCLUDED: "Leaders do not earn this credit.",
        }[self.code]


@dataclass(frozen=True, slots=True)
class FullHours:
    """Every full hour of the session was attended."""

    hours: int

    @property
    def code(self) -> ReasonCode:
        return ReasonCode.FULL_HOURS

    @property
    def words(self) -> str:
        return f"Present for {self.hours} of {counted(self.hours, 'full hour')}."


@dataclass(frozen=True, slots=True)
class MissedHour:
    """An hour, counted from 1, and the absence that cost it, in seconds: the longest one or all together."""

    hour: int
    away: int


@dataclass(frozen=True, slots=True)
class HoursMissed:
    """The hours that earned nothing, in their order; `limit` in seconds."""

    missed: tuple[MissedHour, ...]
    limit: int
    gap: Gap

    @property
    def code(self) -> ReasonCode:
        return ReasonCode.HOUR_MISSED

    @property
    def words(self) -> str:
        return " ".join(self._sentence(each) for each in self.missed)

    def _sentence(self, missed: MissedHour) -> str:
        away = minutes(missed.away, to_the_second=missed.away // 60 == self.limit // 60)
        how = "on end" if self.gap is Gap.CONSECUTIVE else "altogether"
        return f"Away {away} {how} in hour {missed.hour}; the limit is {self.limit // 60}."


@dataclass(frozen=True, slots=True)
class NoFullHour:
    """The session itself was too short; `ran` in credited seconds."""

    ran: int

    @property
    def code(self) -> ReasonCode:
        return ReasonCode.NO_FULL_HOUR

    @property
    def words(self) -> str:
        return f"The session ran {minutes(self.ran)}; this credit needs a full 60."


@dataclass(frozen=True, slots=True)
class Quarters:
    """Time attended, in seconds, and the quarter hours it makes."""

    attended: int
    quarters: int

    @property
    def code(self) -> ReasonCode:
        return ReasonCode.QUARTERS

    @property
    def rounded_up(self) -> bool:
        return self.quarters * 900 > self.attended

    @property
    def words(self) -> str:
        rounding = ", rounded up" if self.rounded_up else ""
        return f"{minutes(self.attended)} present: {counted(self.quarters, 'quarter hour')}{rounding}."


@dataclass(frozen=True, slots=True)
class Capped:
    """More was earned than a session can award; `attended` in seconds, `most` in quarters."""

    attended: int
    most: int

    @property
    def code(self) -> ReasonCode:
        return ReasonCode.CAPPED

    @property
    def words(self) -> str:
        return f"{minutes(self.attended)} present; at most {in_credits(self.most)} can be awarded."


@dataclass(frozen=True, slots=True)
class Fraction:
    """Seconds attended, in all, and needed."""

    attended: int
    total: int
    needed: int

    @property
    def code(self) -> ReasonCode:
        met = self.total > 0 and self.attended >= self.needed
        return ReasonCode.FRACTION_MET if met else ReasonCode.FRACTION_SHORT

    @property
    def words(self) -> str:
        alike = self.attended < self.needed and self.attended // 60 == self.needed // 60
        attended, needed = in_minutes(self.attended, alike), in_minutes(self.needed, alike)
        return f"{attended} of {minutes(self.total)} present; {needed} {are(needed)} needed."


@dataclass(frozen=True, slots=True)
class SeriesCount:
    """Sessions attended, planned and needed, and what that comes to."""

    code: ReasonCode
    attended: int
    planned: int
    needed: int

    @property
    def words(self) -> str:
        sessions = counted(self.planned, "session")
        return f"{self.attended} of {sessions}; {self.needed} {are(str(self.needed))} needed."


Reason = NothingToCount | FullHours | HoursMissed | NoFullHour | Quarters | Capped | Fraction | SeriesCount
