"""What is settled for a group: its settings, its leaders, its own session plans."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from balint_live.application.groups.changes import NOTHING, Changes
from balint_live.application.groups.group import GroupLeader, LeaderLabel
from balint_live.application.groups.settle import (
    MOST_PLANS,
    drop_plan,
    keep_plan,
    remove_leader,
    require_possible,
    settle,
)
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.errors import Code, DomainError
from tests.unit.application.groups.cast import ANA, SETTINGS, desk
from tests.unit.domain.shipped import plan

BEN = GroupLeader(id="ben", name="Ben", email="ben@example.org", label=LeaderLabel.CO_LEADER)
CE = CreditLine(policy=Policy.FULL_HOUR, credit_type="CE")
CME = CreditLine(policy=Policy.QUARTER_HOUR, credit_type="CME")
OURS = plan("opening 5", "closing 5")


def refused(decide: Callable[[], object]) -> tuple[Code, str]:
    with pytest.raises(DomainError) as refusal:
        decide()
    return refusal.value.code, refusal.value.sentence


def test_settings_made_for_the_version_in_force_are_kept() -> None:
    changed = replace(SETTINGS, quorum=5)
    at = desk()
    assert settle(at, at.group.version, changed) == Changes(settings=changed)


def test_those_made_for_another_version_are_not() -> None:
    at, changed = desk(), replace(SETTINGS, quorum=5)
    stale = (Code.STALE_REVISION, "Somebody else has changed these settings meanwhile.")
    assert refused(lambda: settle(at, at.group.version - 1, changed)) == stale
    assert refused(lambda: settle(at, at.group.version + 1, changed)) == stale


def test_those_that_are_impossible_as_well_are_out_of_date_first() -> None:
    at, impossible = desk(), replace(SETTINGS, quorum=-1)
    assert refused(lambda: settle(at, at.group.version - 1, impossible))[0] is Code.STALE_REVISION


def test_what_is_so_already_is_no_change_whatever_version_it_was_made_for() -> None:
    at = desk()
    assert settle(at, at.group.version - 1, SETTINGS) == NOTHING


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "  "}, "A group needs a name."),
        ({"planned_sessions": 0}, "A series has between 1 and 100 sessions."),
        ({"planned_sessions": 101}, "A series has between 1 and 100 sessions."),
        ({"quorum": -1}, "The number of participants a session needs lies between 0 and 50."),
        ({"quorum": 51}, "The number of participants a session needs lies between 0 and 50."),
        ({"retention_years": 2}, "Attendance that earned credit is kept for 3 to 10 years."),
        ({"retention_years": 11}, "Attendance that earned credit is kept for 3 to 10 years."),
        (
            {"retention_years": 5, "credit_lines": (CME,)},
            "Attendance that earned credit for time attended is kept for at least 6 years.",
        ),
    ],
)
def test_impossible_settings_are_refused(changes: dict[str, object], said: str) -> None:
    impossible = replace(SETTINGS, **changes)  # type: ignore[arg-type]
    assert refused(lambda: require_possible(impossible)) == (Code.INVALID, said)
    assert refused(lambda: settle(desk(), 1, impossible)) == (Code.INVALID, said)


@pytest.mark.parametrize(
    "changes",
    [
        {"retention_years": 3, "credit_lines": (CE,)},
        {"retention_years": 6, "credit_lines": (CE, CME)},
        {"retention_years": 10, "credit_lines": (CME,)},
    ],
)
def test_years_that_a_groups_credit_asks_for_are_possible(changes: dict[str, object]) -> None:
    changed = replace(SETTINGS, **changes)  # type: ignore[arg-type]
    assert settle(desk(), 1, changed) == Changes(settings=changed)


def test_one_of_two_leaders_is_removed() -> None:
    both = replace(desk(), leaders=(ANA, BEN))
    assert remove_leader(both, "ben") == Changes(departed_leaders=("ben",))


def test_the_last_one_stays() -> None:
    alone = replace(desk(), leaders=(ANA,))
    said = "A group needs at least one leader. Add another one first."
    assert refused(lambda: remove_leader(alone, "ana")) == (Code.INVALID, said)


def test_removing_a_stranger_is_no_change() -> None:
    assert remove_leader(replace(desk(), leaders=(ANA,)), "cleo") == NOTHING


def test_a_plan_of_the_groups_own_is_kept() -> None:
    assert keep_plan(desk(), OURS) == Changes(plans=(OURS,))


def test_but_not_without_a_name() -> None:
    nameless = replace(OURS, name=" ")
    assert refused(lambda: keep_plan(desk(), nameless)) == (Code.INVALID, "A session plan needs a name.")


def test_fifty_are_enough_but_those_there_are_may_change() -> None:
    full = replace(desk(), plans=tuple(replace(OURS, id=f"plan-{number}") for number in range(MOST_PLANS)))
    said = "A group keeps at most 50 session plans of its own."
    assert refused(lambda: keep_plan(full, OURS)) == (Code.INVALID, said)
    renamed = replace(OURS, id="plan-7", name="Renamed")
    assert keep_plan(full, renamed) == Changes(plans=(renamed,))


def test_a_plan_is_dropped_once() -> None:
    at = replace(desk(), plans=(OURS,))
    assert drop_plan(at, OURS.id) == Changes(dropped_plans=(OURS.id,))
    assert drop_plan(desk(), OURS.id) == NOTHING
