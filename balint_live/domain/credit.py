"""Credit lines: what a group's sessions may earn, under which body's rule.

A Group has any number of lines; each names its policy, the policy's parameters, and the most a session can award: one
figure, and others for sessions by certain plans, since a first meeting of 90 minutes may award more than the others. The
figures a session ends with are its own from then on. Credits are counted in quarters, never in binary fractions.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Self

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
        """The line with the figure of one session: the one it ended with, or else the one of its plan."""
        by_its_plan = dict(self.by_plan).get(plan_id, self.designated_quarters)
        return replace(self, designated_quarters=dict(frozen).get(self.id, by_its_plan), by_plan=())

    def can_award_nothing(self, plan: Protocol) -> bool:
        """Whether a session by this plan is too short to earn anything, to be said when a group is set up."""
        return self.policy is Policy.FULL_HOUR and credited(plan) < FULL_HOUR


def designated(lines: Iterable[CreditLine], plan_id: str, frozen: Figures = ()) -> Figures:
    """The most a session by this plan can award under each line, the figures it ended with before all others."""
    return tuple((line.id, line.in_session(plan_id, frozen).designated_quarters) for line in lines)


def credited(plan: Protocol) -> timedelta:
    """The planned time of the steps that earn credit."""
    return sum((step.planned for step in plan.steps if step.phase.credit), timedelta())


def uncredited(plan: Protocol) -> timedelta:
    return plan.total - credited(plan)
