"""Browsers in which no script runs: the press works, the pages are right when they are drawn, and can be drawn again."""

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.integration.live.person import Circle

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
    expect(notice).to_contain_text("This page moves the group only with scripting on.")
    notice.get_by_role("link").click()
    ana.is_at("Gathering")
