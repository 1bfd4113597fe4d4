"""Credit lines: what a group's sessions may earn, under which body's rule.

A Group has any number of lines; each names its policy, the policy's parameters, and the most a session can award. Credits
are counted in quarters, never in binary fractions.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Self

from balint_live.domain.errors import invalid
from balint_live.domain.protocol import Protocol

FULL_HOUR = timedelta(hours=1)


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
    """One body's credit for a group. Raises DomainError("invalid") for parameters no body could mean."""

    policy: Policy
    credit_type: str
    designated_quarters: int = 4
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
        if not 0 <= self.designated_quarters <= 96:
            raise invalid("The credits a session can award lie between 0 and 24.")
        if not 0 <= self.grace_minutes < 60:
            raise invalid("The minutes that may be missed in an hour lie between 0 and 59.")
        if not 0 < self.numerator <= self.denominator <= 100:
            raise invalid("The fraction that must be attended lies between 0 and 1.")
        if not 1 <= self.required_sessions <= 100:
            raise invalid("At least one session is needed, at most 100.")

    def can_award_nothing(self, plan: Protocol) -> bool:
        """Whether a session by this plan is too short to earn anything, to be said when a group is set up."""
        return self.policy is Policy.FULL_HOUR and credited(plan) < FULL_HOUR


def credited(plan: Protocol) -> timedelta:
    """The planned time of the steps that earn credit."""
    return sum((step.planned for step in plan.steps if step.phase.credit), timedelta())


def uncredited(plan: Protocol) -> timedelta:
    return plan.total - credited(plan)
