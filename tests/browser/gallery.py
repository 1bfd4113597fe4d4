"""Every page in every state worth looking at, one after the other, on somebody's screen.

One walk through a session serves all who look: the accessibility checks, the reflow checks, the screenshots.
"""

from collections.abc import Iterator
from typing import NamedTuple

from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.leader import Leader
from tests.browser.registrant import Registrant
from tests.browser.someone import Someone
from tests.integration.live.served import Served

REFUSED = r"Failed to load resource: the server responded with a status of 4\d\d"
LOST_AFTER = 15_000


class View(NamedTuple):
    name: str
    page: Page


def views(house: Served, cast: Cast) -> Iterator[View]:
    """Uses up two groups of the house."""
    circle, other = house.circle(), house.circle()
    tom, lena = (cast.registrant(each) for each in circle.registrants[:2])
    ana = cast.leader(circle.leaders[0])
    yield from _for_anybody(house, cast.passer_by(other.registrants[0]))
    yield from _links(house, cast.passer_by(other.registrants[1]), cast.passer_by(other.leaders[0]))
    for each in (tom, lena, ana):
        each.sits_down()
    yield from _before_the_start(ana, lena)
    yield from _until_the_case_is_told(ana, tom, lena)
    yield from _in_discussion(ana, tom, lena)
    yield from _afterwards(ana, lena)


def _for_anybody(house: Served, passer_by: Someone) -> Iterator[View]:
    page = passer_by.page
    passer_by.expects.append(REFUSED)
    for name, address in (("landing", "/"), ("privacy", "/privacy"), ("not found", "/no-such-page")):
        page.goto(house.url + address)
        yield View(name, page)


def _links(house: Served, registrant: Someone, leader: Someone) -> Iterator[View]:
    registrant.expects.append(REFUSED)
    leader.opens_link()
    yield View("sign-in", leader.page)
    registrant.opens_link()
    yield View("join", registrant.page)
    registrant.context.clear_cookies()
    registrant.presses_the_button()
    yield View("stale form", registrant.page)
    house.change("UPDATE registrants SET link_version = 2 WHERE id = ?", registrant.person.id)
    registrant.opens_link()
    yield View("link withdrawn", registrant.page)


def _before_the_start(ana: Leader, lena: Registrant) -> Iterator[View]:
    yield View("waiting", lena.page)
    yield View("console gathering", ana.page)
    ana.page.keyboard.press("?")
    expect(ana.part("help-dialog")).to_be_visible()
    yield View("console help", ana.page)
    ana.page.keyboard.press("Escape")
    ana.starts()
    yield View("console question", ana.page)
    ana.button("Start").click()
    ana.is_at("Opening and agreement")


def _until_the_case_is_told(ana: Leader, tom: Registrant, lena: Registrant) -> Iterator[View]:
    ana.shows_the_reminder()
    expect(lena.part("reminder")).to_be_visible()
    yield View("display with the reminder", lena.page)
    yield View("console with the reminder", ana.page)
    ana.button("Put it away").click()
    ana.moves_everyone("Who has a case?")
    tom.is_at("Who has a case?")
    yield View("display finding a case", lena.page)
    yield View("console finding a case", ana.page)
    tom.presents()
    ana.moves_everyone("Presentation")
    tom.is_at("Presentation")
    yield View("display presenting", tom.page)
    ana.moves_everyone("Presenter sits back")
    tom.is_at("Presenter sits back")
    yield View("console sitting back", ana.page)


def _in_discussion(ana: Leader, tom: Registrant, lena: Registrant) -> Iterator[View]:
    ana.moves_everyone("Group discussion")
    for each in (tom, lena):
        each.is_at("Group discussion")
    yield View("display in discussion", lena.page)
    yield View("display sitting back", tom.page)
    tom.signals("I'd like to come back")
    tom.page.close()
    yield View("console in discussion", ana.page)
    ana.looks_at("Presenter returns")
    yield View("console looking ahead", ana.page)
    ana.button("Return").click()
    ana.part("end-session").click()
    yield View("console end", ana.page)
    ana.button("Keep going").click()
    expect(ana.part("presenter-alarm")).to_be_visible(timeout=2 * LOST_AFTER)
    yield View("console alarm", ana.page)


def _afterwards(ana: Leader, lena: Registrant) -> Iterator[View]:
    ana.part("end-session").click()
    ana.button("End and erase").click()
    ana.is_at("Session ended")
    yield View("console ended", ana.page)
    lena.is_at("This session has ended")
    yield View("display ended", lena.page)
    lena.opens_link()
    yield View("door closed", lena.page)
