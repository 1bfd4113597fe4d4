"""Who sits back is neither left behind nor lost without the leaders being told."""

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.leader import ALARMS, BETWEEN_MOVES, Leader
from tests.browser.registrant import Registrant
from tests.browser.someone import NARROW
from tests.integration.live.person import Circle

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(300)]

RAISED_WITHIN = 40_000
"""Milliseconds: fifteen seconds after the page has closed, and what a busy machine adds."""


def test_moving_on_without_the_presenter_asks_first(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(circle.leaders[0])
    absent = circle.registrants[0].name
    ana.sits_down()
    start(ana)
    ana.moves_everyone("Who has a case?")
    expect(ana.button(f"Presenter: mark {absent}")).to_be_hidden()
    ana.marks_as_presenter(absent)
    ana.moves_everyone("Group discussion")
    expect(ana.part("presenter-heading")).to_have_text(f"{absent}: sitting back")
    expect(ana.part("presenter-warning")).to_contain_text("This screen cannot warn you")
    ana.part("end-session").click()
    expect(ana.part("end-dialog")).to_contain_text("The presenter is still sitting back.")
    ana.button("Keep going").click()
    asked_before(ana, "Closing", "Bring them back")
    ana.is_at("Presenter returns")
    ana.moves_everyone("Group discussion")
    asked_before(ana, "Closing", "Stay here")
    ana.is_at("Group discussion")
    asked_before(ana, "Closing", "Go on to Closing")
    ana.is_at("Closing")


def test_the_presenters_page_goes_quiet(circle: Circle, cast: Cast) -> None:
    """That a reload does not count as that is shown where a whole session is played."""
    ana = cast.leader(circle.leaders[0], scripts=[ALARMS])
    ben = cast.leader(circle.leaders[1], size=NARROW, scripts=[ALARMS])
    tom = cast.registrant(circle.registrants[0])
    for each in (ana, ben, tom):
        each.sits_down()
    start(ana)
    ana.moves_everyone("Who has a case?")
    tom.presents()
    ana.moves_everyone("Group discussion")
    tom.is_at("Group discussion")
    address = tom.page.url
    tom.page.close()
    for leader in (ana, ben):
        raised(leader)
    expect(ben.part("alarm-bring-back")).to_be_visible()
    ana.button("They are here").click()
    expect(ana.part("presenter-alarm")).to_be_hidden()
    expect(ben.part("presenter-alarm")).to_be_visible()
    comes_back(tom, address)
    expect(ben.part("presenter-alarm")).to_be_hidden()
    expect(ben.page).not_to_have_title("Check the presenter")
    for leader in (ana, ben):
        assert leader.was_alarmed
        leader.is_at("Group discussion")
        expect(leader.part("presenter-page")).to_have_text("page here")


def start(ana: Leader) -> None:
    ana.starts()
    ana.button("Start").click()
    ana.is_at("Opening and agreement")


def asked_before(ana: Leader, phase: str, answer: str) -> None:
    ana.looks_at(phase)
    ana.page.wait_for_timeout(BETWEEN_MOVES)
    ana.button("Move everyone here").click()
    expect(ana.part("question-words")).to_have_text("Bring the presenter back first?")
    ana.is_at("Group discussion")
    ana.part("question").get_by_role("button", name=answer).click()


def raised(leader: Leader) -> None:
    alarm = leader.part("presenter-alarm")
    expect(alarm).to_be_visible(timeout=RAISED_WITHIN)
    expect(alarm).to_have_attribute("data-state", "raised")
    expect(leader.part("presenter-alarm-words")).to_have_text(
        "The presenter's page has gone quiet. Look for them in Zoom, or call."
    )
    assert leader.page.title().startswith("Check the presenter · ")


def comes_back(tom: Registrant, address: str) -> None:
    """On a page of its own, which shows the same as before."""
    tom.page = tom.opens_a_tab()
    tom.page.goto(address)
    tom.is_connected()
    expect(tom.part("nothing-to-do")).to_be_visible()
