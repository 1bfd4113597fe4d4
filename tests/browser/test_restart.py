"""The server dies in the middle of the discussion, and comes back with what it had on disk.

Who presents was in its memory only: the presenter's own page says it again. Nobody reloads anything.
"""

from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from tests.browser import digits
from tests.browser.cast import Cast
from tests.browser.leader import Leader
from tests.browser.registrant import Registrant
from tests.browser.someone import NARROW
from tests.integration.live.served import Served

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(300)]

BACK_WITHIN = 5.0
"""Seconds after the server's return."""
AWAY = (
    r"ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED"
    r"|WebSocket connection to .* failed"
)
NOT_RELOADED = "globalThis.sameAsBefore = true"


def test_a_killed_server_comes_back_to_the_same_session(own_site: Callable[..., Served], cast: Cast) -> None:
    site = own_site(size=("--groups", "1", "--registrants", "3"))
    circle = site.circle()
    ana, ben = (cast.leader(each, scripts=[digits.RECORDER]) for each in circle.leaders)
    tom = cast.registrant(circle.registrants[0])
    lena = cast.registrant(circle.registrants[1], size=NARROW)
    everybody = [ana, ben, tom, lena]
    for each in everybody:
        each.sits_down()
        each.expects.append(AWAY)
        each.page.evaluate(NOT_RELOADED)
    in_discussion(ana, tom)
    for each in everybody:
        each.is_at("Group discussion")
    ends = digits.believed_ends([ana.page])[0]

    site.kill()
    expect(tom.part("offline-note")).to_contain_text("You are still in the room on Zoom")
    expect(lena.part("offline-note")).to_have_text("Reconnecting… the session goes on in Zoom.")
    for leader in (ana, ben):
        expect(leader.part("offline-words")).to_contain_text("Not connected · last update")
    site.start()
    back_at = monotonic()

    for participant in (tom, lena):
        participant.is_connected(within=left_of(back_at))
    for leader in (ana, ben):
        expect(leader.part("offline")).to_be_hidden(timeout=1000 * left_of(back_at))
        expect(leader.part("presenter-heading")).to_have_text(
            f"{tom.name}: sitting back", timeout=1000 * left_of(back_at)
        )
    assert monotonic() - back_at < BACK_WITHIN
    for each in everybody:
        each.is_at("Group discussion")
        assert is_the_same(each.page)
    expect(tom.part("nothing-to-do")).to_be_visible()
    for leader in (ana, ben):
        expect(leader.part("presenter-page")).to_have_text("page here")
        expect(leader.row(tom.name)).to_contain_text("here · agreed · presenter")
        expect(leader.row(lena.name)).to_contain_text("here · agreed")
    assert digits.believed_ends([ana.page, ben.page]) == pytest.approx([ends, ends], abs=1.0)


def in_discussion(ana: Leader, tom: Registrant) -> None:
    ana.starts()
    ana.button("Start").click()
    ana.moves_everyone("Who has a case?")
    tom.presents()
    ana.moves_everyone("Group discussion")


def left_of(back_at: float) -> float:
    return max(0.001, back_at + BACK_WITHIN - monotonic())


def is_the_same(page: Page) -> bool:
    same: bool = page.evaluate("globalThis.sameAsBefore === true")
    return same
