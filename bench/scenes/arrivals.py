"""Arrivals: everybody comes as they do at the hour, from the link in their mail to the first snapshot.

Five steps each: the page of the link, the press, the meeting's page, a token, the live connection. Sixteen people are on
their way at any time.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from bench.client import LiveClient, Ticket
from bench.figures import percentile
from bench.scenes.load import Watch, leave
from bench.subjects import SIGN_INS_AT_ONCE, Running
from bench.visitor import Visitor


async def arrivals(running: Running, greets: bool, watch: Watch) -> dict[str, float]:
    """How many people arrive a second, how long one of them takes, and what each costs the server's processor."""
    everybody = [link for circle in running.links for link in circle]
    used, began = running.server.usage().processor, time.perf_counter()
    with watch("everybody arrives"), ThreadPoolExecutor(SIGN_INS_AT_ONCE) as pool:
        came = await _all_come(running.server.hello["url"], everybody, greets, pool)
    seconds, used = time.perf_counter() - began, running.server.usage().processor - used
    lost = sum(client.websocket.closed.done() for client, _ in came)
    await leave([client for client, _ in came])
    return {
        "arrivals_per_second": len(everybody) / seconds,
        "p99_ms": percentile(sorted(took * 1000 for _, took in came), 99),
        "cpu_ms_each": used * 1000 / len(everybody),
        "missed": lost,
    }


async def _all_come(
    url: str, links: list[str], greets: bool, pool: ThreadPoolExecutor
) -> list[tuple[LiveClient, float]]:
    """Everybody's connection, and how many seconds it took to get there."""
    gate = asyncio.Semaphore(SIGN_INS_AT_ONCE)

    async def come(link: str) -> tuple[LiveClient, float]:
        async with gate:
            began = time.perf_counter()
            ticket = await asyncio.get_running_loop().run_in_executor(pool, _ticket, url, link)
            client = await LiveClient.enter(ticket)
            if greets:
                await client.until("snapshot")
            return client, time.perf_counter() - began

    return await asyncio.gather(*map(come, links))


def _ticket(url: str, link: str) -> Ticket:
    with Visitor(url) as visitor:
        return visitor.newer(visitor.ticket(link))
