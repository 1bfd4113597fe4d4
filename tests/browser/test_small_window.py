"""The window above Zoom shows what the page shows, and a press in it is a press on the page."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Request, WebSocket, expect

from tests.browser.cast import Cast
from tests.browser.leader import BETWEEN_MOVES, FALLING_FINGER, Leader
from tests.browser.small_window import NOTHING_FLOATS, SmallWindow
from tests.browser.someone import Someone
from tests.integration.live.person import Circle

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(180)]

KINDS = {"floating": [], "ordinary": [NOTHING_FLOATS]}
"""What a page's browser has: Document Picture-in-Picture, or windows only."""

BLOCKED = NOTHING_FLOATS + "window.open = () => null;"
BLOCKED_WORDS = "The browser has blocked the small window. Allow pop-ups for this site, then press again."

TIMERS_SLEEP = """
globalThis.setTimeout = () => 0;
globalThis.setInterval = () => 0;
"""
"""What a hidden tab's timers come to."""


@pytest.fixture(params=KINDS)
def scripts(request: pytest.FixtureRequest) -> list[str]:
    kind: str = request.param
    return KINDS[kind]


def test_a_leader_leads_from_the_small_window(circle: Circle, cast: Cast, scripts: list[str]) -> None:
    ana, ben = cast.leader(circle.leaders[0], scripts=scripts), cast.leader(circle.leaders[1])
    ana.sits_down()
    ben.sits_down()
    asked = asked_by(ana)
    small = pops_out(ana)
    small.button("Start session").click()
    expect(small.part("question-words")).to_have_text("0 of 4 needed are here. Start anyway?")
    expect(small.part("question")).to_be_focused()
    small.button("Start").click()
    expect(small.heading).to_have_text("Opening and agreement")
    expect(small.part("clock-word")).to_have_text("running")
    small.page.wait_for_timeout(BETWEEN_MOVES)
    small.button("Go to: Who has a case?").dblclick()
    for heading in (small.heading, ana.heading, ben.heading):
        expect(heading).to_have_text("Who has a case?")
    small.button("+1 minute").click()
    expect(ben.part("plan-minutes").nth(1)).to_have_text("4")
    small.button("Undo: change of time").click()
    expect(ben.part("plan-minutes").nth(1)).to_have_text("3")
    assert asked == []


def test_what_the_other_leader_does_stands_in_it_without_a_name(
    circle: Circle, cast: Cast, scripts: list[str]
) -> None:
    ana, ben = cast.leader(circle.leaders[0], scripts=scripts), cast.leader(circle.leaders[1])
    for each in (ana, ben):
        each.sits_down()
    start(ben)
    small = pops_out(ana)
    ben.page.wait_for_timeout(BETWEEN_MOVES)
    ben.moves_on("Who has a case?")
    expect(small.part("pop-out-line")).to_have_text(re.compile("^Another leader moved here · "))
    small.button("Go to: Presentation").click()
    small.page.wait_for_timeout(FALLING_FINGER)
    expect(small.heading).to_have_text("Who has a case?")
    ben.sends("Let it run")
    expect(small.part("pop-out-line")).to_have_text("A signal is waiting on the session's page.")
    people = [person.name for person in [*circle.leaders, *circle.registrants]]
    assert [name for name in people if name in small.text] == []
    assert [name for name in people if name in ana.page.content()] == people


def test_its_keys_are_the_pages(circle: Circle, cast: Cast, scripts: list[str]) -> None:
    ana = cast.leader(circle.leaders[0], scripts=scripts)
    ana.sits_down()
    small = pops_out(ana)
    small.page.keyboard.press("n")
    expect(small.part("question")).to_be_visible()
    small.page.keyboard.press("Escape")
    expect(small.part("question")).to_be_hidden()
    small.page.keyboard.press("n")
    small.button("Start").click()
    expect(small.heading).to_have_text("Opening and agreement")
    small.page.keyboard.press("n")
    expect(small.part("next")).to_be_focused()
    small.page.keyboard.press("+")
    expect(ana.part("plan-minutes").first).to_have_text("4")
    for without_a_button in (" ", "b", "h", "?"):
        small.heading.focus()
        small.page.keyboard.press(without_a_button)
    expect(ana.part("clock-word")).to_have_text("running")
    expect(ana.part("help-dialog")).to_be_hidden()
    expect(ana.part("roster-rows")).to_be_visible()
    with suppress(Error):  # of the key's coming up again, which the window may not live to see
        small.page.keyboard.press("p")
    ana.until(small.page.is_closed)
    expect(ana.page.locator('[data-action="page.pop_out"]').first).to_have_text("Pop out P")


def test_it_runs_on_while_the_pages_own_timers_sleep(circle: Circle, cast: Cast, scripts: list[str]) -> None:
    ana = cast.leader(circle.leaders[0], scripts=scripts)
    ana.sits_down()
    start(ana)
    small = pops_out(ana)
    ana.page.evaluate(TIMERS_SLEEP)
    for _second in range(3):
        before = small.part("clock").inner_text()
        expect(small.part("clock")).not_to_have_text(before)
        assert ana.part("clock").inner_text() == small.part("clock").inner_text()


def test_a_participant_reads_the_phase_above_zoom(circle: Circle, cast: Cast, scripts: list[str]) -> None:
    ana = cast.leader(circle.leaders[0])
    tom, lena = (cast.registrant(each, scripts=scripts) for each in circle.registrants[:2])
    for each in (ana, tom, lena):
        each.sits_down()
    asked = asked_by(lena)
    hers, his = (SmallWindow(each, each.button("Show this in a small window").click) for each in (lena, tom))
    expect(hers.heading).to_have_text("You are here")
    start(ana)
    ana.moves_everyone("Who has a case?")
    expect(hers.heading).to_have_text("Who has a case?")
    tom.presents()
    ana.moves_everyone("Group discussion")
    expect(hers.heading).to_have_text("Group discussion")
    expect(hers.part("band")).to_have_text("early")
    expect(hers.part("guidance")).to_have_text(lena.part("guidance").inner_text())
    expect(his.part("nothing-to-do")).to_be_visible()
    expect(his.page.locator("html")).to_have_attribute("data-mood", "back")
    assert hers.page.get_by_role("button").count() == 0
    assert asked == []
    ana.part("end-session").click()
    ana.button("End and erase").click()
    lena.is_at("This session has ended")
    for window in (hers, his):
        lena.until(window.page.is_closed)


def test_it_leaves_nothing_behind(circle: Circle, cast: Cast, scripts: list[str]) -> None:
    ana = cast.leader(circle.leaders[0], scripts=scripts)
    ana.sits_down()
    small = pops_out(ana)
    ana.reloads()
    ana.until(small.page.is_closed)
    again = pops_out(ana)
    again.page.close()
    expect(ana.page.locator('[data-action="page.pop_out"]').first).to_have_text("Pop out P")
    last = pops_out(ana)
    page, ana.page = ana.page, ana.opens_a_tab()
    page.close()
    ana.until(last.page.is_closed)
    assert ana.context.pages == [ana.page]


def test_where_windows_are_blocked_the_page_says_so(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(circle.leaders[0], scripts=[BLOCKED])
    tom = cast.registrant(circle.registrants[0], scripts=[BLOCKED])
    ana.sits_down()
    tom.sits_down()
    ana.page.keyboard.press("p")
    expect(ana.part("press-note")).to_have_text(BLOCKED_WORDS)
    tom.button("Show this in a small window").click()
    expect(tom.part("pop-out-note")).to_have_text(BLOCKED_WORDS)
    expect(tom.part("announcer")).to_have_text(BLOCKED_WORDS)


def test_only_the_window_with_the_focus_speaks(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(circle.leaders[0])
    ana.sits_down()
    start(ana)
    small = pops_out(ana)
    ana.page.evaluate("document.hasFocus = () => false")
    small.button("+1 minute").click()
    expect(small.part("announcer")).to_have_text("You added 1 minute.")
    expect(ana.part("announcer")).not_to_have_text("You added 1 minute.")


def test_a_dialog_that_it_opens_is_brought_to_the_front(circle: Circle, cast: Cast) -> None:
    """Dialogs stand on the page, which may be behind Zoom."""
    ana = cast.leader(circle.leaders[0])
    ana.sits_down()
    small = pops_out(ana)
    ana.page.evaluate("window.focus = () => { window.came = true; }")
    small.button("Start session").evaluate(
        "(button) => { button.dataset.action = 'page.help'; button.click(); }"
    )
    expect(ana.part("help-dialog")).to_be_visible()
    assert ana.page.evaluate("came") is True


def test_it_is_as_still_as_the_page(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(circle.leaders[0], reduced_motion="reduce")
    ana.sits_down()
    start(ana)
    small = pops_out(ana)
    for _minute in range(3):
        small.button("−1 minute").click()
    expect(small.part("clock-word")).to_have_text("over")
    assert small.page.evaluate("document.getAnimations().length") == 0


def test_a_telephone_has_no_windows(circle: Circle, cast: Cast) -> None:
    tom = cast.registrant(circle.registrants[0], scripts=[NOTHING_FLOATS], is_mobile=True, has_touch=True)
    tom.sits_down()
    expect(tom.button("My room is not private yet")).to_be_visible()
    expect(tom.page.locator('[data-action="page.pop_out"]')).to_be_hidden()


def pops_out(ana: Leader) -> SmallWindow:
    ana.heading.focus()
    return SmallWindow(ana, lambda: ana.page.keyboard.press("p"))


def start(leader: Leader) -> None:
    leader.starts()
    leader.button("Start").click()
    leader.is_at("Opening and agreement")


def asked_by(someone: Someone) -> list[str]:
    """The address of every request and connection from now on; but for sheets and faces, which the browser has kept."""
    asked: list[str] = []

    def note(one: Request | WebSocket) -> None:
        if "/static/" not in one.url:
            asked.append(one.url)

    someone.context.on("request", note)
    someone.page.on("websocket", note)
    someone.context.on("page", lambda page: page.on("websocket", note))
    return asked
