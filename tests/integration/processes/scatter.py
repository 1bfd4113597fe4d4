"""A relay in front of several processes: each connection goes to one of them by chance, the same chance each time."""

import asyncio
import threading
from collections.abc import Sequence
from contextlib import suppress
from random import Random

from bench.server import free_port

PIECE = 64 * 1024


class Scatter:
    """`only` sends every connection to one process, while it is set."""

    def __init__(self, ports: Sequence[int], seed: int = 12) -> None:
        self.port = free_port()
        self.only: int | None = None
        self._ports = ports
        self._chance = Random(seed)
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> "Scatter":
        self._thread.start()
        assert self._up.wait(10)
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._relay, "127.0.0.1", self.port))
        self._up.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.01))
        self._loop.close()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            behind = await self._connected()
        except OSError:
            writer.close()
            return
        with suppress(asyncio.CancelledError):
            await asyncio.gather(_poured(reader, behind[1]), _poured(behind[0], writer))

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """To a process chosen by chance; to another where that one is gone. Raises OSError."""
        ports = self._chance.sample(self._ports, len(self._ports)) if self.only is None else [self.only]
        for port in ports[:-1]:
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
        return await asyncio.open_connection("127.0.0.1", ports[-1])


async def _poured(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError, asyncio.IncompleteReadError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
    writer.close()
