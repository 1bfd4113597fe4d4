"""1,500 connections at once: each is let in, greeted and kept up to date; and each is told when the server stops."""

import asyncio
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.client import Ticket
from tests.integration.live.page import Page, new_id
from tests.integration.live.person import Circle
from tests.integration.live.scene import played
from tests.integration.live.served import STOP_WITHIN, Served

PAGES_EACH = 5
"""As many as one person may have open."""
AT_ONCE = 50
STREAMS = 5
SLOWEST_PAGE = 5.0
"""Seconds: while fifteen hundred come in, on a machine that also plays all of them."""


@pytest.fixture(autouse=True)
def open_files() -> None:
    """One a connection here, and one in the server, which inherits the limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def tickets_of(circles: Sequence[Circle]) -> list[list[Ticket]]:
    """Everybody's, a leader's first in each circle."""
    with ThreadPoolExecutor(8) as pool:
        return [
            list(pool.map(lambda one: one.ticket(), [*each.leaders, *each.registrants])) for each in circles
        ]


async def all_in(tickets: list[list[Ticket]]) -> list[list[Page]]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one_in(ticket: Ticket) -> Page:
        async with gate:
            page = await asyncio.wait_for(Page.enter(ticket), 60)
            await asyncio.wait_for(page.until("snapshot"), 60)
            return page

    return [
        list(await asyncio.gather(*(one_in(ticket) for ticket in circle for _ in range(PAGES_EACH))))
        for circle in tickets
    ]


async def slowest_page(site: Served, until: asyncio.Event) -> float:
    slowest = 0.0
    while not until.is_set():
        began = time.monotonic()
        answer = await asyncio.to_thread(site.visitor.get, "/privacy")
        assert answer.status == 200
        slowest = max(slowest, time.monotonic() - began)
        await asyncio.sleep(0.2)
    return slowest


async def pressed_all_the_time(leader: Page) -> None:
    """A stream of moves, until the line ends."""
    while not leader.websocket.closed.done():
        way = "phase.next" if leader.revision % 2 else "phase.back"
        body = {"id": new_id(), "type": way, "expectedRevision": leader.revision}
        await asyncio.wait([asyncio.ensure_future(leader.call("command", body))], timeout=5)


@pytest.mark.alone
@pytest.mark.parametrize(("mode", "groups"), [("eventlet", 25), ("threading", 2)])
@played
async def test_each_is_served_and_each_is_told_when_the_server_stops(
    fresh: Callable[..., Served], mode: str, groups: int
) -> None:
    site = fresh(
        mode=mode,
        size=("--groups", str(groups), "--registrants", "10"),
        settings={"limits": {"events_per_second": 1000, "events_burst": 1000}},
    )
    tickets = await asyncio.to_thread(tickets_of, [site.circle() for _ in range(groups)])
    everybody_is_in = asyncio.Event()
    looking = asyncio.create_task(slowest_page(site, everybody_is_in))
    circles = await all_in(tickets)
    everybody_is_in.set()
    pages = [page for circle in circles for page in circle]

    assert len(pages) == groups * 12 * PAGES_EACH
    assert await looking < SLOWEST_PAGE
    assert [page.snapshot["role"] for page in circles[0]] == ["leader"] * 10 + ["registrant"] * 50

    for circle in circles:
        await circle[0].taken("meeting.open")
    for page in pages:
        await page.at_revision(1)
    assert not any(page.websocket.closed.done() for page in pages)

    streams = [asyncio.create_task(pressed_all_the_time(circle[0])) for circle in circles[:STREAMS]]
    await asyncio.sleep(2)
    assert min(page.revision for page in circles[0]) > 1
    status, seconds = await asyncio.to_thread(site.stop)
    await asyncio.wait([page.websocket.closed for page in pages], timeout=10)

    assert status == 0
    assert seconds < STOP_WITHIN
    assert sum(page.was_told_goodbye for page in pages) == len(pages)
    assert site.complaints() == []
    await asyncio.wait(streams, timeout=10)


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_an_idle_server_stops_at_once(fresh: Callable[..., Served], mode: str) -> None:
    site = fresh(mode=mode)
    time.sleep(2)
    status, seconds = site.stop()
    assert (status, site.complaints()) == (0, [])
    assert seconds < STOP_WITHIN
