"""What a session's attendance earns under a credit line: pure functions of presence, credit windows and parameters.

One record, several policies: nothing here knows of the others, and nothing is kept between them. Credits are whole
quarters throughout. Whether the session was held, whether leaders have confirmed the roll and whether the person's role
earns the credit are asked for each time and have no defaults, so that nobody is awarded anything by omission.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from balint_live.domain.attendance import Span
from balint_live.domain.credit import CreditLine, Gap, Policy, Rounding
from balint_live.domain.errors import invalid
from balint_live.domain.figures import in_credits
from balint_live.domain.reasons import (
    Capped,
    Fraction,
    FullHours,
    HoursMissed,
    MissedHour,
    NoFullHour,
    NothingToCount,
    Quarters,
    Reason,
    ReasonCode,
)
from balint_live.domain.timeline import Timeline, timeline

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


def outcome(
    line: CreditLine,
    windows: Iterable[Span],
    spans: Iterable[Span],
    *,
    held: bool,
    confirmed: bool,
    role_excluded: bool,
) -> Outcome:
    """One person's credit for one session. Raises DomainError("invalid") for a line the whole series decides."""
    return outcome_on(
        line, timeline(windows, spans), held=held, confirmed=confirmed, role_excluded=role_excluded
    )


def outcome_on(
    line: CreditLine, time: Timeline, *, held: bool, confirmed: bool, role_excluded: bool
) -> Outcome:
    """The same, for whoever has laid the timeline already: several lines are measured on one."""
    if line.policy is Policy.SERIES_MIN:
        raise invalid("This credit is decided over the series, not in one session.")
    withheld = why_withheld(held=held, confirmed=confirmed, role_excluded=role_excluded)
    if withheld is not None:
        return Outcome(0, withheld)
    return _POLICIES[line.policy](line, time)


def why_withheld(*, held: bool, confirmed: bool, role_excluded: bool) -> NothingToCount | None:
    """What stands before any counting; what no roll can change comes first."""
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
