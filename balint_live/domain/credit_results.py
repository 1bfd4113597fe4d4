"""What attendance earns under a credit line, in one session or over the series: pure functions.

Each policy is measured by itself on the same attendance; nothing is kept between them. Credits are whole quarters.
Whether the session was held, whether leaders have confirmed the roll and whether the person's role earns the credit have no
default values, so that nobody is awarded anything by omission.

Some credits ask for a number of the series' sessions. The number planned and the number needed stay as they were published,
whatever is not held and whoever enrols late; only the sponsor changes them. A session whose roll is still open may yet
count, so it is counted with those still to come: "missed" is said as soon as it is certain, and not before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from balint_live.domain.credit import (
    Capped,
    CreditLine,
    Fraction,
    FullHours,
    Gap,
    HoursMissed,
    MissedHour,
    NoFullHour,
    NothingToCount,
    Policy,
    Quarters,
    Reason,
    ReasonCode,
    Rounding,
    SeriesCount,
    in_credits,
)
from balint_live.domain.errors import invalid
from balint_live.domain.timeline import Timeline

HOUR, HALF_A_QUARTER, QUARTER = 3600, 450, 900
QUARTERS_OF_A_CREDIT = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """Credits in whole quarters, and why."""

    quarters: int
    reason: Reason

    @property
    def code(self) -> ReasonCode:
        return self.reason.code

    @property
    def words(self) -> str:
        return self.reason.words

    @property
    def credits(self) -> Decimal:
        """For display and export: two decimals, exact."""
        return in_credits(self.quarters)


def outcome(line: CreditLine, time: Timeline, *, held: bool, confirmed: bool, role_excluded: bool) -> Outcome:
    """One person's credit for one session. Raises DomainError("invalid") for a line that the whole series decides."""
    if line.policy is Policy.SERIES_MIN:
        raise invalid("This credit is decided over the series, not in one session.")
    withheld = why_withheld(held=held, confirmed=confirmed, role_excluded=role_excluded)
    if withheld is not None:
        return Outcome(0, withheld)
    return _POLICIES[line.policy](line, time)


def why_withheld(*, held: bool, confirmed: bool, role_excluded: bool) -> NothingToCount | None:
    """The reason why nothing is counted yet, or None; what no roll can change comes first."""
    if not held:
        return NothingToCount(ReasonCode.NOT_HELD)
    if role_excluded:
        return NothingToCount(ReasonCode.ROLE_EXCLUDED)
    return None if confirmed else NothingToCount(ReasonCode.ROLL_OPEN)


def fraction(line: CreditLine, time: Timeline) -> Fraction:
    """Whether enough of the session was attended, compared in whole numbers: exactly the fraction is met."""
    needed = -(-time.total * line.numerator // line.denominator)
    return Fraction(time.attended, time.total, needed)


def _full_hours(line: CreditLine, time: Timeline) -> Outcome:
    """Fixed hours from the start of the timeline, each judged by itself; what is left over is worth nothing.

    No part credit, so a cap between two whole credits is the lower one.
    """
    hours = time.total // HOUR
    if not hours:
        return Outcome(0, NoFullHour(time.total))
    limit = line.grace_minutes * 60
    away = [_away(line, time, hour) for hour in range(hours)]
    missed = tuple(MissedHour(hour, each) for hour, each in enumerate(away, 1) if each > limit)
    quarters = QUARTERS_OF_A_CREDIT * (hours - len(missed))
    most = line.designated_quarters // QUARTERS_OF_A_CREDIT * QUARTERS_OF_A_CREDIT
    reason = HoursMissed(missed, limit, line.gap) if missed else FullHours(hours)
    return _at_most(most, time, Outcome(quarters, reason))


def _away(line: CreditLine, time: Timeline, hour: int) -> int:
    absences = time.absences(hour * HOUR, (hour + 1) * HOUR)
    return max(absences) if line.gap is Gap.CONSECUTIVE else sum(absences)


def _quarter_hours(line: CreditLine, time: Timeline) -> Outcome:
    extra = HALF_A_QUARTER if line.rounding is Rounding.NEAREST else 0
    quarters = (time.attended + extra) // QUARTER
    return _at_most(line.designated_quarters, time, Outcome(quarters, Quarters(time.attended, quarters)))


def _min_fraction(line: CreditLine, time: Timeline) -> Outcome:
    reason = fraction(line, time)
    return Outcome(line.designated_quarters if reason.code is ReasonCode.FRACTION_MET else 0, reason)


def _at_most(most: int, time: Timeline, earned: Outcome) -> Outcome:
    return Outcome(most, Capped(time.attended, most)) if earned.quarters > most else earned


_POLICIES: dict[Policy, Callable[[CreditLine, Timeline], Outcome]] = {
    Policy.FULL_HOUR: _full_hours,
    Policy.QUARTER_HOUR: _quarter_hours,
    Policy.MIN_FRACTION: _min_fraction,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One person's sessions: planned in all, attended, and undecided (still to come, or their roll still open).

    Raises DomainError("invalid") for numbers below nothing.
    """

    planned: int
    attended: int
    undecided: int

    def __post_init__(self) -> None:
        if min(self.planned, self.attended, self.undecided) < 0:
            raise invalid("Sessions are counted from 0.")


def counts(line: CreditLine, time: Timeline) -> bool:
    """Whether a session counts as attended: once, whatever its length."""
    return fraction(line, time).code is ReasonCode.FRACTION_MET


def series_count(line: CreditLine, tally: Tally) -> SeriesCount:
    """Whether the minimum is met, open or missed, with its figures."""
    return SeriesCount(_code(line, tally), tally.attended, tally.planned, line.required_sessions)


def can_still_miss(line: CreditLine, tally: Tally) -> int | None:
    """How many of the undecided sessions somebody can do without; 0 is at risk, None once it is met or missed."""
    if _code(line, tally) is not ReasonCode.SERIES_OPEN:
        return None
    return tally.attended + tally.undecided - line.required_sessions


def series_outcome(line: CreditLine, tally: Tally, designated: int, *, role_excluded: bool) -> Outcome:
    """Over the whole series: once the minimum is met, what the attended sessions can award together; until then nothing.

    `designated` is that sum, in quarters.
    """
    if role_excluded:
        return Outcome(0, NothingToCount(ReasonCode.ROLE_EXCLUDED))
    reason = series_count(line, tally)
    met = reason.code is ReasonCode.SERIES_MET
    return Outcome(designated if met else 0, reason)


def share_of_series(
    line: CreditLine, tally: Tally, *, counted: bool, held: bool, confirmed: bool, role_excluded: bool
) -> Outcome:
    """One session's part in it: its designated credits if it counted and the minimum is met. The parts make the whole."""
    withheld = why_withheld(held=held, confirmed=confirmed, role_excluded=role_excluded)
    if withheld is not None:
        return Outcome(0, withheld)
    reason = series_count(line, tally)
    earned = counted and reason.code is ReasonCode.SERIES_MET
    return Outcome(line.designated_quarters if earned else 0, reason)


def _code(line: CreditLine, tally: Tally) -> ReasonCode:
    if tally.attended >= line.required_sessions:
        return ReasonCode.SERIES_MET
    possible = tally.attended + tally.undecided >= line.required_sessions
    return ReasonCode.SERIES_OPEN if possible else ReasonCode.SERIES_MISSED
