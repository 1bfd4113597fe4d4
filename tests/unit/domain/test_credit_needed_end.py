"""The console says until when the session must run for its full-hour credit, and asks before an earlier end."""

import pytest

from balint_live.domain.credit import CreditLine, Policy, credited, uncredited
from balint_live.domain.meeting import credit_needs
from tests.unit.domain.cast import at, span
from tests.unit.domain.shipped import SHIPPED, plan

HOURS = CreditLine(policy=Policy.FULL_HOUR, credit_type="CE")
QUARTERS = CreditLine(policy=Policy.QUARTER_HOUR, credit_type="CME")
FRACTION = CreditLine(policy=Policy.MIN_FRACTION, credit_type="CPD")
SERIES = CreditLine(policy=Policy.SERIES_MIN, credit_type="ABFM")


def test_opened_four_minutes_late_an_hour_must_run_four_minutes_longer() -> None:
    assert credit_needs(at(4), span(60), span(), [HOURS]) == at(64)


def test_time_in_uncredited_steps_comes_on_top() -> None:
    assert credit_needs(at(0), span(79), span(11), [HOURS]) == at(71)


@pytest.mark.parametrize(("planned", "needed"), [(60, 60), (75, 60), (119, 60), (120, 120)])
def test_it_is_the_full_hours_of_the_plan_that_count(planned: int, needed: int) -> None:
    assert credit_needs(at(0), span(planned), span(), [HOURS]) == at(needed)


def test_one_line_among_several_is_enough() -> None:
    assert credit_needs(at(0), span(60), span(), [QUARTERS, HOURS]) == at(60)


def test_no_other_policy_needs_a_moment() -> None:
    assert credit_needs(at(0), span(60), span(), [QUARTERS, FRACTION, SERIES]) is None
    assert credit_needs(at(0), span(60), span(), []) is None


def test_a_plan_without_a_full_hour_needs_none() -> None:
    assert credit_needs(at(0), span(57), span(3), [HOURS]) is None


def test_moments_are_cut_to_their_second_as_credit_is_counted() -> None:
    assert credit_needs(at(4, 0.9), span(60), span(), [HOURS]) == at(64)


def test_the_shipped_plans_are_credited_from_the_first_minute_to_the_last() -> None:
    abs60 = SHIPPED.protocols["abs60"]
    assert (credited(abs60), uncredited(abs60)) == (span(60), span())


@pytest.mark.parametrize(("minutes", "nothing"), [(59, True), (60, False)])
def test_a_plan_under_an_hour_can_award_no_full_hour(minutes: int, nothing: bool) -> None:
    assert HOURS.can_award_nothing(plan(f"discussion {minutes - 5}", "return 5")) is nothing
