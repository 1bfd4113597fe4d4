"""The small windows above Zoom, in every state they have."""

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.leader import BETWEEN_MOVES, Leader
from tests.browser.registrant import Registrant
from tests.browser.small_window import SmallWindow
from tests.browser.view import View
from tests.integration.live.served import Served

LOST_AFTER = 40_000
LOST_CONNECTION = "net::ERR|WebSocket connection"


def small_windows(site: Served, cast: Cast) -> Iterator[View]:
    """Uses up a group of the site."""
    circle = site.circle()
    ana, ben = (cast.leader(each) for each in circle.leaders)
    tom, lena = (cast.registrant(each) for each in circle.registrants[:2])
    for each in (ana, ben, tom, lena):
        each.sits_down()
    leads = SmallWindow(ana, lambda: ana.page.keyboard.press("p"))
    reads, presents = (
        SmallWindow(each, each.button("Show this in a small window").click) for each in (lena, tom)
    )
    yield View("small window waiting", reads.page, small=True)
    yield from _start(leads)
    yield from _until_the_discussion(ben, tom, reads)
    yield from _in_discussion(ana, ben, leads, reads, presents)
    yield from _with_the_alarm(tom, leads)
    yield from _without_the_server(ana, lena, leads, reads)
    ben.part("end-session").click()
    ben.button("End and erase").click()
    expect(leads.heading).to_have_text("Session ended")
    yield View("small window of a leader ended", leads.page, small=True)


def _start(leads: SmallWindow) -> Iterator[View]:
    yield View("small window of a leader gathering", leads.page, small=True)
    leads.button("Start session").click()
    expect(leads.part("question")).to_be_visible()
    yield View("small window of a leader question", leads.page, small=True)
    leads.button("Start").click()
    expect(leads.heading).to_have_text("Opening and agreement")


def _until_the_discussion(ben: Leader, tom: Registrant, reads: SmallWindow) -> Iterator[View]:
    ben.shows_the_reminder()
    expect(reads.part("reminder")).to_be_visible()
    yield View("small window with the reminder", reads.page, small=True)
    ben.button("Put it away").click()
    ben.moves_everyone("Who has a case?")
    tom.presents()
    ben.page.wait_for_timeout(BETWEEN_MOVES)
    ben.moves_everyone("Group discussion")
    tom.is_at("Group discussion")


def _in_discussion(
    ana: Leader, ben: Leader, leads: SmallWindow, reads: SmallWindow, presents: SmallWindow
) -> Iterator[View]:
    expect(leads.heading).to_have_text("Group discussion")
    yield View("small window of a leader in discussion", leads.page, small=True)
    yield View("small window in discussion", reads.page, small=True)
    yield View("small window sitting back", presents.page, small=True)
    ben.sends("Let it run")
    ana.presses("Pause")
    expect(leads.part("clock-word")).to_contain_text("paused")
    yield View("small window of a leader paused", leads.page, small=True)
    expect(reads.part("clock")).to_have_text("Paused")
    yield View("small window paused", reads.page, small=True)
    ana.presses("Resume")
    for _five_minutes in range(6):
        ana.button("−5 minutes").click()
    expect(leads.part("clock-word")).to_have_text("over")
    yield View("small window of a leader over", leads.page, small=True)


def _with_the_alarm(tom: Registrant, leads: SmallWindow) -> Iterator[View]:
    tom.page.close()
    expect(leads.part("presenter-alarm")).to_be_visible(timeout=LOST_AFTER)
    yield View("small window of a leader alarm", leads.page, small=True)


def _without_the_server(
    ana: Leader, lena: Registrant, leads: SmallWindow, reads: SmallWindow
) -> Iterator[View]:
    for each in (ana, lena):
        each.expects.append(LOST_CONNECTION)
        each.context.set_offline(True)
    expect(leads.part("clock-word")).to_have_text("not connected")
    leads.button("They are here").click()
    yield View("small window of a leader not connected", leads.page, small=True)
    expect(reads.part("offline-note")).to_be_visible()
    yield View("small window not connected", reads.page, small=True)
    for each in (ana, lena):
        each.context.set_offline(False)
    expect(leads.part("clock-word")).to_have_text("over")
    lena.is_connected()
