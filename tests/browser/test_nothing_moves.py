"""Nothing moves under the finger: whatever is said to a leader, the button that moves everybody keeps its place.

The alarm alone may push it down; that it does is shown too, so that the measuring is known to notice.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.leader import Leader
from tests.browser.registrant import Registrant
from tests.browser.someone import NARROW, WIDE, Size
from tests.integration.live.person import Circle

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(300)]

SHIFTS = """
globalThis.shifted = 0;
new PerformanceObserver((list) => {
  for (const { hadRecentInput, value } of list.getEntries()) if (!hadRecentInput) globalThis.shifted += value;
}).observe({ type: "layout-shift", buffered: true });
"""
"""A page's sum of layout shifts that no press of its own explains, as browsers measure it."""

PLACE = """
(button) => {
  const { top, left, width } = button.getBoundingClientRect();
  return [top + scrollY, left, width];
}
"""
NEXT_FRAMES = "() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 50)))"
MOST_SHIFT = 0.01
LOST_WITHIN = 40_000
OFFLINE_WITHIN = 10_000
KEEP_TIME_WITHIN = 30_000

Place = list[float]


class Scene(NamedTuple):
    """Ana's page is measured. Tom presents, and sits back; the late one has not come yet."""

    ana: Leader
    ben: Leader
    tom: Registrant
    lena: Registrant
    late: Registrant


@pytest.fixture(params=[NARROW, WIDE], ids=["360", "1280"])
def scene(request: pytest.FixtureRequest, circle: Circle, cast: Cast) -> Scene:
    size: Size = request.param
    ana = cast.leader(circle.leaders[0], size=size, scripts=[SHIFTS], reduced_motion="reduce")
    ben = cast.leader(circle.leaders[1])
    tom, lena, late = (cast.registrant(each) for each in circle.registrants[:3])
    for each in (ana, ben, tom, lena):
        each.sits_down()
    ben.starts()
    ben.button("Start").click()
    ben.is_at("Opening and agreement")
    ben.moves_everyone("Who has a case?")
    tom.presents()
    ben.moves_everyone("Group discussion")
    ana.is_at("Group discussion")
    return Scene(ana, ben, tom, lena, late)


def test_whatever_comes_the_button_keeps_its_place(scene: Scene) -> None:
    ana = scene.ana
    before = place(ana)
    found = {name: place(ana) for name in _what_comes(scene)}
    assert found == dict.fromkeys(found, before)
    assert len(found) == 13

    raise_the_alarm(scene)
    assert place(ana)[0] > before[0]


def test_no_signal_shifts_the_page(scene: Scene) -> None:
    found = {}
    for words in _signals(scene):
        expect(scene.ana.signal(words)).to_be_visible()
        found[words] = shifted(scene.ana)
    assert {words: shift for words, shift in found.items() if shift > MOST_SHIFT} == {}
    assert len(found) == 3


def _signals(scene: Scene) -> Iterator[str]:
    shifted(scene.ana)
    scene.ben.sends("Two more minutes?")
    yield "Two more minutes?"
    scene.tom.signals("I'd like to come back")
    yield "I'd like to come back"
    scene.lena.signals("I'd like a word with a leader")
    yield "I'd like a word with a leader"


def _what_comes(scene: Scene) -> Iterator[str]:
    for words in _signals(scene):
        expect(scene.ana.signal(words)).to_be_visible()
        yield f"signal: {words}"
    yield from _who_comes_late(scene)
    yield from _what_the_other_leader_does(scene)
    yield from _what_the_line_does(scene)


def _who_comes_late(scene: Scene) -> Iterator[str]:
    """They wait at the door on both consoles; Ben lets them in, and their page becomes the display."""
    ana, ben, late = scene.ana, scene.ben, scene.late
    late.sits_down()
    expect(late.page.get_by_role("heading", level=1)).to_have_text("You are at the door")
    expect(ana.at_the_door(late.name)).to_be_visible()
    yield "somebody at the door"
    ben.at_the_door(late.name).get_by_role("button", name="Let in").click()
    late.is_at("Group discussion")
    expect(ana.at_the_door(late.name)).to_have_count(0)
    yield "somebody let in"


def _what_the_other_leader_does(scene: Scene) -> Iterator[str]:
    ana, ben, tom, *_ = scene
    ben.page.get_by_role("button", name="Show the reminder").first.click()
    expect(ana.part("reminder-shown")).to_be_visible()
    yield "a notice"
    ben.button("Put it away").click()
    ben.presses("Pause")
    expect(ana.part("clock-word")).to_contain_text("paused")
    yield "a pause"
    ben.presses("Resume")
    expect(ana.part("clock-word")).to_have_text("running")
    ben.undoes("resume")
    expect(ana.part("move-line")).to_contain_text("undid that")
    yield "an undo"
    ben.moves_everyone("Presentation")
    ben.part("presenter-acts").get_by_role("button", name="Clear presenter").click()
    expect(ana.part("nudge")).to_be_visible()
    yield "a nudge, in another phase"
    ben.marks_as_presenter(tom.name)
    ben.moves_everyone("Group discussion")
    tom.is_at("Group discussion")


def _what_the_line_does(scene: Scene) -> Iterator[str]:
    ana = scene.ana
    ana.expects.append("ERR_INTERNET_DISCONNECTED")
    ana.context.set_offline(True)
    expect(ana.part("offline")).to_be_visible(timeout=OFFLINE_WITHIN)
    yield "no connection"
    expect(ana.part("keep-time")).to_be_visible(timeout=KEEP_TIME_WITHIN)
    ana.button("Keep time here only").click()
    expect(ana.part("copy")).to_be_visible()
    yield "a copy of its own"
    ana.context.set_offline(False)
    expect(ana.part("copy")).to_be_hidden(timeout=OFFLINE_WITHIN)
    yield "a connection again"
    scene.ben.page.close()
    expect(ana.part("leader-lost")).to_be_visible(timeout=LOST_WITHIN)
    yield "the other leader lost"


def raise_the_alarm(scene: Scene) -> None:
    scene.tom.page.close()
    expect(scene.ana.part("presenter-alarm")).to_be_visible(timeout=LOST_WITHIN)


def place(leader: Leader) -> Place:
    """From the top of the page, from its left edge, and how wide."""
    leader.page.evaluate(NEXT_FRAMES)
    found: Place = leader.part("next").evaluate(PLACE)
    return found


def shifted(leader: Leader) -> float:
    """Since it was last asked."""
    leader.page.evaluate(NEXT_FRAMES)
    shift: float = leader.page.evaluate("() => { const found = shifted; shifted = 0; return found; }")
    return shift
