"""The pages make no sound, ask for nothing, and do not move where the reader wants stillness.

That they ask no other host, complain of nothing and break no policy is looked after in every test: see conftest.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.leader import Leader
from tests.browser.registrant import Registrant
from tests.browser.someone import NARROW, Someone
from tests.integration.live.person import Circle

pytestmark = pytest.mark.needs_browser

RECORDER = """
(() => {
  const noted = { unrest: [], moved: [], again: [] };
  globalThis.noted = noted;
  for (const name of ["AudioContext", "Audio", "Notification"]) {
    globalThis[name] = new Proxy(globalThis[name], {
      construct: (real, given) => {
        noted.unrest.push(name);
        return Reflect.construct(real, given);
      },
      get: (real, asked) => {
        if (asked === "requestPermission") noted.unrest.push(`${name}.${asked}`);
        return Reflect.get(real, asked);
      },
    });
  }
  for (const [owner, name] of [[HTMLMediaElement.prototype, "play"], [Navigator.prototype, "vibrate"]]) {
    const real = owner[name];
    owner[name] = function (...given) {
      noted.unrest.push(name);
      return real.apply(this, given);
    };
  }
  const named = ({ type, target }) => `${type} of ${target.className || target.nodeName}`;
  for (const begun of ["animationstart", "transitionrun"])
    document.addEventListener(begun, (event) => noted.moved.push(named(event)));
  document.addEventListener("animationiteration", (event) => noted.again.push(named(event)));
})();
"""
MOVING = """
document.getAnimations().map((each) => {
  const { iterations } = each.effect.getTiming();
  return `${each.animationName ?? each.transitionProperty} x ${iterations}`;
})
"""


def test_stillness_and_silence(circle: Circle, cast: Cast) -> None:
    ana = cast.leader(circle.leaders[0], scripts=[RECORDER], reduced_motion="reduce")
    ben = cast.leader(circle.leaders[1], scripts=[RECORDER], size=NARROW, reduced_motion="no-preference")
    tom = cast.registrant(circle.registrants[0], scripts=[RECORDER], reduced_motion="reduce")
    lena = cast.registrant(circle.registrants[1], scripts=[RECORDER], reduced_motion="no-preference")
    for each in (ana, ben, tom, lena):
        each.sits_down()
    for play in (start, show_the_reminder, run_over_time, sit_back, look_around):
        play(ana, tom)
        for still in (ana, tom):
            assert still.page.evaluate(MOVING) == []
        for gentle in (ben, lena):
            assert [each for each in gentle.page.evaluate(MOVING) if not each.endswith(" x 1")] == []
    for still in (ana, tom):
        assert noted(still) == {"unrest": [], "moved": [], "again": []}
    for gentle in (ben, lena):
        assert noted(gentle) | {"moved": []} == {"unrest": [], "moved": [], "again": []}
    for each in (ana, ben, tom, lena):
        expect(each.page.locator("audio, video, marquee")).to_have_count(0)
    assert "animationstart of clock-word" in noted(ben)["moved"]


def start(ana: Leader, tom: Registrant) -> None:
    ana.starts()
    ana.button("Start").click()
    tom.is_at("Opening and agreement")


def show_the_reminder(ana: Leader, tom: Registrant) -> None:
    ana.shows_the_reminder()
    expect(tom.part("reminder")).to_be_visible()
    ana.button("Put it away").click()
    expect(tom.part("reminder")).to_be_hidden()


def run_over_time(ana: Leader, tom: Registrant) -> None:
    """The one word that fades in, once, for leaders who do not mind."""
    for _minute in range(3):
        ana.button("−1 minute").click()
    expect(ana.part("clock-word")).to_have_text("over")
    tom.is_at("Opening and agreement")


def sit_back(ana: Leader, tom: Registrant) -> None:
    ana.moves_everyone("Who has a case?")
    tom.presents()
    ana.moves_everyone("Group discussion")
    expect(tom.part("nothing-to-do")).to_be_visible()


def look_around(ana: Leader, tom: Registrant) -> None:
    ana.page.keyboard.press("?")
    ana.button("Close").click()
    ana.looks_at("Closing")
    ana.button("Return").click()
    tom.signals("I need a leader")
    expect(ana.signal("I need a leader")).to_be_visible()
    ana.part("end-session").click()
    ana.button("Keep going").click()


def noted(someone: Someone) -> dict[str, list[str]]:
    found: dict[str, list[str]] = someone.page.evaluate("noted")
    return found
