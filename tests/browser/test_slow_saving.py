"""Saving takes longer than usual: the leader reads that the page waits, then that nothing was saved, and presses again."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.leader import Leader
from tests.browser.someone import NARROW, WIDE, Size
from tests.browser.test_without_websockets import NoUpgrades
from tests.integration.live.served import Served

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(300)]

WAITING = "Saving is taking longer than usual. Waiting…"
NOT_SAVED = "Not saved. Please press again."
SOON = 4_000
"""Milliseconds, on a busy machine; the page says it after one second, and would be told the outcome after five."""
GIVEN_UP = 12_000


@contextmanager
def locked(site: Served) -> Iterator[sqlite3.Connection]:
    with closing(site.database()) as intruder:
        intruder.execute("BEGIN IMMEDIATE")
        yield intruder
        intruder.rollback()


def presses_in_vain(ana: Leader, site: Served) -> None:
    """And then with success."""
    ana.starts()
    ana.button("Start").click()
    ana.is_at("Opening and agreement")
    with locked(site):
        ana.presses("Go to: Who has a case?")
        expect(ana.part("press-note")).to_have_text(WAITING, timeout=SOON)
        expect(ana.part("announcer")).to_have_text(WAITING, timeout=SOON)
        expect(ana.part("press-note")).to_have_text(NOT_SAVED, timeout=GIVEN_UP)
        expect(ana.part("announcer")).to_have_text(NOT_SAVED, timeout=SOON)
        assert ana.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ana.is_at("Opening and agreement")
    ana.moves_on("Who has a case?")
    expect(ana.part("press-note")).to_be_hidden()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_over_a_locked_database(own_site: Callable[..., Served], cast: Cast, size: Size) -> None:
    site = own_site(size=("--groups", "1", "--registrants", "1"))
    ana = cast.leader(site.circle().leaders[0], size=size)
    ana.sits_down()
    presses_in_vain(ana, site)


def test_over_a_locked_database_by_plain_requests(own_site: Callable[..., Served], cast: Cast) -> None:
    site = own_site(size=("--groups", "1", "--registrants", "1"))
    with NoUpgrades() as network:
        ana = cast.leader(site.circle().leaders[0], **network.settings)
        ana.expects.append(r"WebSocket connection to .* failed")
        ana.opens_link()
        ana.presses_the_button()
        expect(ana.part("link-state")).to_have_text("slow connection")
        presses_in_vain(ana, site)
        ana.context.close()
