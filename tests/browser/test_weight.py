"""What a page costs on the line: bytes and requests of a first and of the next visit, counted as the browser counts them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.browser.cast import Cast
from tests.browser.someone import Someone
from tests.integration.live.person import Circle

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(120)]

Bytes = int


@dataclass
class Visit:
    """What came over the line, headers included; `addresses` are those that the browser had not kept."""

    transferred: Bytes = 0
    addresses: list[str] = field(default_factory=list)

    def __add__(self, other: "Visit") -> "Visit":
        return Visit(self.transferred + other.transferred, self.addresses + other.addresses)

    @property
    def asked_again(self) -> list[str]:
        return [each for each in self.addresses if "/static/" in each]


@contextmanager
def counted(somebody: Someone) -> Iterator[Visit]:
    """Everything that is loaded over HTTP inside; the live socket's messages come on top."""
    visit, addresses, kept = Visit(), dict[str, str](), set[str]()

    def answered(answer: dict[str, Any]) -> None:
        if answer["response"]["fromDiskCache"]:
            kept.add(answer["requestId"])

    def loaded(done: dict[str, Any]) -> None:
        request = done["requestId"]
        if request in addresses and request not in kept:
            visit.transferred += int(done["encodedDataLength"])
            visit.addresses.append(addresses[request])

    session = somebody.context.new_cdp_session(somebody.page)
    session.on(
        "Network.requestWillBeSent",
        lambda asked: addresses.update({asked["requestId"]: asked["request"]["url"]}),
    )
    session.on("Network.requestServedFromCache", lambda served: kept.add(served["requestId"]))
    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", loaded)
    session.send("Network.enable")
    yield visit
    somebody.page.wait_for_load_state("networkidle")
    session.detach()


def test_a_registrants_pages(cast: Cast, circle: Circle) -> None:
    tom = cast.registrant(circle.registrants[0])

    with counted(tom) as join:
        tom.opens_link()
    with counted(tom) as display:
        tom.meanwhile_connects(tom.presses_the_button)
    with counted(tom) as again:
        tom.reloads()

    whole = join + display
    assert whole.transferred <= 120_000, whole
    assert (again.transferred <= 15_000, again.asked_again) == (True, []), again


def test_a_leaders_console(cast: Cast, circle: Circle) -> None:
    ana = cast.leader(circle.leaders[0])

    with counted(ana) as first:
        ana.sits_down()
    with counted(ana) as again:
        ana.reloads()

    assert first.transferred <= 200_000, first
    assert (again.transferred <= 25_000, again.asked_again) == (True, []), again
