"""The facts behind "Credit needs us to run until 20:04"; the page's script goes on from them."""

from datetime import datetime

import pytest

from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.meeting import Meeting
from balint_live.web.shared.context import credit_facts, encoded, needed_until
from tests.unit.domain.cast import ANA, at, closed, gathering, opened
from tests.unit.domain.shipped import SHIPPED

HOURS = CreditLine(policy=Policy.FULL_HOUR, credit_type="CE")
QUARTERS = CreditLine(policy=Policy.QUARTER_HOUR, credit_type="CME")
NINETY = SHIPPED.without_credit_for({"opening"}).protocol(
    "own", "Ninety", [("opening", 11), ("discussion", 69), ("return", 10)]
)


def ms(moment: datetime) -> int:
    return int(encoded(moment))


def needed(meeting: Meeting, minutes: float) -> int | None:
    """In minutes from the booked start, at so many minutes from it."""
    found = needed_until(meeting, [QUARTERS, HOURS], at(minutes))
    return None if found is None else (found - ms(at())) // 60_000


def test_the_facts_of_a_plan_that_leaves_its_opening_out() -> None:
    assert credit_facts(gathering(NINETY), [HOURS, QUARTERS], at()) == {
        "types": ["CE"],
        "fullHourMs": 3_600_000,
        "uncreditedPositions": [1],
        "pausedMs": 0,
    }


def test_a_late_opening_moves_the_moment_in_minutes_rounded_up() -> None:
    assert [needed(gathering().open(ANA, at(minute)), 10) for minute in (0, 3.2, 4)] == [60, 64, 64]


def test_time_in_uncredited_steps_comes_on_top_planned_taken_or_overrun() -> None:
    early, late = opened(NINETY).next(ANA, at(5)), opened(NINETY).next(ANA, at(15))
    assert [needed(one, 20) for one in (opened(NINETY), early, late)] == [80, 65, 75]
    assert needed(opened(NINETY), 5) == 71


def test_a_pause_counts_where_no_credit_is_earned_and_nowhere_else() -> None:
    resting = opened(NINETY).pause(ANA, at(2)).resume(ANA, at(6))
    later = opened(NINETY).next(ANA, at(11)).pause(ANA, at(20)).resume(ANA, at(30))
    assert credit_facts(resting, [HOURS], at(7))["pausedMs"] == 240_000
    assert credit_facts(later, [HOURS], at(40))["pausedMs"] == 0
    assert (needed(resting, 7), needed(resting.next(ANA, at(15)), 20), needed(later, 40)) == (75, 75, 71)


@pytest.mark.parametrize("minutes", [60, 61])
def test_once_it_has_passed_nothing_is_needed(minutes: int) -> None:
    assert needed(opened(), minutes) is None


def test_nothing_is_needed_before_the_opening_after_the_end_or_without_such_a_credit() -> None:
    assert (needed(gathering(), 0), needed(closed(), 30)) == (None, None)
    assert needed_until(opened(), [QUARTERS], at(1)) is None
