"""What a line's parameters change, and the reasons for which nothing is awarded at all."""

from typing import Any

import pytest

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
    ReasonCode,
    designated,
)
from balint_live.domain.credit_results import Outcome, outcome
from balint_live.domain.errors import Code
from balint_live.domain.timeline import LeaderMark, Mark, PresenceInterval, Source, Span, effective, timeline
from tests.unit.domain.cast import at, refusal

HOURS, QUARTERS, FRACTION = Policy.FULL_HOUR, Policy.QUARTER_HOUR, Policy.MIN_FRACTION
AN_HOUR = (0, 60)


def minutes(*bounds: float) -> list[Span]:
    return [(at(bounds[index]), at(bounds[index + 1])) for index in range(0, len(bounds), 2)]


def line(policy: Policy, **parameters: Any) -> CreditLine:
    return CreditLine(policy=policy, credit_type="Credit", **parameters)


def earned(credit: CreditLine, window: tuple[float, float], *present: float) -> Outcome:
    return outcome(
        credit, timeline(minutes(*window), minutes(*present)), held=True, confirmed=True, role_excluded=False
    )


def test_strict_grace_forgives_nothing() -> None:
    strict = earned(line(HOURS, grace_minutes=0), AN_HOUR, 4, 60)
    assert strict == Outcome(0, HoursMissed((MissedHour(1, 240),), 0, Gap.CONSECUTIVE))
    assert strict.words == "Away 4 minutes on end in hour 1; the limit is 0."


def test_absences_may_be_taken_together() -> None:
    together = earned(line(HOURS, gap=Gap.TOTAL), AN_HOUR, 0, 20, 30, 40, 50, 60)
    assert together == Outcome(0, HoursMissed((MissedHour(1, 1200),), 900, Gap.TOTAL))
    assert together.words == "Away 20 minutes altogether in hour 1; the limit is 15."


def test_taken_together_exactly_the_grace_keeps_the_hour() -> None:
    assert earned(line(HOURS, gap=Gap.TOTAL), AN_HOUR, 5, 20, 30, 60) == Outcome(4, FullHours(1))


def test_seventeen_minutes_on_end() -> None:
    assert earned(line(HOURS), AN_HOUR, 17, 60).words == "Away 17 minutes on end in hour 1; the limit is 15."


def test_of_two_hours_the_missed_one_is_named() -> None:
    assert earned(line(HOURS, designated_quarters=8), (0, 120), 0, 100) == Outcome(
        4, HoursMissed((MissedHour(2, 1200),), 900, Gap.CONSECUTIVE)
    )


def test_both_are_named_when_both_are_missed() -> None:
    absent = earned(line(HOURS, designated_quarters=8), (0, 120))
    assert (absent.quarters, absent.words) == (
        0,
        "Away 60 minutes on end in hour 1; the limit is 15. Away 60 minutes on end in hour 2; the limit is 15.",
    )


def test_the_cap_holds_for_time_attended() -> None:
    overran = earned(line(QUARTERS), (0, 75), 0, 75)
    assert overran == Outcome(4, Capped(4500, 4))
    assert (str(overran.credits), overran.words) == (
        "1.00",
        "75 minutes present; at most 1.00 can be awarded.",
    )


def test_the_cap_holds_for_full_hours() -> None:
    assert earned(line(HOURS), (0, 120), 0, 120) == Outcome(4, Capped(7200, 4))


def test_full_hours_have_no_part_credit_under_a_cap_either() -> None:
    assert earned(line(HOURS, designated_quarters=5), (0, 120), 0, 120) == Outcome(4, Capped(7200, 4))


def test_what_is_just_designated_is_not_capped() -> None:
    assert earned(line(QUARTERS, designated_quarters=5), (0, 75), 0, 75) == Outcome(5, Quarters(4500, 5))


BY_PLAN = {"designated_quarters": 4, "by_plan": (("first90", 6), ("short45", 0))}


@pytest.mark.parametrize(("plan", "quarters"), [("first90", 6), ("abs60", 4), ("short45", 0)])
def test_a_plan_may_award_another_figure_than_the_others(plan: str, quarters: int) -> None:
    assert line(QUARTERS, **BY_PLAN).in_session(plan) == line(QUARTERS, designated_quarters=quarters)


def test_what_a_session_ended_with_stands_before_what_its_plan_says_now() -> None:
    lines = (line(QUARTERS, id="ama", **BY_PLAN), line(FRACTION, id="cpd", **BY_PLAN))
    assert designated(lines, "first90") == (("ama", 6), ("cpd", 6))
    assert designated(lines, "first90", (("cpd", 3), ("gone", 1))) == (("ama", 6), ("cpd", 3))


@pytest.mark.parametrize("quarters", [-1, 97])
def test_no_plan_awards_what_no_session_can(quarters: int) -> None:
    assert refusal(lambda: line(QUARTERS, by_plan=(("first90", quarters),))) is Code.INVALID


def test_nobody_present_earns_no_quarter() -> None:
    assert earned(line(QUARTERS), AN_HOUR).words == "0 minutes present: 0 quarter hours."


def test_a_single_minute_and_a_single_quarter_are_said_in_the_singular() -> None:
    assert earned(line(QUARTERS), AN_HOUR, 0, 1).words == "1 minute present: 0 quarter hours."
    assert earned(line(QUARTERS), AN_HOUR, 0, 15).words == "15 minutes present: 1 quarter hour."


def test_another_fraction() -> None:
    half = line(FRACTION, numerator=1, denominator=2, designated_quarters=6)
    assert earned(half, AN_HOUR, 30, 60) == Outcome(6, Fraction(1800, 3600, 1800))


def test_seconds_are_told_where_minutes_would_hide_the_reason() -> None:
    short = earned(line(FRACTION), (0, 56), 0, 44.5)
    assert short.words == "44:30 of 56 minutes present; 44:48 are needed."


def test_a_fraction_of_nothing_is_not_met() -> None:
    never = earned(line(FRACTION), (0, 0))
    assert (never.quarters, never.code) == (0, ReasonCode.FRACTION_SHORT)
    assert never.words == "0 of 0 minutes present; 0 are needed."


def test_a_leader_who_marks_the_person_here_throughout_makes_up_for_a_page_that_slept() -> None:
    page = PresenceInterval(at(0), at(22), Source.SELF_CHECKIN)
    present = effective([page], [LeaderMark(Mark.PRESENT, at(59))], at(60))
    awarded = outcome(
        line(HOURS), timeline(minutes(0, 60), present), held=True, confirmed=True, role_excluded=False
    )
    assert awarded == Outcome(4, FullHours(1))


def test_each_kind_of_reason_knows_its_code() -> None:
    assert [reason.code for reason in (NoFullHour(3360), FullHours(1), Quarters(900, 1), Capped(900, 0))] == [
        ReasonCode.NO_FULL_HOUR,
        ReasonCode.FULL_HOURS,
        ReasonCode.QUARTERS,
        ReasonCode.CAPPED,
    ]
    assert HoursMissed((), 900, Gap.TOTAL).code is ReasonCode.HOUR_MISSED
    assert (Fraction(48, 60, 48).code, Fraction(47, 60, 48).code) == (
        ReasonCode.FRACTION_MET,
        ReasonCode.FRACTION_SHORT,
    )


@pytest.mark.parametrize("policy", [HOURS, QUARTERS, FRACTION])
@pytest.mark.parametrize(
    ("held", "confirmed", "role_excluded", "code", "words"),
    [
        (False, True, False, ReasonCode.NOT_HELD, "The session was not held."),
        (False, False, True, ReasonCode.NOT_HELD, "The session was not held."),
        (True, False, False, ReasonCode.ROLL_OPEN, "Attendance is not yet confirmed."),
        (True, True, True, ReasonCode.ROLE_EXCLUDED, "Leaders do not earn this credit."),
        (True, False, True, ReasonCode.ROLE_EXCLUDED, "Leaders do not earn this credit."),
    ],
)
def test_nothing_is_awarded(
    policy: Policy, held: bool, confirmed: bool, role_excluded: bool, code: ReasonCode, words: str
) -> None:
    withheld = outcome(
        line(policy),
        timeline(minutes(0, 60), minutes(0, 60)),
        held=held,
        confirmed=confirmed,
        role_excluded=role_excluded,
    )
    assert (withheld, withheld.words) == (Outcome(0, NothingToCount(code)), words)


def test_a_line_the_series_decides_has_no_outcome_in_one_session() -> None:
    assert refusal(lambda: earned(line(Policy.SERIES_MIN), AN_HOUR, 0, 60)) is Code.INVALID


def test_a_policy_is_found_by_its_name_and_no_other() -> None:
    assert Policy.named("full_hour") is Policy.FULL_HOUR
    assert refusal(lambda: Policy.named("full_day")) is Code.INVALID
