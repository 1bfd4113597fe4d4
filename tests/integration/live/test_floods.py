"""Floods, under the budgets people live with: answered with `rate_limited`, read no faster, noticed by nobody else."""

import asyncio
import json
import time
from collections.abc import Iterator

import pytest

from bench.websocket import PING, frame
from tests.integration.live.line import Line
from tests.integration.live.page import Page
from tests.integration.live.pouring import drained
from tests.integration.live.scene import played, soon
from tests.integration.live.served import MODES, Served

MEGABYTE = 1_000_000
RATE_LIMITED = {"ok": False, "code": "rate_limited", "revision": 0}
SLOWEST_ANSWER = 3.0
"""Seconds; generous, since tests share the machine. Without bounds the server answered nobody any more."""


@pytest.fixture(scope="module", params=MODES)
def strict(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The default budgets: five events a second, twenty at once."""
    folder = tmp_path_factory.mktemp("strict")
    served = Served(folder, mode=request.param, size=("--groups", "8", "--registrants", "2")).start()
    yield served
    served.stop()


@pytest.fixture
def site(strict: Served) -> Iterator[Served]:
    yield strict
    assert strict.complaints() == []


@played
async def test_a_flood_of_events_is_rate_limited_and_nobody_else_waits(site: Served) -> None:
    circle, other = site.circle(), site.circle()
    leader, neighbour = await Page.of(circle.leaders[0]), await Page.of(other.leaders[0])
    line = await Line.entered(circle.registrants[0].ticket())

    began = time.monotonic()
    flood = asyncio.create_task(flooded(line, frame(b'42/live,1["signal",{"signal":"word_with_leader"}]')))
    waits = [await waited(page) for _ in range(8) for page in (leader, neighbour)]
    flood.cancel()

    answers = [json.loads(packet.partition(",")[2][1:])[0] for packet in line.told if packet.startswith("43")]
    taken = [answer for answer in answers if answer["ok"]]
    refused = [answer for answer in answers if not answer["ok"]]
    assert [(each["ok"], each["revision"]) for each in answers[:20]] == [(True, 0)] * 20
    assert len(taken) <= 20 + 5 * (time.monotonic() - began) + 1
    assert refused == [RATE_LIMITED] * len(refused) != []
    assert len(leader.all("signal")) == len(taken)
    assert max(waits) < SLOWEST_ANSWER


@played
async def test_floods_before_connecting_hold_up_nobody(site: Served) -> None:
    circle = site.circle()
    leader = await Page.of(circle.leaders[0])
    ticket = circle.registrants[0].ticket()
    memory = site.memory()
    packets = ["6", "40/elsewhere,", '40/live,{"meeting":"x","token":"y"}', '42/live,1["time"]', "41/live,"]
    frames = [frame(packet.encode()) for packet in packets] + [frame(b"?", PING)]
    lines = [await Line.open(ticket) for _ in frames]
    floods = [asyncio.create_task(flooded(*each)) for each in zip(lines, frames, strict=True)]
    waits = []
    for _ in range(10):
        waits.append(await waited(leader))
        await asyncio.sleep(0.2)

    assert [flood.done() for flood in floods] == [False] * 6
    for flood in floods:
        flood.cancel()
    assert max(waits) < SLOWEST_ANSWER
    assert site.memory() - memory < 32 * MEGABYTE


@played
async def test_a_client_that_never_reads_takes_a_bounded_amount_of_memory(site: Served) -> None:
    circle = site.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())
    line.websocket.transport.pause_reading()
    memory = site.memory()

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(flooded(line, frame(b'42/live,1["refresh"]')), 4)

    assert await waited(leader) < SLOWEST_ANSWER
    assert site.memory() - memory < 8 * MEGABYTE


async def waited(page: Page) -> float:
    """How long an answer took, in seconds."""
    loop = asyncio.get_running_loop()
    asked = loop.time()
    await soon(page.call("time"))
    await asyncio.sleep(0.1)
    return loop.time() - asked - 0.1


async def flooded(line: Line, packet: bytes) -> None:
    """The same frame as fast as the other side takes it."""
    while line.is_open:
        line.websocket.transport.write(packet * 20)
        await drained(line)
