"""How soon a page is there on a bad line: 300 ms there and back, 0.7 Mbit a second, and nothing kept from an earlier visit.

The browser delays and slows what it asks for by itself; its figures are far above what a busy machine adds.
"""

from typing import NamedTuple

import pytest

from tests.browser.cast import Cast
from tests.browser.someone import Someone
from tests.integration.live.person import Circle

pytestmark = [pytest.mark.needs_browser, pytest.mark.alone]

Milliseconds = float

LINE = {"offline": False, "latency": 300, "downloadThroughput": 87_500, "uploadThroughput": 87_500}
FIRST_PAINT: Milliseconds = 2_000
LIVE: Milliseconds = 3_500
MOMENTS = """[
  performance.getEntriesByName("first-contentful-paint")[0].startTime,
  performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
]"""
"""When something was painted first, and when the last of the page's scripts had run."""


class Coming(NamedTuple):
    """Since the page was asked for: when something could be read, and when it was connected and its buttons answered."""

    painted: Milliseconds
    live: Milliseconds


def test_a_registrants_display(cast: Cast, circle: Circle) -> None:
    tom = cast.registrant(circle.registrants[0])
    tom.has_pressed()

    come = coming(tom)

    assert (come.painted <= FIRST_PAINT, come.live <= LIVE) == (True, True), come


def test_a_leaders_console(cast: Cast, circle: Circle) -> None:
    ana = cast.leader(circle.leaders[0])
    ana.has_pressed()

    come = coming(ana)

    assert (come.painted <= FIRST_PAINT, come.live <= LIVE) == (True, True), come


def coming(somebody: Someone) -> Coming:
    """Brings up their live page over the slow line."""
    session = somebody.context.new_cdp_session(somebody.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    address = somebody.person.url + somebody.person.page
    somebody.meanwhile_connects(lambda: somebody.page.goto(address, wait_until="commit"))
    connected = somebody.page.evaluate("performance.now()")
    somebody.page.wait_for_load_state("domcontentloaded")
    painted, answers = somebody.page.evaluate(MOMENTS)
    session.detach()
    return Coming(painted, max(connected, answers))
