"""The screen stays on while a session runs; a page that slept is right at once; leaders elsewhere are told if they asked."""

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.leader import Leader
from tests.browser.silent_line import SilentLine
from tests.browser.small_window import SmallWindow
from tests.browser.someone import Someone
from tests.integration.live.person import Circle

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(180)]

LOCKS = """
(() => {
  const locks = { asked: [], held: 0 };
  const taken = new Set();
  globalThis.locks = locks;
  const request = async (kind) => {
    locks.asked.push(kind);
    const lock = new EventTarget();
    locks.held += 1;
    lock.release = async () => {
      if (!taken.delete(lock)) return;
      locks.held -= 1;
      lock.dispatchEvent(new Event("release"));
    };
    taken.add(lock);
    return lock;
  };
  Object.defineProperty(navigator, "wakeLock", { value: { request } });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) taken.forEach((lock) => lock.release());
  });
})();
"""
"""A screen that can be kept on, and its locks: gone with the page's visibility, as in browsers."""

NOTICES = """
(() => {
  const notices = { asked: 0, shown: [], there: [] };
  globalThis.notices = notices;
  let permission = "default";
  globalThis.Notification = class extends EventTarget {
    static get permission() { return permission; }
    static async requestPermission() {
      notices.asked += 1;
      return (permission = navigator.userActivation.isActive ? "granted" : "denied");
    }
    constructor(title, options) {
      super();
      this.title = title;
      notices.shown.push({ title, ...options });
      notices.there.push(title);
    }
    close() { notices.there = notices.there.filter((title) => title !== this.title); }
  };
})();
"""
"""A desktop that notes what it was asked to show; it takes no asking but by a press."""

VISIBILITY = """
(() => {
  let hidden = false;
  Object.defineProperty(document, "hidden", { get: () => hidden });
  Object.defineProperty(document, "visibilityState", { get: () => (hidden ? "hidden" : "visible") });
  globalThis.puts = (away) => {
    hidden = away;
    document.dispatchEvent(new Event("visibilitychange"));
  };
})();
"""

WAKING = """
(phase) => {
  globalThis.wakes = () => {
    const woken = performance.now();
    document.dispatchEvent(new Event("resume"));
    const heading = document.querySelector('[data-part="phase-name"]');
    const look = () => {
      if (heading.textContent === phase) globalThis.rightAfter = performance.now() - woken;
      else setTimeout(look, 5);
    };
    look();
  };
}
"""
LONGER_THAN_LEADERS_PAGES_ALLOW = 6_000
WAKES_WITHIN = 1_000
"""Milliseconds, both."""


def test_the_screen_stays_on_for_as_long_as_the_session_runs(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(circle.leaders[0], scripts=[LOCKS, VISIBILITY])
    tom = cast.registrant(circle.registrants[0], scripts=[LOCKS, VISIBILITY])
    for each in (ana, tom):
        each.sits_down()
        assert locks(each) == {"asked": [], "held": 0}
    start(ana)
    tom.is_at("Opening and agreement")
    for each in (ana, tom):
        each.until(lambda each=each: locks(each) == {"asked": ["screen"], "held": 1})  # type: ignore[misc]
        each.page.evaluate("puts(true)")
        assert locks(each) == {"asked": ["screen"], "held": 0}
        each.page.evaluate("puts(false)")
        each.until(lambda each=each: locks(each) == {"asked": ["screen"] * 2, "held": 1})  # type: ignore[misc]
    ana.part("end-session").click()
    ana.button("End and erase").click()
    ana.is_at("Session ended")
    ana.until(lambda: locks(ana) == {"asked": ["screen"] * 2, "held": 0})


def test_a_leader_elsewhere_is_told_if_they_asked_for_it(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(circle.leaders[0], scripts=[NOTICES, VISIBILITY])
    ben = cast.leader(circle.leaders[1], scripts=[NOTICES, VISIBILITY])
    ana.sits_down()
    ben.sits_down()
    asks_for_notices(ana)
    start(ben)
    for each in (ana, ben):
        each.page.evaluate("puts(true)")
    for _minute in range(3):
        ben.button("−1 minute").click()
    ana.until(lambda: there(ana) == ["Time is up, when you are ready"])
    ben.button("+1 minute").click()
    ana.until(lambda: there(ana) == [])
    ben.button("−1 minute").click()
    ana.until(lambda: there(ana) == ["Time is up, when you are ready"])
    ana.page.evaluate("puts(false)")
    assert there(ana) == []
    silent = {"title": "Time is up, when you are ready", "tag": "balint-live.over", "silent": True}
    assert ana.page.evaluate("notices") == {"asked": 1, "shown": [silent, silent], "there": []}
    assert ben.page.evaluate("notices") == {"asked": 0, "shown": [], "there": []}


def test_the_choice_is_remembered_and_can_be_taken_back(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(circle.leaders[0], scripts=[NOTICES.replace('"default"', '"granted"'), VISIBILITY])
    ana.sits_down()
    asks_for_notices(ana)
    ana.reloads()
    ana.page.keyboard.press("?")
    ana.button("Stop the notices on this computer").click()
    expect(ana.part("notify-note")).to_be_hidden()
    ana.reloads()
    ana.page.keyboard.press("?")
    expect(ana.button("Show notices on this computer")).to_be_visible()
    assert ana.page.evaluate("notices.asked") == 0


def test_who_has_the_small_window_above_all_others_is_told_there(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(circle.leaders[0], scripts=[NOTICES, VISIBILITY])
    ana.sits_down()
    asks_for_notices(ana)
    start(ana)
    ana.heading.focus()
    small = SmallWindow(ana, lambda: ana.page.keyboard.press("p"))
    ana.page.evaluate("puts(true)")
    for _minute in range(3):
        small.button("−1 minute").click()
    expect(small.part("clock-word")).to_have_text("over")
    assert ana.page.evaluate("notices.shown") == []


def test_a_browser_that_refuses_says_what_can_be_done(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(
        circle.leaders[0], scripts=[NOTICES.replace('"granted" : "denied"', '"denied" : "denied"')]
    )
    ana.sits_down()
    ana.page.keyboard.press("?")
    ana.button("Show notices on this computer").click()
    expect(ana.part("notify-note")).to_have_text(
        "The browser does not allow notices from this site. Its settings can change that."
    )


@pytest.mark.alone
def test_a_page_that_slept_is_right_within_a_second(circle: Circle, cast: Cast) -> None:
    with SilentLine() as line:
        ana, ben = cast.leader(circle.leaders[0], **line.settings), cast.leader(circle.leaders[1])
        ana.expects.append("net::ERR|WebSocket connection")
        ana.sits_down()
        ben.sits_down()
        start(ben)
        ben.moves_everyone("Group discussion")
        ana.is_at("Group discussion")
        ana.page.evaluate(WAKING, "Presenter returns")
        asleep = ana.context.new_cdp_session(ana.page)
        asleep.send("Debugger.enable")
        asleep.send("Debugger.pause")
        line.falls_silent()
        ben.page.wait_for_timeout(1_000)
        ben.moves_on("Presenter returns")
        ben.page.wait_for_timeout(LONGER_THAN_LEADERS_PAGES_ALLOW)
        asleep.send("Debugger.resume")
        ana.page.evaluate("wakes()")
        ana.is_at("Presenter returns")
        ana.until(lambda: ana.page.evaluate("globalThis.rightAfter !== undefined"))
        took: float = ana.page.evaluate("rightAfter")
        assert 0 < took <= WAKES_WITHIN
        assert abs(seconds(ana) - seconds(ben)) <= 1
        asleep.detach()


def asks_for_notices(ana: Leader) -> None:
    ana.page.keyboard.press("?")
    ana.button("Show notices on this computer").click()
    expect(ana.button("Stop the notices on this computer")).to_be_visible()
    expect(ana.part("notify-note")).to_contain_text("While this page is out of sight")
    ana.button("Close").click()


def start(leader: Leader) -> None:
    leader.starts()
    leader.button("Start").click()
    leader.is_at("Opening and agreement")


def locks(someone: Someone) -> dict[str, object]:
    found: dict[str, object] = someone.page.evaluate("locks")
    return found


def there(someone: Someone) -> list[str]:
    found: list[str] = someone.page.evaluate("notices.there")
    return found


def seconds(leader: Leader) -> int:
    minutes, rest = leader.part("clock").inner_text().split(":")
    return 60 * int(minutes) + int(rest)
