"""Transports that never become somebody are closed after ten seconds; those that fall silent, within thirty."""

import asyncio
import time

from tests.integration.live.conftest import Outcome
from tests.integration.live.line import Line
from tests.integration.live.page import DeafPage, Page
from tests.integration.live.served import Served
from tests.integration.live.waiting import SLACK, waits

PATIENCE = 10.0
UNANSWERED = 20.0
"""A ping after 10 s, and 10 s to answer it."""


async def seconds_until_closed(line: Line) -> float:
    """From the first word of the server."""
    await line.closed(60)
    return time.monotonic() - line.told_at()[0][0]


@waits
async def nobodies(site: Served) -> dict[str, float]:
    """How long each was let be, in seconds."""
    circle = site.circle()
    ticket = await asyncio.to_thread(circle.registrants[0].ticket)
    lines = {who: await Line.open(ticket) for who in ("silent", "refused", "elsewhere", "talkative")}
    lines["gone"] = await Line.entered(ticket)
    lines["gone"].say("41/live,")
    lines["refused"].introduce({"meeting": ticket.meeting, "token": "x"})
    lines["elsewhere"].say("40/elsewhere,{}")
    talk = asyncio.create_task(chatter(lines["talkative"]))
    closed = await asyncio.gather(*map(seconds_until_closed, lines.values()))
    talk.cancel()
    return dict(zip(lines, closed, strict=True))


async def chatter(line: Line) -> None:
    while line.is_open:
        line.say("6")
        await asyncio.sleep(0.5)


def test_whoever_never_connects_is_closed_after_ten_seconds(outcome: Outcome) -> None:
    for who, seconds in outcome(nobodies).items():
        assert PATIENCE - 0.5 <= seconds <= PATIENCE + 1 + SLACK, who


@waits
async def asleep(site: Served) -> float:
    """How long a page that answers no ping is held for connected."""
    circle = site.circle()
    page = await DeafPage.of(circle.registrants[0])
    awake = await Page.of(circle.registrants[1])
    page.asleep = True
    began = time.monotonic()
    await asyncio.wait_for(asyncio.shield(page.websocket.closed), 60)
    seconds = time.monotonic() - began
    assert not awake.websocket.closed.done()
    return seconds


def test_whoever_answers_no_ping_is_closed_within_thirty_seconds(outcome: Outcome) -> None:
    assert PATIENCE <= outcome(asleep) <= UNANSWERED + PATIENCE + SLACK
