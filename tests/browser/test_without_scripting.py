"""Browsers in which no script runs: the press works, the pages are right when they are drawn, and can be drawn again."""

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.integration.live.person import Circle, Person

pytestmark = pytest.mark.needs_browser


def test_a_participant_without_scripting(circle: Circle, cast: Cast) -> None:
    tom = cast.registrant(circle.registrants[0], java_script_enabled=False)
    ana = cast.leader(circle.leaders[0])
    tom.opens_link()
    tom.presses_the_button()
    tom.is_at("You are here")
    ana.sits_down()
    ana.starts()
    ana.button("Start").click()
    ana.is_at("Opening and agreement")
    tom.page.get_by_role("link", name="Reload this page").click()
    tom.is_at("Opening and agreement")
    ana.moves_everyone("Group discussion")
    tom.page.get_by_role("link", name="Reload this page").click()
    tom.is_at("Group discussion")
    expect(tom.part("more")).to_contain_text("the case is with the group")
    expect(tom.page.locator('li[aria-current="step"]')).to_contain_text("Group discussion")


def test_a_leader_without_scripting_is_told_what_the_console_needs(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(circle.leaders[0], java_script_enabled=False)
    ana.opens_link()
    ana.presses_the_button()
    ana.is_at("Gathering")
    notice = ana.page.locator("noscript .notice")
    expect(notice).to_contain_text("Moving the group needs JavaScript.")
    notice.get_by_role("link").click()
    ana.is_at("Gathering")


def test_a_console_without_scripting_has_no_button_that_could_do_nothing(circle: Circle, cast: Cast) -> None:
    ana, ben = (cast.leader(each, java_script_enabled=script) for each, script in _leaders(circle))
    for leader in (ben, ana):
        leader.opens_link()
        leader.presses_the_button()
    ben.starts()
    ben.button("Start").click()
    ben.moves_everyone("Group discussion")
    ana.page.reload()

    ana.is_at("Group discussion")
    expect(ana.page.get_by_role("button")).to_have_count(0)
    expect(ana.page.locator("noscript li[aria-current='step']")).to_contain_text("Group discussion")
    came = ana.page.locator("noscript .attendance").get_by_role("listitem")
    expect(came).to_have_count(len(circle.registrants))
    expect(came.first).to_contain_text("not here yet")


def _leaders(circle: Circle) -> list[tuple[Person, bool]]:
    return list(zip(circle.leaders, (False, True), strict=True))
