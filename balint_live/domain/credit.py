"""Credit lines: what a group's sessions may earn, under which body's rule, and the reasons for what was earned.

A Group has any number of lines; each names its policy, the policy's parameters, and the most a session can award: one
figure, and others for sessions by certain plans, since a first meeting of 90 minutes may award more than the others. The
figures a session ends with are its own from then on. Credits are counted in quarters, never in binary fractions.

Each kind of reason is a value of its own: a code for programs and exports, exactly the figures its sentence needs, all of
them whole numbers, and the sentence in English. Exports hold the sentence; a page in another language builds its own from
the same figures. Minutes are rounded down for reading, unless that would hide the reason: "away 15 minutes, the limit is
15" is told to the second.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Self

from balint_live.domain.errors import invalid
from balint_live.domain.protocol import Protocol

FULL_HOUR = timedelta(hours=1)

Figures = tuple[tuple[str, int], ...]
"""Quarters by id: of session plans in a credit line, of credit lines in a session."""


class Policy(StrEnum):
    """domain.md, section 14: whole hours (APA), time attended (AMA, AAFP), a fraction, a minimum of the series."""

    FULL_HOUR = "full_hour"
    QUARTER_HOUR = "quarter_hour"
    MIN_FRACTION = "min_fraction"
    SERIES_MIN = "series_min"

    @classmethod
    def named(cls, word: str) -> Self:
        """The policy of that name. Raises DomainError("invalid") when there is none."""
        if word not in tuple(cls):
            raise invalid(f"There is no credit rule called {word}.")
        return cls(word)


class Gap(StrEnum):
    """How absences inside an hour are measured: the longest, or their sum."""

    CONSECUTIVE = "consecutive"
    TOTAL = "total"


class Rounding(StrEnum):
    """What becomes of a quarter that is not full: nothing, or a whole one from half a quarter up."""

    DOWN = "down"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditLine:
    """One body's credit for a group. Raises DomainError("invalid") for parameters no body could mean.

    `designated_quarters` is the most a session can award, `by_plan` what that is instead in sessions by certain plans. `id`
    tells lines of a group apart: what two lines with other ids ask may be the same.
    """

    policy: Policy
    credit_type: str
    id: str = field(default="", compare=False)
    designated_quarters: int = 4
    by_plan: Figures = ()
    statement: str = ""
    grace_minutes: int = 15
    gap: Gap = Gap.CONSECUTIVE
    rounding: Rounding = Rounding.DOWN
    numerator: int = 4
    denominator: int = 5
    required_sessions: int = 6

    def __post_init__(self) -> None:
        if not self.credit_type.strip():
            raise invalid("A credit line needs the name of its credit.")
        figures = (self.designated_quarters, *dict(self.by_plan).values())
        if any(not 0 <= each <= 96 for each in figures):
            raise invalid("The credits a session can award lie between 0 and 24.")
        if not 0 <= self.grace_minutes < 60:
            raise invalid("The minutes that may be missed in an hour lie between 0 and 59.")
        if not 0 < self.numerator <= self.denominator <= 100:
            raise invalid("The fraction that must be attended lies between 0 and 1.")
        if not 1 <= self.required_sessions <= 100:
            raise invalid("At least one session is needed, at most 100.")

    def in_session(self, plan_id: str, frozen: Figures = ()) -> Self:
        """The line with the figure of one session: the `frozen` one it ended with, or else the one of its plan."""
        by_its_plan = dict(self.by_plan).get(plan_id, self.designated_quarters)
        return replace(self, designated_quarters=dict(frozen).get(self.id, by_its_plan), by_plan=())

    def can_award_nothing(self, plan: Protocol) -> bool:
        """Whether a session by this plan is too short to earn anything, to be said when a group is set up."""
        return self.policy is Policy.FULL_HOUR and credited(plan) < FULL_HOUR


def designated(lines: Iterable[CreditLine], plan_id: str, frozen: Figures = ()) -> Figures:
    """The most a session by this plan can award under each line; a `frozen` figure it ended with comes first."""
    return tuple((line.id, line.in_session(plan_id, frozen).designated_quarters) for line in lines)


def credited(plan: Protocol) -> timedelta:
    """The planned time of the steps that earn credit."""
    return sum((step.planned for step in plan.steps if step.phase.credit), timedelta())


def uncredited(plan: Protocol) -> timedelta:
    """The planned time of the steps that earn none."""
    return plan.total - credited(plan)


class ReasonCode(StrEnum):
    """Why a credit is what it is."""

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

    code: ClassVar[ReasonCode] = ReasonCode.FULL_HOURS
    hours: int

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

    code: ClassVar[ReasonCode] = ReasonCode.HOUR_MISSED
    missed: tuple[MissedHour, ...]
    limit: int
    gap: Gap

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

    code: ClassVar[ReasonCode] = ReasonCode.NO_FULL_HOUR
    ran: int

    @property
    def words(self) -> str:
        return f"The session ran {minutes(self.ran)}; this credit needs a full 60."


@dataclass(frozen=True, slots=True)
class Quarters:
    """Time attended, in seconds, and the quarter hours it makes."""

    code: ClassVar[ReasonCode] = ReasonCode.QUARTERS
    attended: int
    quarters: int

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

    code: ClassVar[ReasonCode] = ReasonCode.CAPPED
    attended: int
    most: int

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
        return f"{attended} of {minutes(self.total)} present; {needed} {_are(needed)} needed."


@dataclass(frozen=True, slots=True)
class SeriesCount:
    """Sessions attended, planned and needed; `code` says whether that is enough, may become so, or cannot any more."""

    code: ReasonCode
    attended: int
    planned: int
    needed: int

    @property
    def words(self) -> str:
        sessions = counted(self.planned, "session")
        return f"{self.attended} of {sessions}; {self.needed} {_are(str(self.needed))} needed."


Reason = NothingToCount | FullHours | HoursMissed | NoFullHour | Quarters | Capped | Fraction | SeriesCount


def in_credits(quarters: int) -> Decimal:
    """Quarters as people read them: exact, with two decimals."""
    return Decimal(quarters * 25).scaleb(-2)


def minutes(seconds: int, to_the_second: bool = False) -> str:
    """ "52 minutes", "1 minute", or "1:30 minutes"."""
    return f"{in_minutes(seconds, True)} minutes" if to_the_second else counted(seconds // 60, "minute")


def in_minutes(seconds: int, to_the_second: bool = False) -> str:
    """ "52", or "52:30"."""
    return f"{seconds // 60}:{seconds % 60:02}" if to_the_second else str(seconds // 60)


def counted(number: int, thing: str) -> str:
    """ "1 session", "2 sessions"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _are(number: str) -> str:
    return "is" if number == "1" else "are"
