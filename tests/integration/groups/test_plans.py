"""Session plans: the ready-made ones, a group's own, and the editor that always says the total."""

from dataclasses import replace
from typing import Any

import pytest

from balint_live.application.groups.changes import Changes
from balint_live.application.identity import Identity
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.protocol import Protocol
from tests.integration.groups.cast import ANA, CARLA, CATALOGUE, CLEO, Site
from tests.integration.groups.page import Page

PLANS = "/groups/tuesday/plans"
NEW = f"{PLANS}/new"
SAVE = "Save this plan"
SHORT = CATALOGUE.protocol("short", "Short", [("opening", 5), ("checkin", 30), ("closing", 5)])


def rows(page: Page) -> list[tuple[str, str]]:
    """The phases of the editor with their minutes."""
    selects = [each for each in page.main.all("select") if each.get("name") == "phase"]
    chosen = [next(one for one in each.all("option") if one.has("selected")).get("value") for each in selects]
    return list(zip(chosen, typed(page)["minutes"], strict=False))[: len(chosen)]


def typed(page: Page) -> dict[str, list[str]]:
    [listed] = [each for each in page.main.all("ol") if each.get("id") == "phases"]
    return {"minutes": [each.get("value") for each in listed.all("input")]}


def total(page: Page) -> str:
    [said] = [each.text for each in page.main.all("p") if each.get("class") == "plan-total"]
    return said


def steps(plan: Protocol) -> list[tuple[str, int]]:
    return [(step.phase.id, int(step.planned.total_seconds()) // 60) for step in plan.steps]


def own(site: Site) -> list[tuple[str, str, list[tuple[str, int]]]]:
    return [(plan.id, plan.name, steps(plan)) for plan in site.group().plans]


def with_rows(*pairs: tuple[str, str], name: str = "Ours") -> dict[str, Any]:
    return {
        "name": name,
        "phase": [phase for phase, _ in pairs],
        "minutes": [minutes for _, minutes in pairs],
    }


def test_every_ready_made_plan_can_be_started_from(site: Site) -> None:
    page = site.visitor(ANA).look(PLANS)
    starts = [each.get("href") for each in page.main.all("a") if each.text == "Start from this"]
    assert starts == [f"{NEW}?from={id}" for id in CATALOGUE.protocols]
    assert "None yet. Start from one of those below." in page.text


def test_the_editor_begins_with_the_rows_of_the_plan_and_no_name(site: Site) -> None:
    page = site.visitor(ANA).look(f"{NEW}?from=first90")
    assert rows(page) == [(phase, str(minutes)) for phase, minutes in steps(CATALOGUE.protocols["first90"])]
    assert (page.value("name"), total(page)) == ("", "Total: 90 minutes, 30 more than usual.")


@pytest.mark.parametrize("start", ["no-such-plan", "gather"])
def test_there_is_nothing_to_start_from_elsewhere(site: Site, start: str) -> None:
    assert site.visitor(ANA).look(f"{NEW}?from={start}").status == 404


PAIRS = [("opening", "5"), ("checkin", "30"), ("closing", "x")]


@pytest.mark.parametrize(
    ("button", "after", "focused"),
    [
        ("up:2", [PAIRS[1], PAIRS[0], PAIRS[2]], "down:1"),
        ("up:3", [PAIRS[0], PAIRS[2], PAIRS[1]], "up:2"),
        ("down:1", [PAIRS[1], PAIRS[0], PAIRS[2]], "down:2"),
        ("down:2", [PAIRS[0], PAIRS[2], PAIRS[1]], "up:3"),
        ("remove:2", [PAIRS[0], PAIRS[2]], "add"),
        ("add", [PAIRS[0], PAIRS[1], ("discussion", "5"), PAIRS[2]], "phase-3"),
        ("look", PAIRS, None),
    ],
)
def test_each_button_rearranges_the_rows_and_keeps_what_was_typed(
    site: Site, button: str, after: list[tuple[str, str]], focused: str | None
) -> None:
    ana = site.visitor(ANA)
    page = ana.press(ana.look(f"{NEW}?from=abs60"), "look", with_rows(*PAIRS))
    page = ana.press(page, button)
    assert (page.status, page.value("name"), rows(page)) == (200, "Ours", after)
    focus = [
        each.get("value") or each.get("id")
        for each in page.main.all("button", "select")
        if each.has("autofocus")
    ]
    assert focus == ([focused] if focused else [])
    assert own(site) == []


@pytest.mark.parametrize("press", ["up:1", "down:3", "remove:9", "up:", "up:-1", "up:²", "dance:1", ""])
def test_a_press_that_no_button_makes_changes_nothing(site: Site, press: str) -> None:
    ana = site.visitor(ANA)
    token = ana.look(NEW).value("csrf_token")
    page = ana.post(NEW, {**with_rows(*PAIRS), "press": press, "csrf_token": token})
    assert (page.status, rows(page)) == (200, PAIRS)


def test_the_total_is_of_the_minutes_that_can_be_read(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.press(
        ana.look(NEW), "look", with_rows(("opening", "5"), ("checkin", "soon"), ("closing", "88"))
    )
    assert total(page) == "Total: 93 minutes, 33 more than usual."


def test_before_the_first_session_there_is_no_usual_length(site: Site) -> None:
    assert total(site.visitor(CLEO).look("/groups/thursday/plans/new")) == "Total: 60 minutes."


def test_a_plan_that_adds_up_to_another_length_can_still_be_saved(site: Site) -> None:
    ana = site.visitor(ANA)
    answer = ana.press(
        ana.look(NEW),
        SAVE,
        with_rows(("opening", "5"), ("discussion", " 30 "), ("return", "5"), name=" Our  plan "),
    )
    assert (answer.status, answer.location) == (303, PLANS)
    [(_, name, kept)] = own(site)
    assert (name, kept) == ("Our plan", [("opening", 5), ("discussion", 30), ("return", 5)])


def test_a_presenter_who_is_left_behind_is_said_beside_the_list(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.press(ana.look(NEW), SAVE, with_rows(("discussion", "30"), ("closing", "5")))
    assert page.status == 422
    assert page.summary == (
        "Not saved yet. Please look at this again: "
        "Phases: After Group discussion nothing brings the presenter back."
    )
    assert (rows(page), own(site)) == ([("discussion", "30"), ("closing", "5")], [])


def test_each_field_that_is_wrong_is_named_in_its_row(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.press(
        ana.look(NEW), SAVE, with_rows(("opening", "0"), ("checkin", "5"), ("closing", "2.5"), name="")
    )
    assert page.status == 422
    assert page.summary == (
        "Not saved yet. Please look at this again: "
        "Name of the plan: Give the plan a name. "
        "Minutes of phase 1: Type whole minutes, from 1 to 240. "
        "Minutes of phase 3: Type whole minutes, from 1 to 240."
    )
    assert rows(page) == [("opening", "0"), ("checkin", "5"), ("closing", "2.5")]


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("gather", "Gathering lies outside the clock and cannot be a step."),
        ("group_hug", "There is no phase called group_hug."),
    ],
)
def test_a_phase_that_cannot_be_a_step_is_refused(site: Site, phase: str, said: str) -> None:
    ana = site.visitor(ANA)
    page = ana.press(ana.look(NEW), SAVE, with_rows(("opening", "5"), (phase, "5")))
    assert (page.status, page.summary.partition("Phases: ")[2]) == (422, said)


def test_a_plan_without_phases_is_none(site: Site) -> None:
    ana = site.visitor(ANA)
    page = ana.press(ana.look(NEW), SAVE, {"name": "Ours", "phase": None, "minutes": None})
    assert page.summary.endswith("Phases: A session plan needs at least one step.")


def test_an_own_plan_is_changed_under_its_name(site: Site) -> None:
    site.change(Changes(plans=(SHORT,)))
    ana = site.visitor(ANA)
    page = ana.look(ana.look(PLANS).links["Change it"])
    assert (page.value("name"), rows(page)) == (
        "Short",
        [("opening", "5"), ("checkin", "30"), ("closing", "5")],
    )
    ana.press(page, SAVE, {"name": "Shorter", "minutes": ["5", "20", "5"]})
    assert own(site) == [("short", "Shorter", [("opening", 5), ("checkin", 20), ("closing", 5)])]


def test_a_booked_session_keeps_the_plan_it_was_booked_with(site: Site) -> None:
    session = replace(site.group().meetings[1], plan=SHORT)
    site.change(Changes(plans=(SHORT,), meetings=(session,)))
    ana = site.visitor(ANA)
    ana.press(ana.look(f"{PLANS}/short"), SAVE, {"minutes": ["5", "20", "5"]})
    assert site.group().meetings[1].plan == SHORT
    page = ana.look("/groups/tuesday/sessions/second")
    [choice] = [each for each in page.main.all("select") if each.get("name") == "plan"]
    assert [(one.get("value"), one.text) for one in choice.all("option")][:2] == [
        ("as_booked", "Short, 40 minutes"),
        ("short", "Short, 30 minutes"),
    ]


def test_a_plan_is_taken_away(site: Site) -> None:
    site.change(Changes(plans=(SHORT,)))
    ana = site.visitor(ANA)
    page = ana.look(f"{PLANS}/short")
    assert ana.press(page, "Delete it").location == PLANS
    assert own(site) == []
    assert ana.press(page, SAVE).status == 404


def test_a_plan_too_short_for_the_groups_credit_is_said_so(site: Site) -> None:
    hour = CreditLine(policy=Policy.FULL_HOUR, credit_type="CE")
    settings = replace(site.group().settings, credit_lines=(hour,))
    site.change(Changes(settings=settings, plans=(SHORT,)))
    ana = site.visitor(ANA)
    said = "Nobody can earn CE in a session with “Short”: it is shorter than a full hour."
    for address in (PLANS, f"{PLANS}/short"):
        page = ana.look(address)
        assert [each.text for each in page.main.all("p") if each.get("class") == "remark"] == [said]


@pytest.mark.parametrize("who", [None, CARLA, CLEO])
def test_plans_are_for_the_groups_own_leaders(site: Site, who: Identity | None) -> None:
    site.change(Changes(plans=(SHORT,)))
    visitor = site.visitor(who)
    assert [visitor.look(each).status for each in (PLANS, NEW, f"{PLANS}/short")] == [404, 404, 404]


def test_nor_does_a_plan_open_through_another_group(site: Site) -> None:
    site.change(Changes(plans=(SHORT,)))
    cleo = site.visitor(CLEO)
    token = cleo.look("/groups/thursday/plans/new").value("csrf_token")
    pressed = {**with_rows(("checkin", "5")), "press": "save", "csrf_token": token}
    assert cleo.look("/groups/thursday/plans/short").status == 404
    assert cleo.post("/groups/thursday/plans/short", pressed).status == 404
    assert own(site) == [("short", "Short", steps(SHORT))]
