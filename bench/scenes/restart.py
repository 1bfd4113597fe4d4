"""A restart: the server is stopped with everybody connected, started again, and everybody comes back at once.

A page waits a moment of its own before it connects again, so that a restart is no stampede; here nobody waits, and everybody
keeps trying from the first moment.
"""

import asyncio
import time

from bench.scenes.load import Watch, fill, leave
from bench.server import stop
from bench.subjects import Running

ALL_BACK_SECONDS = 300.0


async def restart(running: Running, greets: bool, watch: Watch) -> dict[str, float]:
    """How long it takes to stop, to listen again, and from then until the last has what they had before."""
    circles = await asyncio.to_thread(running.tickets)
    rooms = await fill(circles, greets)
    clients = [client for room in rooms for client in room.seats]
    began = time.perf_counter()
    await asyncio.to_thread(stop, running.server.process)
    stopped = time.perf_counter()
    await asyncio.gather(*(client.websocket.closed for client in clients))
    starting = time.perf_counter()
    with running.again() as _server:
        listening = time.perf_counter()
        with watch("everybody comes back"):
            back = await asyncio.wait_for(fill(circles, greets), ALL_BACK_SECONDS)
        everybody_back = time.perf_counter()
        returned = [client for room in back for client in room.seats]
        lost = sum(client.websocket.closed.done() for client in returned)
        await leave(returned)
    return {
        "seconds_to_stop": stopped - began,
        "seconds_to_start": listening - starting,
        "seconds_until_all_back": everybody_back - listening,
        "missed": lost,
    }
