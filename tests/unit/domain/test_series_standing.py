"""Six of eight: met, open, or missed as soon as it is certain; and what that awards."""

from typing import Any

import pytest

from balint_live.domain.credit import CreditLine, NothingToCount, Policy, ReasonCode
from balint_live.domain.credit_results import (
    Outcome,
    Tally,
    can_still_miss,
    counts,
    series_count,
    series_outcome,
    share_of_series,
)
from balint_live.domain.errors import Code
from balint_live.domain.timeline import Span, timeline
from tests.unit.domain.cast import at, refusal
from tests.unit.domain.shipped import vectors

SERIES = vectors("credit")["series"]
SIX_OF_EIGHT = CreditLine(policy=Policy.SERIES_MIN, credit_type="ABFM", designated_quarters=6)
ONE_IS_ENOUGH = CreditLine(policy=Policy.SERIES_MIN, credit_type="CPD", required_sessions=1)


def tally(attended: int, undecided: int) -> Tally:
    return Tally(planned=8, attended=attended, undecided=undecided)


def minutes(from_minute: float, to_minute: float) -> list[Span]:
    return [(at(from_minute), at(to_minute))]


def share(counted: bool, attended: int = 6, **facts: bool) -> Outcome:
    known = {"held": True, "confirmed": True, "role_excluded": False, **facts}
    return share_of_series(SIX_OF_EIGHT, tally(attended, 2), counted=counted, **known)


@pytest.mark.parametrize("worked", SERIES, ids=[worked["title"] for worked in SERIES])
def test_the_worked_examples(worked: dict[str, Any]) -> None:
    known = tally(worked["attended"], worked["undecided"])
    reached = series_count(SIX_OF_EIGHT, known)
    assert (reached.code, reached.words) == (worked["code"], worked["words"])
    assert can_still_miss(SIX_OF_EIGHT, known) == worked["can_still_miss"]


def test_with_sessions_to_spare_nobody_is_at_risk() -> None:
    assert can_still_miss(SIX_OF_EIGHT, tally(0, 8)) == 2


def test_one_needed_is_said_in_the_singular() -> None:
    assert series_count(ONE_IS_ENOUGH, tally(0, 1)).words == "0 of 8 sessions; 1 is needed."


@pytest.mark.parametrize(("present_until", "counted"), [(48, True), (47.9, False)])
def test_a_session_counts_by_its_fraction(present_until: float, counted: bool) -> None:
    assert counts(SIX_OF_EIGHT, timeline(minutes(0, 60), minutes(0, present_until))) is counted


def test_a_session_that_never_was_counts_for_nobody() -> None:
    assert counts(SIX_OF_EIGHT, timeline([], minutes(0, 60))) is False


@pytest.mark.parametrize(("attended", "quarters"), [(5, 0), (6, 36), (7, 42)])
def test_once_met_every_attended_session_is_awarded(attended: int, quarters: int) -> None:
    known = tally(attended, 1)
    together = attended * SIX_OF_EIGHT.designated_quarters
    assert series_outcome(SIX_OF_EIGHT, known, together, role_excluded=False) == Outcome(
        quarters, series_count(SIX_OF_EIGHT, known)
    )


def test_leaders_are_excluded_from_the_whole_of_it() -> None:
    excluded = Outcome(0, NothingToCount(ReasonCode.ROLE_EXCLUDED))
    assert series_outcome(SIX_OF_EIGHT, tally(8, 0), 48, role_excluded=True) == excluded


def test_a_session_that_counted_has_its_share() -> None:
    assert share(counted=True) == Outcome(6, series_count(SIX_OF_EIGHT, tally(6, 2)))


def test_a_session_that_did_not_count_has_none() -> None:
    assert share(counted=False) == Outcome(0, series_count(SIX_OF_EIGHT, tally(6, 2)))


def test_nothing_is_shared_out_before_the_minimum_is_met() -> None:
    assert share(counted=True, attended=5) == Outcome(0, series_count(SIX_OF_EIGHT, tally(5, 2)))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"held": False}, ReasonCode.NOT_HELD),
        ({"confirmed": False}, ReasonCode.ROLL_OPEN),
        ({"role_excluded": True}, ReasonCode.ROLE_EXCLUDED),
    ],
)
def test_some_sessions_have_no_share_whatever_the_standing(facts: dict[str, bool], code: ReasonCode) -> None:
    assert share(counted=True, **facts) == Outcome(0, NothingToCount(code))


@pytest.mark.parametrize(("planned", "attended", "undecided"), [(-1, 0, 0), (8, -1, 0), (8, 0, -1)])
def test_sessions_are_counted_from_nothing(planned: int, attended: int, undecided: int) -> None:
    assert refusal(lambda: Tally(planned=planned, attended=attended, undecided=undecided)) is Code.INVALID
