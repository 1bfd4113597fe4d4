"""Single keys at the console. Each presses the button it stands for, and only where no harm can come of it."""

from collections.abc import Iterator
from time import monotonic

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.cast import Cast
from tests.browser.leader import BETWEEN_MOVES, Leader
from tests.integration.live.person import Circle
from tests.integration.live.served import Served

pytestmark = pytest.mark.needs_browser

SEEN_WITHIN_MS = 8_000
YOUNG = 10.0
"""Seconds in which N does no more than move to the button."""


@pytest.fixture(scope="module")
def started(browser: Browser, shared_site: Served) -> Iterator[Leader]:
    """Ana alone, in the first phase of a session."""
    cast = Cast(browser)
    leader = cast.leader(shared_site.circle().leaders[0])
    leader.sits_down()
    leader.starts()
    leader.button("Start").click()
    leader.is_at("Opening and agreement")
    yield leader
    cast.leave()
    assert cast.troubles() == []


@pytest.fixture
def ana(started: Leader) -> Leader:
    away_from_all_controls(started)
    expect(started.part("clock-word")).to_have_text("running")
    return started


def test_next_first_only_comes_to_hand(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(circle.leaders[0])
    ana.sits_down()
    presses(ana, "n")
    expect(ana.part("question-words")).to_have_text("0 of 4 needed are here. Start anyway?")
    presses(ana, "n", "b")
    ana.button("Start").click()
    ana.is_at("Opening and agreement")
    begun = monotonic()
    away_from_all_controls(ana)
    presses(ana, "n", "n")
    expect(ana.part("next")).to_be_focused()
    ana.is_at("Opening and agreement")
    ana.page.wait_for_timeout(1000 * max(0.0, begun + YOUNG + 0.5 - monotonic()))
    presses(ana, "N")
    ana.is_at("Who has a case?")
    ana.page.wait_for_timeout(BETWEEN_MOVES)
    presses(ana, "b")
    ana.is_at("Opening and agreement")
    presses(ana, "u")
    ana.is_at("Who has a case?")


def test_the_clock_obeys_keys(ana: Leader) -> None:
    before = minutes(ana)
    presses(ana, " ")
    expect(ana.part("clock-word")).to_contain_text("paused")
    resumes(ana)
    presses(ana, "+", "=", "-")
    has_minutes(ana, before + 1)
    ana.page.keyboard.down("+")
    for _held in range(5):
        ana.page.keyboard.down("+")
    ana.page.keyboard.up("+")
    has_minutes(ana, before + 2)
    presses(ana, "Control+-", "Alt+-", "Meta+-")
    presses(ana, "+")
    has_minutes(ana, before + 3)


def resumes(ana: Leader) -> None:
    """Press once more if need be: one command at a time, so a press before the pause is answered is dropped."""
    for last in (False, True):
        presses(ana, " ")
        try:
            expect(ana.part("clock-word")).to_have_text("running", timeout=SEEN_WITHIN_MS)
        except AssertionError:
            if last:
                raise
        else:
            return


def test_space_on_a_button_presses_that_button(ana: Leader) -> None:
    before = minutes(ana)
    ana.button("+1 minute").focus()
    presses(ana, " ")
    has_minutes(ana, before + 1)
    expect(ana.part("clock-word")).to_have_text("running")


def test_keys_for_this_page_alone(ana: Leader) -> None:
    presses(ana, "h")
    expect(ana.part("names-hidden")).to_be_visible()
    expect(ana.part("roster-rows")).to_be_hidden()
    presses(ana, "h")
    expect(ana.part("roster-rows")).to_be_visible()
    ana.looks_at("Closing")
    presses(ana, "n", "b")
    ana.page.keyboard.press("Escape")
    ana.is_at("Opening and agreement")


def test_keys_are_off_in_dialogs_and_by_the_switch(ana: Leader) -> None:
    before = minutes(ana)
    presses(ana, "?")
    expect(ana.part("help-dialog")).to_be_visible()
    away = ana.page.get_by_role("heading", name="Help")
    expect(away).to_be_visible()
    presses(ana, "+", "b", "n", "h")
    ana.page.get_by_label("Single keys work on this device").uncheck()
    ana.button("Close").click()
    away_from_all_controls(ana)
    presses(ana, "+", " ", "h", "?")
    ana.reloads()
    away_from_all_controls(ana)
    presses(ana, "+", " ", "h", "?")
    expect(ana.part("help-dialog")).to_be_hidden()
    expect(ana.part("roster-rows")).to_be_visible()
    expect(ana.part("clock-word")).to_have_text("running")
    ana.page.locator('[data-action="page.help"]').first.click()
    ana.page.get_by_label("Single keys work on this device").check()
    ana.button("Close").click()
    away_from_all_controls(ana)
    presses(ana, "+")
    has_minutes(ana, before + 1)


def away_from_all_controls(ana: Leader) -> None:
    ana.heading.focus()


def presses(ana: Leader, *keys: str) -> None:
    for key in keys:
        ana.page.keyboard.press(key)


def minutes(ana: Leader) -> int:
    """What the plan gives the first phase by now."""
    return int(ana.part("plan-minutes").first.inner_text())


def has_minutes(ana: Leader, length: int) -> None:
    expect(ana.part("plan-minutes").first).to_have_text(str(length))
