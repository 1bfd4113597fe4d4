"""A slow and unsteady line: what is carried arrives later, and in order, as on one connection it does."""

import random
import socket
import threading
from contextlib import suppress
from queue import SimpleQueue
from time import monotonic, sleep

from tests.browser.detour import BLOCK, Detour

Seconds = float


class SlowLine(Detour):
    """`quickest` one way; what is added by chance has a long tail, as on a busy network, and is `jitter` on average."""

    def __init__(self, quickest: Seconds, jitter: Seconds) -> None:
        super().__init__()
        self._quickest = quickest
        self._jitter = jitter
        self._chance = random.Random(108)

    def carry(self, source: socket.socket, target: socket.socket) -> None:
        under_way: SimpleQueue[tuple[Seconds, bytes]] = SimpleQueue()
        arriving = threading.Thread(target=_arrive, args=(under_way, target), daemon=True)
        arriving.start()
        with suppress(OSError):
            while block := source.recv(BLOCK):
                under_way.put((monotonic() + self._delay(), block))
        under_way.put((monotonic() + self._delay(), b""))
        arriving.join()

    def _delay(self) -> Seconds:
        return self._quickest + self._chance.expovariate(1 / self._jitter)


def _arrive(under_way: SimpleQueue[tuple[Seconds, bytes]], target: socket.socket) -> None:
    with suppress(OSError):
        while True:
            due, block = under_way.get()
            sleep(max(0.0, due - monotonic()))
            if not block:
                target.shutdown(socket.SHUT_WR)
                return
            target.sendall(block)
