"""What a sponsor settles about credit beside its lines: phases that earn none, and how long its attendance is kept."""

from dataclasses import replace

import pytest

from balint_live.application.groups.changes import Changes
from balint_live.domain.credit import CreditLine, Policy
from tests.integration.office.cast import ANA, BEN, MARA, House
from tests.integration.office.page import Page

SETTINGS = "/groups/tuesday/settings"
SAVE = "Save the settings"
HOURS = CreditLine(policy=Policy.FULL_HOUR, credit_type="CE")
TIME = CreditLine(policy=Policy.QUARTER_HOUR, credit_type="CME")


def grant(house: House, *lines: CreditLine) -> None:
    house.change(Changes(settings=replace(house.desk().group.settings, credit_lines=lines)))


def remarks(page: Page) -> list[str]:
    return [each.text for each in page.main.all("p") if each.get("class") == "remark"]


def test_every_phase_that_can_be_a_step_may_be_left_out(house: House) -> None:
    page = house.visitor(ANA).look(SETTINGS)
    offered = [
        each.get("value") for each in page.main.all("input") if each.get("name") == "uncredited_phases"
    ]
    assert sorted(offered) == sorted(set(house.services.catalogue.phases) - {"gather", "debrief"})
    assert page.ticked("uncredited_phases") == []
    assert page.value("retention_years") == "6"


def test_what_is_ticked_is_saved_in_the_alphabets_order_and_unticked_again(house: House) -> None:
    ana = house.visitor(ANA)
    ana.press(
        ana.look(SETTINGS), SAVE, {"uncredited_phases": ["opening", "checkin"], "retention_years": "10"}
    )
    settings = house.desk().group.settings
    assert (settings.uncredited_phases, settings.retention_years) == (("checkin", "opening"), 10)
    page = ana.look(SETTINGS)
    assert sorted(page.ticked("uncredited_phases")) == ["checkin", "opening"]
    ana.press(page, SAVE, {"uncredited_phases": None})
    assert house.desk().group.settings.uncredited_phases == ()


@pytest.mark.parametrize("phase", ["gather", "nothing", ""])
def test_what_is_no_step_cannot_be_left_out(house: House, phase: str) -> None:
    ana = house.visitor(ANA)
    page = ana.press(ana.look(SETTINGS), SAVE, {"uncredited_phases": [phase]})
    assert (page.status, list(page.errors)) == (422, ["uncredited_phases"])
    assert house.desk().group.settings.uncredited_phases == ()


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
    house: House, years: str, blamed: dict[str, str]
) -> None:
    grant(house, TIME)
    ana = house.visitor(ANA)
    page = ana.press(ana.look(SETTINGS), SAVE, {"retention_years": years})
    assert (page.status, page.errors, page.value("retention_years")) == (422, blamed, years)
    assert house.desk().group.settings.retention_years == 6


def test_without_such_a_credit_three_years_are_enough(house: House) -> None:
    grant(house, HOURS)
    ana = house.visitor(ANA)
    assert ana.press(ana.look(SETTINGS), SAVE, {"retention_years": "3"}).status == 303
    assert house.desk().group.settings.retention_years == 3


def test_a_plan_that_becomes_too_short_by_it_is_said_on_both_pages(house: House) -> None:
    grant(house, HOURS)
    ana = house.visitor(ANA)
    before = remarks(ana.look("/groups/tuesday"))
    after = ana.pressed(ana.look(SETTINGS), SAVE, {"uncredited_phases": ["opening"]})
    said = ["Nobody can earn CE in a session by “ABS-style, 60 minutes”: it holds less than a full hour."]
    assert before == []
    assert remarks(after) == said
    assert remarks(ana.look(SETTINGS)) == said


def test_somebody_elses_version_of_both_is_shown_beside_the_typed_one(house: House) -> None:
    ana, ben = house.visitor(ANA), house.visitor(BEN)
    page = ana.look(SETTINGS)
    ben.press(ben.look(SETTINGS), SAVE, {"uncredited_phases": ["opening"], "retention_years": "8"})
    refused = ana.press(page, SAVE, {"uncredited_phases": None, "retention_years": "7"})
    assert [[cell.text for cell in row.all("th", "td")] for row in refused.main.all("tr")][1:] == [
        ["Phases that earn no credit", "Now: Opening and agreement", "Yours: none"],
        ["Years to keep attendance that earned credit", "Now: 8", "Yours: 7"],
    ]


def test_a_new_group_may_settle_them_at_once(house: House) -> None:
    mara = house.visitor(MARA)
    page = mara.look("/groups/new")
    typed = {
        "name": "Wednesday group",
        "timezone": "Europe/Paris",
        "leaders-0-name": "Ana",
        "leaders-0-email": "ana@example.org",
        "uncredited_phases": ["opening"],
        "retention_years": "4",
    }
    address = mara.press(page, "Add this group", typed).location
    settings = house.desk(address.rpartition("/")[2]).group.settings
    assert (settings.uncredited_phases, settings.retention_years) == (("opening",), 4)
