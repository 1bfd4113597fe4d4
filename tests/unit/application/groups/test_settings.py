"""What is settled for a group: its settings, its leaders, its own session plans."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from balint_live.application.groups.changes import NOTHING, Changes
from balint_live.application.groups.group import Group, GroupLeader, LeaderLabel
from balint_live.application.groups.settings import (
    MOST_PLANS,
    change_settings,
    drop_plan,
    keep_plan,
    remove_leader,
    require_possible,
)
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.errors import Code, DomainError
from tests.unit.application.groups.cast import ANA, FIRST, SECOND, SETTINGS, group, numbered
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
    at = group()
    assert change_settings(at, at.version, changed, numbered("line")) == Changes(settings=changed)


def test_those_made_for_another_version_are_not() -> None:
    at, changed = group(), replace(SETTINGS, quorum=5)
    stale = (Code.STALE_REVISION, "Somebody else has changed these settings meanwhile.")
    assert refused(lambda: change_settings(at, at.version - 1, changed, numbered("line"))) == stale
    assert refused(lambda: change_settings(at, at.version + 1, changed, numbered("line"))) == stale


def test_those_that_are_impossible_as_well_are_out_of_date_first() -> None:
    at, impossible = group(), replace(SETTINGS, quorum=-1)
    assert (
        refused(lambda: change_settings(at, at.version - 1, impossible, numbered("line")))[0]
        is Code.STALE_REVISION
    )


def test_what_is_so_already_is_no_change_whatever_version_it_was_made_for() -> None:
    at = group()
    assert change_settings(at, at.version - 1, SETTINGS, numbered("line")) == NOTHING


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
    assert refused(lambda: change_settings(group(), 1, impossible, numbered("line"))) == (Code.INVALID, said)


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
    assert change_settings(group(), 1, changed, numbered("line")) == Changes(settings=changed)


def ended(*credit_lines: CreditLine, **facts: object) -> Group:
    """The first session has ended."""
    first = replace(FIRST, opened_at=FIRST.start, closed_at=FIRST.end, **facts)  # type: ignore[arg-type]
    return group(meetings=(first, SECOND), settings=replace(SETTINGS, credit_lines=credit_lines))


def settled(at: Group, *credit_lines: CreditLine, put_right: tuple[int, ...] = ()) -> Changes:
    asked = replace(SETTINGS, credit_lines=credit_lines)
    return change_settings(at, at.version, asked, numbered("line"), put_right)


def ids(changes: Changes) -> list[str]:
    assert changes.settings is not None
    return [line.id for line in changes.settings.credit_lines]


def test_a_new_line_gets_an_id() -> None:
    assert ids(settled(group(), CE, CME)) == ["line-1", "line-2"]


@pytest.mark.parametrize(
    ("changes", "id"),
    [
        ({"designated_quarters": 6}, "ce"),
        ({"credit_type": "APA CE"}, "ce"),
        ({"policy": Policy.MIN_FRACTION}, "ce"),
        ({"credit_type": "AMA", "policy": Policy.QUARTER_HOUR}, "line-1"),
        ({"id": "", "designated_quarters": 6}, "ce"),
        ({"id": "", "credit_type": "APA CE"}, "line-1"),
        ({"id": "never seen", "designated_quarters": 6}, "line-1"),
    ],
)
def test_a_line_stays_the_same_while_its_rule_or_its_name_does(changes: dict[str, object], id: str) -> None:
    line = replace(CE, id="ce")
    at = group(settings=replace(SETTINGS, credit_lines=(line,)))
    assert ids(settled(at, replace(line, **changes))) == [id]  # type: ignore[arg-type]


def test_two_lines_alike_stay_two() -> None:
    one, other = replace(CE, id="one"), replace(CE, id="other")
    at = group(settings=replace(SETTINGS, credit_lines=(one, other)))
    unnamed = replace(CE, id="", designated_quarters=6)
    assert ids(settled(at, unnamed, unnamed)) == ["one", "other"]


def test_a_session_that_has_ended_keeps_its_figure_when_the_line_gets_another() -> None:
    line = replace(CME, id="cme")
    at = ended(line, designated=(("cme", 4),))
    assert settled(at, replace(line, designated_quarters=6)).designated == ()


def test_it_gets_the_new_one_where_that_is_asked_for() -> None:
    one, other = replace(CE, id="ce"), replace(CME, id="cme")
    at = ended(one, other, designated=(("ce", 4), ("cme", 4)))
    more = [replace(line, by_plan=(("abs60", 6),)) for line in (one, other)]
    assert settled(at, *more, put_right=(1,)).designated == (("first", (("ce", 4), ("cme", 6))),)
    assert settled(at, one, other, put_right=(0, 1)) == NOTHING


def test_asked_for_by_an_older_form_it_does_not() -> None:
    line = replace(CME, id="cme", designated_quarters=6)
    at, asked = ended(line, designated=(("cme", 4),)), replace(SETTINGS, credit_lines=(line,))
    assert refused(lambda: change_settings(at, 0, asked, numbered("line"), (0,)))[0] is Code.STALE_REVISION


def test_under_a_line_that_came_later_it_has_the_figure_of_its_plan_from_then_on() -> None:
    line = replace(CME, by_plan=(("abs60", 6),))
    assert settled(ended(), line).designated == (("first", (("line-1", 6),)),)


def test_the_figure_goes_with_its_line() -> None:
    at = ended(replace(CE, id="ce"), replace(CME, id="cme"), designated=(("ce", 4), ("cme", 6)))
    assert settled(at, replace(CME, id="cme")).designated == (("first", (("cme", 6),)),)


def test_one_of_two_leaders_is_removed() -> None:
    both = replace(group(), leaders=(ANA, BEN))
    assert remove_leader(both, "ben") == Changes(departed_leaders=("ben",))


def test_the_last_one_stays() -> None:
    alone = replace(group(), leaders=(ANA,))
    said = "A group needs at least one leader. Add another one first."
    assert refused(lambda: remove_leader(alone, "ana")) == (Code.INVALID, said)


def test_removing_a_stranger_is_no_change() -> None:
    assert remove_leader(replace(group(), leaders=(ANA,)), "cleo") == NOTHING


def test_a_plan_of_the_groups_own_is_kept() -> None:
    assert keep_plan(group(), OURS) == Changes(plans=(OURS,))


def test_but_not_without_a_name() -> None:
    nameless = replace(OURS, name=" ")
    assert refused(lambda: keep_plan(group(), nameless)) == (Code.INVALID, "A session plan needs a name.")


def test_fifty_are_enough_but_those_there_are_may_change() -> None:
    full = replace(group(), plans=tuple(replace(OURS, id=f"plan-{number}") for number in range(MOST_PLANS)))
    said = "A group keeps at most 50 session plans of its own."
    assert refused(lambda: keep_plan(full, OURS)) == (Code.INVALID, said)
    renamed = replace(OURS, id="plan-7", name="Renamed")
    assert keep_plan(full, renamed) == Changes(plans=(renamed,))


def test_a_plan_is_dropped_once() -> None:
    at = replace(group(), plans=(OURS,))
    assert drop_plan(at, OURS.id) == Changes(dropped_plans=(OURS.id,))
    assert drop_plan(group(), OURS.id) == NOTHING
