"""Live pages that connect again by themselves, as the browser's do."""

import asyncio
from time import monotonic
from typing import Any

from bench.client import Ticket
from bench.websocket import Refused
from tests.integration.live.page import Page
from tests.integration.live.person import Person
from tests.integration.live.scene import SOON

TRIES_AGAIN = 0.5
"""As the pages themselves do at first; what they do in a browser is tested there."""


async def kept_open(person: Person, page: Page, over: asyncio.Event) -> tuple[float, Page]:
    """Keep a page connected until it is over; for how many seconds it was away at most, and the page that it is now."""
    longest, ends = 0.0, asyncio.create_task(over.wait())
    while True:
        either: set[asyncio.Future[Any]] = {page.websocket.closed, ends}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not page.websocket.closed.done():
            return longest, page
        began = monotonic()
        page = await back(person)
        longest = max(longest, monotonic() - began)


async def back(person: Person) -> Page:
    """As a page does it: after a moment a new token, and with that a new connection, until it is there."""
    until = monotonic() + SOON
    while True:
        await asyncio.sleep(TRIES_AGAIN)
        try:
            return await page_of(person)
        except (Refused, OSError):
            assert monotonic() < until


async def page_of(person: Person) -> Page:
    """Raises Refused or OSError where it does not come about."""
    answer = await asyncio.to_thread(person.get, f"{person.page}/token")
    if answer.status != 200:
        raise Refused(str(answer.status))
    return await Page.at(Ticket(person.url, person.meeting, answer.json["token"], person.cookie))
