"""While strangers and one registrant do their worst, every press of another group's leader is taken, and none is lost.

How long each takes is measured by `python -m bench.faults`, on a machine that has nothing else to do.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from tests.integration.live.bystanders import MEGABYTE
from tests.integration.live.page import Page
from tests.integration.live.person import Person
from tests.integration.live.scene import played
from tests.integration.live.served import MODES, Served
from tests.integration.live.test_uploads import head, part

PRESSES = 10
UPLOADS = 100
PARALLEL = 40
LIMITED = {"limits": {"own_pages_per_second": 5, "own_pages_burst": 120}}
"""The usual burst, and less per second than a slow machine answers: so there too the pages come to an end."""
Attack = Callable[[Served, Person, asyncio.Event], Coroutine[Any, Any, None]]


async def unfinished_uploads(site: Served, _registrant: Person, over: asyncio.Event) -> None:
    """To an address that takes lists, by nobody who is known; each stops in the middle."""
    lines = []
    for _ in range(UPLOADS):
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        writer.write(head("/groups/any/people/import", 8 * MEGABYTE) + part() + b"x" * MEGABYTE)
        assert await reader.read(12) == b"HTTP/1.1 404"
        lines.append(writer)
    await over.wait()
    for writer in lines:
        writer.close()


async def parallel_pages(site: Served, registrant: Person, over: asyncio.Event) -> None:
    """As fast as they are answered, and until some are refused."""
    statuses: set[int] = set()

    async def asks() -> None:
        while not over.is_set() or 429 not in statuses:
            statuses.add(await one_page(site, registrant))

    await asyncio.gather(*(asks() for _ in range(PARALLEL)))
    assert statuses == {200, 429}


async def one_page(site: Served, registrant: Person) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    lines = (
        f"GET {registrant.page} HTTP/1.1",
        "Host: h",
        "Connection: close",
        f"Cookie: {registrant.cookie}",
    )
    writer.write("\r\n".join([*lines, "", ""]).encode())
    answer = await reader.read()
    writer.close()
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize("attack", [unfinished_uploads, parallel_pages])
@pytest.mark.parametrize("mode", MODES)
@played
async def test_every_press_is_taken(fresh: Callable[..., Served], mode: str, attack: Attack) -> None:
    site = fresh(mode=mode, size=("--groups", "2", "--registrants", "2"), settings=LIMITED)
    circle, other = site.circle(), site.circle()
    leader, carla = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])
    registrant = other.registrants[0]
    await asyncio.to_thread(registrant.ticket)
    await leader.taken("meeting.open")
    memory = site.memory()
    over = asyncio.Event()
    under_way = asyncio.create_task(attack(site, registrant, over))
    for number in range(PRESSES):
        await leader.taken("phase.back" if number % 2 else "phase.next")
        await asyncio.sleep(0.2)
    over.set()
    await under_way

    assert (await carla.at_revision(1 + PRESSES))["revision"] == 1 + PRESSES
    assert site.memory() - memory < 100 * MEGABYTE
    assert site.complaints() == []
