"""What a sponsor settles about credit beside its lines: phases that earn none, and how long its attendance is kept."""

from dataclasses import replace

import pytest

from balint_live.application.groups.changes import Changes
from balint_live.domain.credit import CreditLine, Policy
from balint_live.web.shared.context import plan_words
from tests.integration.groups.cast import (
    ANA,
    BEN,
    CATALOGUE,
    FIRST,
    FIRST_END,
    MARA,
    SECOND,
    SECOND_START,
    TUESDAY,
    Site,
    booked,
    hold_first,
)
from tests.integration.groups.page import Page

SETTINGS = "/groups/tuesday/settings"
SAVE = "Save the settings"
FIRST90, ABS60 = "First meeting of a series, 90 minutes", "ABS-style, 60 minutes"
HOURS = CreditLine(policy=Policy.FULL_HOUR, credit_type="CE")
TIME = CreditLine(policy=Policy.QUARTER_HOUR, credit_type="CME")


def grant(site: Site, *lines: CreditLine) -> None:
    site.change(Changes(settings=replace(site.group().settings, credit_lines=lines)))


def figures(page: Page, line: int = 0) -> dict[str, str]:
    """What stands in the fields of a credit line that are about one plan each, by their labels."""
    labels = {each.get("for"): each.text for each in page.main.all("label")}
    return {
        labels[each.get("id")]: each.get("value")
        for each in page.main.all("input")
        if each.get("name").startswith(f"credit_lines-{line}-by_plan-") and each.get("type") != "hidden"
    }


def awarded(page: Page) -> list[str]:
    """Carla's row of the matrix."""
    (row,) = [row for row in page.main.all("tr") if row.all("th") and row.all("th")[0].text == "Carla"]
    return [each.text for each in row.all("td")]


def first_confirmed(site: Site) -> None:
    """Carla was in the first session, of 90 minutes, from its beginning to its end."""
    hold_first(site, "carla")
    site.clock.set(FIRST_END)
    site.services.attendance_service.confirm(ANA, TUESDAY, FIRST, {})


def remarks(page: Page) -> list[str]:
    return [each.text for each in page.main.all("p") if each.get("class") == "remark"]


def test_every_step_that_earns_credit_may_be_left_out(site: Site) -> None:
    page = site.visitor(ANA).look(SETTINGS)
    offered = [
        each.get("value") for each in page.main.all("input") if each.get("name") == "uncredited_phases"
    ]
    assert sorted(offered) == sorted(set(site.services.catalogue.phases) - {"gather", "break", "debrief"})
    assert page.ticked("uncredited_phases") == []
    assert page.value("retention_years") == "6"


def test_what_is_ticked_is_saved_in_the_alphabets_order_and_unticked_again(site: Site) -> None:
    ana = site.visitor(ANA)
    ana.press(
        ana.look(SETTINGS), SAVE, {"uncredited_phases": ["opening", "checkin"], "retention_years": "10"}
    )
    settings = site.group().settings
    assert (settings.uncredited_phases, settings.retention_years) == (("checkin", "opening"), 10)
    page = ana.look(SETTINGS)
    assert sorted(page.ticked("uncredited_phases")) == ["checkin", "opening"]
    ana.press(page, SAVE, {"uncredited_phases": None})
    assert site.group().settings.uncredited_phases == ()


@pytest.mark.parametrize("phase", ["gather", "nothing", ""])
def test_what_is_no_step_cannot_be_left_out(site: Site, phase: str) -> None:
    ana = site.visitor(ANA)
    page = ana.press(ana.look(SETTINGS), SAVE, {"uncredited_phases": [phase]})
    assert (page.status, list(page.errors)) == (422, ["uncredited_phases"])
    assert site.group().settings.uncredited_phases == ()


@pytest.mark.parametrize(
    ("years", "blamed"),
    [
        ("2", {"retention_years": "Type a whole number from 3 to 10."}),
        ("11", {"retention_years": "Type a whole number from 3 to 10."}),
        (
            "5",
            {"retention_years": "A credit here counts time attended; its bodies ask for at least 6 years."},
        ),
    ],
)
def test_years_that_no_body_would_take_are_blamed_at_their_field(
    site: Site, years: str, blamed: dict[str, str]
) -> None:
    grant(site, TIME)
    ana = site.visitor(ANA)
    page = ana.press(ana.look(SETTINGS), SAVE, {"retention_years": years})
    assert (page.status, page.errors, page.value("retention_years")) == (422, blamed, years)
    assert site.group().settings.retention_years == 6


def test_without_such_a_credit_three_years_are_enough(site: Site) -> None:
    grant(site, HOURS)
    ana = site.visitor(ANA)
    assert ana.press(ana.look(SETTINGS), SAVE, {"retention_years": "3"}).status == 303
    assert site.group().settings.retention_years == 3


def test_a_plan_that_becomes_too_short_by_it_is_said_on_both_pages(site: Site) -> None:
    grant(site, HOURS)
    ana = site.visitor(ANA)
    before = remarks(ana.look("/groups/tuesday"))
    after = ana.pressed(ana.look(SETTINGS), SAVE, {"uncredited_phases": ["opening"]})
    said = ["Nobody can earn CE in a session with “ABS-style, 60 minutes”: it is shorter than a full hour."]
    assert before == []
    assert remarks(after) == said
    assert remarks(ana.look(SETTINGS)) == said


def test_somebody_elses_version_of_both_is_shown_beside_the_typed_one(site: Site) -> None:
    ana, ben = site.visitor(ANA), site.visitor(BEN)
    page = ana.look(SETTINGS)
    ben.press(ben.look(SETTINGS), SAVE, {"uncredited_phases": ["opening"], "retention_years": "8"})
    refused = ana.press(page, SAVE, {"uncredited_phases": None, "retention_years": "7"})
    assert [[cell.text for cell in row.all("th", "td")] for row in refused.main.all("tr")][1:] == [
        ["Phases that earn no credit", "Now: Opening and agreement", "Yours: none"],
        ["Years to keep attendance that earned credit", "Now: 8", "Yours: 7"],
    ]


def test_each_plan_that_sessions_are_booked_by_may_have_a_figure_of_its_own(site: Site) -> None:
    grant(site, TIME)
    ana = site.visitor(ANA)
    page = ana.look(SETTINGS)
    assert figures(page) == {FIRST90: "", ABS60: ""}
    ana.press(page, SAVE, {"credit_lines-0-by_plan-0-figure": "1.50"})
    (line,) = site.group().settings.credit_lines
    assert (line.designated_quarters, line.by_plan) == (4, (("first90", 6),))
    assert figures(ana.look(SETTINGS)) == {FIRST90: "1.50", ABS60: ""}


def test_the_matrix_shows_what_each_sessions_own_figure_awards(site: Site) -> None:
    grant(site, replace(TIME, by_plan=(("first90", 6),)))
    first_confirmed(site)
    page = site.visitor(ANA).look("/groups/tuesday/attendance?line=0")
    assert awarded(page) == ["1.50", "to come", "1.50"]
    assert [each.text for each in page.main.all("thead")[0].all("th")] == [
        "Name",
        "Session 1 10 Mar of 1.50",
        "Session 2 7 Apr of 1.00 to come",
        "Total",
    ]


def test_a_plan_of_the_groups_own_begins_without_a_figure_and_may_get_one(site: Site) -> None:
    grant(site, replace(TIME, by_plan=(("first90", 6),)))
    ana = site.visitor(ANA)
    kept = ana.pressed(
        ana.look("/groups/tuesday/plans/new?from=first90"), "Save this plan", {"name": "Our first"}
    )
    assert "Under “Credit” in the settings the plan can have its own figure." in kept.tree.text
    assert figures(ana.look(SETTINGS)) == {FIRST90: "1.50", ABS60: "", "Our first, 90 minutes": ""}


def test_a_plan_taken_away_keeps_its_figure_while_sessions_are_booked_by_it(site: Site) -> None:
    ana = site.visitor(ANA)
    ours = replace(CATALOGUE.protocols["first90"], id="ours", name="Ours")
    site.change(Changes(plans=(ours,), meetings=(replace(booked(SECOND, 2, SECOND_START), plan=ours),)))
    grant(site, replace(TIME, by_plan=(("ours", 6),)))
    ana.press(ana.look("/groups/tuesday/plans/ours"), "drop")
    ana.press(ana.look(SETTINGS), SAVE, {"quorum": "5"})
    assert site.group().settings.credit_lines[0].by_plan == (("ours", 6),)
    site.change(Changes(meetings=(booked(SECOND, 2, SECOND_START),)))
    ana.press(ana.look(SETTINGS), SAVE, {"quorum": "6"})
    assert site.group().settings.credit_lines[0].by_plan == ()


def test_a_figure_that_is_none_is_blamed_at_its_field_and_kept(site: Site) -> None:
    grant(site, TIME)
    ana = site.visitor(ANA)
    page = ana.press(ana.look(SETTINGS), SAVE, {"credit_lines-0-by_plan-1-figure": "1.3"})
    said = "Type credits in quarters, from 0 to 24, such as 1.25."
    assert (page.status, page.errors) == (422, {"credit_lines-0-by_plan-1-figure": said})
    assert figures(page) == {FIRST90: "", ABS60: "1.3"}
    assert f"{ABS60}: {said}" in page.summary
    assert site.group().settings.credit_lines[0].by_plan == ()


def test_a_figure_of_a_plan_that_nobody_offered_is_blamed(site: Site) -> None:
    grant(site, TIME)
    ana = site.visitor(ANA)
    strange = {"credit_lines-0-by_plan-0-plan": "train90", "credit_lines-0-by_plan-0-figure": "1"}
    page = ana.press(ana.look(SETTINGS), SAVE, strange)
    assert page.errors == {
        "credit_lines-0-by_plan-0-figure": "No session is booked by this plan any more. Leave this empty."
    }


def test_before_there_is_a_session_every_plan_may_have_one(site: Site) -> None:
    mara, settings = site.visitor(MARA), "/groups/thursday/settings"
    page = mara.look(settings)
    assert list(figures(page)) == [plan_words(each) for each in site.services.catalogue.protocols.values()]
    typed = {
        "credit_lines-0-policy": "min_fraction",
        "credit_lines-0-credit_type": "Points",
        "credit_lines-0-by_plan-3-figure": "1.5",
    }
    mara.press(page, SAVE, typed)
    (line,) = site.group("thursday").settings.credit_lines
    assert (line.by_plan, line.id != "") == ((("first90", 6),), True)


def test_a_session_that_has_ended_keeps_its_figure_until_that_is_put_right(site: Site) -> None:
    first_confirmed(site)
    ana, matrix = site.visitor(ANA), "/groups/tuesday/attendance?line=0"
    new = {"credit_lines-0-policy": "min_fraction", "credit_lines-0-credit_type": "Points"}
    ana.press(ana.look(SETTINGS), SAVE, {**new, "credit_lines-0-by_plan-0-figure": "1.50"})
    at_first = awarded(ana.look(matrix))
    ana.press(ana.look(SETTINGS), SAVE, {"credit_lines-0-by_plan-0-figure": "2.00"})
    still = awarded(ana.look(matrix))
    ana.press(ana.look(SETTINGS), SAVE, {"credit_lines-0-put_right": "yes"})
    assert (at_first[0], still[0], awarded(ana.look(matrix))[0]) == ("1.50", "1.50", "2.00")
    assert ana.look(SETTINGS).ticked("credit_lines-0-put_right") == []


def test_nothing_is_to_be_put_right_before_a_session_has_ended(site: Site) -> None:
    grant(site, replace(TIME, id="time"))
    assert "put_right" not in site.visitor(ANA).look(SETTINGS).html


def test_somebody_elses_figures_are_shown_beside_the_typed_ones(site: Site) -> None:
    grant(site, TIME)
    ana, ben = site.visitor(ANA), site.visitor(BEN)
    page = ana.look(SETTINGS)
    ben.press(ben.look(SETTINGS), SAVE, {"credit_lines-0-by_plan-0-figure": "1.50"})
    refused = ana.press(page, SAVE, {"credit_lines-0-per_session": "1.25"})
    assert [[cell.text for cell in row.all("th", "td")] for row in refused.main.all("tr")][1:] == [
        ["Credit", f"Now: CME (at most 1.00; {FIRST90}: 1.50)", "Yours: CME (at most 1.25)"]
    ]
