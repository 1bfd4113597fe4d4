"""A whole session with nothing but keys, on both sides of it.

Each press first finds its button by Tab, as somebody does who sees no pointer: so every button has a name, can be reached,
and lies under nothing when it has the focus.
"""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.leader import BETWEEN_MOVES, Leader
from tests.browser.registrant import Registrant
from tests.browser.someone import Someone
from tests.integration.live.person import Circle

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(300)]

MOST_STOPS = 90
FOCUS = """
() => {
  const focused = document.activeElement;
  const { left, top, width, height } = focused.getBoundingClientRect();
  const above = document.elementFromPoint(left + width / 2, top + height / 2);
  const seen = width > 1 && (focused.contains(above) || above?.contains(focused));
  const part = focused.closest("section[data-part], header, footer");
  return { seen: Boolean(seen), part: part?.dataset.part ?? part?.localName ?? "" };
}
"""


def test_a_whole_session(circle: Circle, cast: Cast) -> None:
    ana, tom = cast.leader(circle.leaders[0]), cast.registrant(circle.registrants[0])
    come_in(ana, tom)
    begin(ana, tom)
    find_a_case(ana, tom)
    sit_back_and_return(ana, tom)
    end(ana, tom)


def test_the_tab_key_goes_from_what_is_now_to_the_guidance_the_people_and_the_phases(
    circle: Circle, cast: Cast
) -> None:
    ana = cast.leader(circle.leaders[0])
    ana.sits_down()
    begin_alone(ana)

    stops = [stop["part"] for stop in all_stops(ana)]

    assert list(dict.fromkeys(stops)) == ["header", "now", "guide", "people", "phases", "footer"]
    assert stops == sorted(stops, key=["header", "now", "guide", "people", "phases", "footer"].index)


def come_in(ana: Leader, tom: Registrant) -> None:
    for someone, button in ((ana, "Sign in"), (tom, "I agree, and my room is private")):
        enters(someone, button)
    tom.is_at("You are here")
    ana.is_at("Gathering")


def enters(someone: Someone, button: str) -> None:
    someone.opens_link()
    someone.meanwhile_connects(lambda: presses(someone, button))


def begin(ana: Leader, tom: Registrant) -> None:
    begin_alone(ana)
    presses(ana, "Show the reminder")
    expect(tom.part("reminder")).to_be_visible()
    presses(ana, "Put it away")
    expect(tom.part("reminder")).to_be_hidden()


def begin_alone(ana: Leader) -> None:
    """Below quorum the page asks, and the focus is on the question."""
    ana.page.keyboard.press("n")
    expect(ana.part("question")).to_be_focused()
    presses(ana, "Start")
    ana.is_at("Opening and agreement")


def find_a_case(ana: Leader, tom: Registrant) -> None:
    goes_on(ana, "Who has a case?")
    tom.is_at("Who has a case?")
    presses(tom, "I am presenting")
    expect(tom.part("announcer")).to_have_text("You are marked as presenter.")
    expect(ana.part("announcer")).to_have_text(f"{tom.name} is marked as presenter.")
    goes_on(ana, "Presentation")
    presses(tom, "I need a leader")
    presses(ana, "Seen")
    expect(ana.part("received")).to_be_hidden()


def sit_back_and_return(ana: Leader, tom: Registrant) -> None:
    for phase in ("Clarifying questions", "Presenter sits back", "Group discussion"):
        goes_on(ana, phase)
    tom.is_at("Group discussion")
    presses(ana, "Pause")
    expect(ana.part("clock-word")).to_contain_text("paused")
    ana.page.keyboard.press("u")
    expect(ana.part("clock-word")).to_have_text("running")
    expect(ana.part("move-line")).to_contain_text("You undid that")
    presses(ana, "Look at Closing to come", exactly=False)
    expect(ana.part("preview-name")).to_be_focused()
    ana.page.keyboard.press("Escape")
    expect(ana.page.locator('.plan-look[data-position="8"]')).to_be_focused()
    presses(tom, "I'd like to come back")
    presses(ana, "Seen")
    goes_on(ana, "Presenter returns")
    goes_on(ana, "Closing")


def end(ana: Leader, tom: Registrant) -> None:
    """No single key leads to the end: N only goes to the button."""
    ana.page.wait_for_timeout(BETWEEN_MOVES)
    ana.heading.focus()
    ana.page.keyboard.press("n")
    expect(ana.part("next")).to_be_focused()
    expect(ana.part("end-dialog")).to_be_hidden()
    ana.page.keyboard.press("Enter")
    expect(ana.part("keep-going")).to_be_focused()
    ana.page.keyboard.press("Escape")
    expect(ana.part("next")).to_be_focused()
    ana.page.keyboard.press("Enter")
    presses(ana, "End and erase")
    ana.is_at("Session ended")
    expect(ana.part("confirm-attendance")).to_be_focused()
    tom.is_at("This session has ended")


def goes_on(ana: Leader, phase: str) -> None:
    """By the key, which in a phase's first seconds only goes to the button, so that a second press has to be meant."""
    ana.page.wait_for_timeout(BETWEEN_MOVES)
    ana.heading.focus()
    ana.page.keyboard.press("n")
    expect(ana.part("next")).to_be_focused()
    expect(ana.part("next")).to_have_accessible_name(f"Go to: {phase}")
    ana.page.keyboard.press("Enter")
    ana.is_at(phase)


def presses(someone: Someone, name: str, *, exactly: bool = True) -> None:
    tab_to(someone, name, exactly)
    someone.page.keyboard.press("Enter")


def tab_to(someone: Someone, name: str, exactly: bool = True) -> None:
    """From where the focus is, forwards, and round the page once at most."""
    wanted = someone.page.get_by_role("button", name=name, exact=exactly).first
    expect(wanted).to_be_visible()
    for _ in range(MOST_STOPS):
        if wanted.evaluate("(each) => each === document.activeElement"):
            assert someone.page.evaluate(FOCUS)["seen"], f"{name} lies under something"
            return
        someone.page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by the Tab key")


def all_stops(someone: Someone) -> list[dict[str, Any]]:
    """Every Tab stop of the page in its order, from the skip link on."""
    someone.page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    skip = someone.page.get_by_role("link", name="Skip to the content")
    skip.focus()
    stops: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        someone.page.keyboard.press("Tab")
        if someone.page.evaluate("document.activeElement === document.body") or skip.evaluate(
            "(each) => each === document.activeElement"
        ):
            return stops
        stops.append(someone.page.evaluate(FOCUS))
    raise AssertionError("The Tab key never comes to the end of the page.")
