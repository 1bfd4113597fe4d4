"""Idle minutes: everybody is connected and nobody presses. What remains is what a server costs for being there."""

import asyncio
import time

from bench.scenes.load import Watch, fill, leave
from bench.subjects import Running

SETTLES = 3.0
"""Seconds, until what comes with connecting is over."""


async def idle(running: Running, greets: bool, seconds: float, watch: Watch) -> dict[str, float]:
    """The processor, in percent of one core, and the memory of a server that nobody asks for anything."""
    rooms = await fill(await asyncio.to_thread(running.tickets), greets)
    clients = [client for room in rooms for client in room.seats]
    await asyncio.sleep(SETTLES)
    used, began = running.server.usage().processor, time.perf_counter()
    with watch("nobody presses"):
        await asyncio.sleep(seconds)
    usage, took = running.server.usage(), time.perf_counter() - began
    lost = sum(client.websocket.closed.done() for client in clients)
    await leave(clients)
    return {
        "idle_cpu_percent": (usage.processor - used) / took * 100,
        "memory_mb": usage.memory / 1e6,
        "missed": lost,
    }
