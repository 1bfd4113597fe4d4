"""A load: connect everybody, move the meetings at a steady pace, wait for the last receipt.

Moves leave by the clock, whether or not earlier ones have arrived: a server that falls behind must show it in
the figures, not slow its own measurement down.
"""

import asyncio
import gc
import json
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from statistics import fmean
from typing import NamedTuple

from bench.client import LiveClient, Ticket
from bench.figures import Figures, percentile
from bench.scenes.room import Move, Room
from bench.server import Server

Circles = Sequence[Sequence[Ticket]]
"""The tickets of each meeting, a leader's first."""
Watch = Callable[[str], AbstractContextManager[object]]
"""Told what is measured now: where a profiler looks on."""

HANDSHAKES_AT_ONCE = 100
OPENINGS_PER_SECOND = 50.0
CONNECT_SECONDS = 120.0


@dataclass(frozen=True)
class Pace:
    """How many moves a second, over all meetings together, for how many seconds.

    What has not arrived `patience` seconds after the last of them counts as not delivered.
    """

    rate: float
    seconds: float
    patience: float = 10.0


class Arrival(NamedTuple):
    """Everybody is connected: how fast that went, and what it took for each of memory, in bytes, and of the processor, in
    seconds."""

    rooms: list[Room[LiveClient]]
    per_second: float
    memory_each: float
    processor_each: float


def unwatched(_what: str) -> AbstractContextManager[object]:
    """Nobody looks on."""
    return nullcontext()


async def load(
    server: Server, circles: Circles, pace: Pace, greets: bool, watch: Watch = unwatched
) -> Figures:
    """Load one server with these meetings; `greets` says that it sends a snapshot to whoever connects."""
    with watch("everybody connects"):
        arrival = await asyncio.wait_for(_arrive(server, circles, greets), CONNECT_SECONDS)
    rooms = arrival.rooms
    gc.collect()
    gc.freeze()  # the client's own pauses are not the server's
    await drive(rooms, Pace(OPENINGS_PER_SECOND, len(rooms) / OPENINGS_PER_SECOND, pace.patience))

    processor, began = server.usage().processor, time.perf_counter()
    with watch("meetings move"):
        moves = await drive(rooms, pace)
    busy = (server.usage().processor - processor) / (time.perf_counter() - began)

    times = sorted(move.seconds() * 1000 for move in moves if not move.missing)
    every_move = [move for room in rooms for move in room.moves]
    clients = [client for room in rooms for client in room.seats]
    figures = Figures(
        meetings=len(rooms),
        people=len(rooms[0].seats),
        connections=len(clients),
        moves=len(moves),
        undelivered=sum(len(move.missing) for move in every_move),
        refused=sum(_refused(move) for move in every_move),
        lost=sum(client.websocket.closed.done() for client in clients),
        p50_ms=percentile(times, 50),
        p99_ms=percentile(times, 99),
        connects_per_second=arrival.per_second,
        connect_cpu_ms=arrival.processor_each * 1000,
        kb_per_connection=arrival.memory_each / 1000,
        cpu_percent=busy * 100,
        snapshot_bytes=_mean_snapshot(clients),
    )
    await leave(clients)
    return figures


async def _arrive(server: Server, circles: Circles, greets: bool) -> Arrival:
    """Connect one half, then the other: memory is counted for the second half only.

    By then the server has paid what it pays once, and used up the free memory that signing everybody in has
    left behind in the application but not in the relay.
    """
    half, everybody = len(circles) // 2, sum(map(len, circles))
    started, used = time.perf_counter(), server.usage().processor
    first = await fill(circles[:half], greets)
    midway = server.usage().memory
    second = await fill(circles[half:], greets)
    seconds, usage = time.perf_counter() - started, server.usage()
    return Arrival(
        first + second,
        everybody / seconds,
        (usage.memory - midway) / sum(map(len, circles[half:])),
        (usage.processor - used) / everybody,
    )


async def fill(circles: Circles, greets: bool) -> list[Room[LiveClient]]:
    """Connect everybody, a bounded number at once."""
    rooms = [Room[LiveClient]() for _ in circles]
    gate = asyncio.Semaphore(HANDSHAKES_AT_ONCE)

    async def enter(room: Room[LiveClient], seat: int, ticket: Ticket) -> LiveClient:
        async with gate:
            client = await LiveClient.enter(ticket, partial(room.hear, seat))
            if greets:
                await client.until("snapshot")
            return client

    async def fill_one(room: Room[LiveClient], tickets: Sequence[Ticket]) -> None:
        room.seats = await asyncio.gather(*(enter(room, seat, ticket) for seat, ticket in enumerate(tickets)))

    await asyncio.gather(*map(fill_one, rooms, circles))
    return rooms


async def drive(rooms: Sequence[Room[LiveClient]], pace: Pace) -> list[Move]:
    """Move one meeting after the other, evenly in time, then wait for the receipts."""
    moves: list[Move] = []
    began = time.perf_counter()
    for number, room in enumerate(islice(cycle(rooms), round(pace.rate * pace.seconds))):
        await asyncio.sleep(began + number / pace.rate - time.perf_counter())
        moves.append(room.move())
    deadline = time.perf_counter() + pace.patience
    while any(not move.settled() for move in moves) and time.perf_counter() < deadline:
        await asyncio.sleep(0.01)
    return moves


async def leave(clients: Sequence[LiveClient]) -> None:
    """Have everybody hang up."""
    for client in clients:
        client.leave()
    await asyncio.gather(*(client.websocket.closed for client in clients))
    gc.unfreeze()


def _refused(move: Move) -> bool:
    answer = move.answer
    return not answer.done() or answer.exception() is not None or not answer.result()["ok"]


def _mean_snapshot(clients: Sequence[LiveClient]) -> int:
    snapshots = [client.latest["snapshot"] for client in clients if "snapshot" in client.latest]
    return round(fmean(len(json.dumps(body, separators=(",", ":")).encode()) for body in snapshots or [{}]))
