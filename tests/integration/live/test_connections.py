"""More connections than anybody needs, from one address: they push out one another, and nobody else notices."""

import asyncio
import resource
import socket
from collections.abc import Callable
from contextlib import ExitStack

import psutil
import pytest

from tests.integration.live.bystanders import MEGABYTE
from tests.integration.live.malformed import said
from tests.integration.live.page import Page
from tests.integration.live.scene import played
from tests.integration.live.served import MODES, Served

HALF_OPEN = 3_000
AT_ONCE = 500
PRESSES = 12
ASKED = b"GET /privacy HTTP/1.1\r\nHost: h\r\n\r\n"


async def half_open(site: Served, begun: bytes) -> None:
    """One after another in bursts, each left without a whole request."""
    for _ in range(HALF_OPEN // AT_ONCE):
        lines = await asyncio.gather(
            *(asyncio.open_connection("127.0.0.1", site.port) for _ in range(AT_ONCE)),
            return_exceptions=True,
        )
        writers = [line[1] for line in lines if not isinstance(line, BaseException)]
        assert len(writers) == AT_ONCE
        for writer in writers:
            writer.write(begun)
        await asyncio.sleep(0.05)
        for writer in writers:
            writer.close()


@pytest.mark.parametrize("begun", [b"", b"GET /join/x HTTP/1.1\r\nHost: h\r\nX"], ids=["silent", "begun"])
@played
async def test_half_open_connections_come_and_go_and_no_press_is_lost(site: Served, begun: bytes) -> None:
    circle = site.circle()
    leader, carla = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])
    await leader.taken("meeting.open")
    memory = site.memory()
    flood = asyncio.create_task(half_open(site, begun))
    for number in range(PRESSES):
        await leader.taken("phase.next" if number % 2 == 0 else "phase.back")
        answer = await asyncio.to_thread(site.visitor.get, "/privacy")
        assert answer.status == 200
    await flood

    assert (await carla.at_revision(1 + PRESSES))["revision"] == 1 + PRESSES
    assert site.memory() - memory < 100 * MEGABYTE


@pytest.mark.parametrize("mode", MODES)
def test_a_full_house_lets_in_whoever_asks_something(fresh: Callable[..., Served], mode: str) -> None:
    site = fresh(mode=mode, settings={"server": {"max_connections": 20}})
    with ExitStack() as held:
        lines = [
            held.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=20))
            for _ in range(40)
        ]
        assert said(site.port, ASKED).startswith(b"HTTP/1.1 200 ")
        assert lines[0].recv(1) == b""
    assert site.stop()[0] == 0
    assert site.complaints() == []


@pytest.mark.parametrize("mode", MODES)
def test_without_files_it_waits_and_goes_on(fresh: Callable[..., Served], mode: str) -> None:
    site = fresh(mode=mode)
    said(site.port, ASKED)
    process = psutil.Process(site.process.pid)
    _, hard = process.rlimit(resource.RLIMIT_NOFILE)
    process.rlimit(resource.RLIMIT_NOFILE, (process.num_fds() + 4, hard))
    with ExitStack() as held:
        for _ in range(60):
            held.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=20))
        assert said(site.port, ASKED).startswith(b"HTTP/1.1 ")
    process.rlimit(resource.RLIMIT_NOFILE, (hard, hard))
    assert said(site.port, ASKED).startswith(b"HTTP/1.1 200 ")
    assert site.stop()[0] == 0


@pytest.mark.parametrize("mode", MODES)
def test_no_more_connections_are_promised_than_the_system_grants(
    fresh: Callable[..., Served], mode: str
) -> None:
    site = fresh(mode=mode, settings={"server": {"max_connections": 10_000_000}})
    granted = psutil.Process(site.process.pid).rlimit(resource.RLIMIT_NOFILE)[0]
    assert b'"connections": %d,' % (granted - 256) in site.errors()
