"""A line that falls silent without a word, as it does while a laptop sleeps: what is open carries nothing more, and nobody
is told; what is opened afterwards is as good as new."""

import socket
from contextlib import suppress

from tests.browser.detour import BLOCK, Detour


class SilentLine(Detour):
    def __init__(self) -> None:
        super().__init__()
        self._silences = 0

    def falls_silent(self) -> None:
        self._silences += 1

    def carry(self, source: socket.socket, target: socket.socket) -> None:
        opened_after = self._silences
        with suppress(OSError):
            while block := source.recv(BLOCK):
                if self._silences == opened_after:
                    target.sendall(block)
            target.shutdown(socket.SHUT_WR)
