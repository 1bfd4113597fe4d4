"""A body sent in chunks, as it was before it was cut up (RFC 9112, section 7.1); strict, as the head is."""

import io
import re
from typing import Any, Protocol

_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\x00-\x08\x0a-\x1f\x7f]*)?\r\n")
LONGEST_LINE = 1024
MOST_TRAILERS = 32


class Lines(Protocol):
    def read(self, size: int, /) -> bytes: ...
    def readline(self, size: int, /) -> bytes: ...


class Chunks(io.RawIOBase):
    """Reading raises OSError over what is no chunk, and over an end in the middle of one."""

    def __init__(self, incoming: Lines) -> None:
        super().__init__()
        self._incoming = incoming
        self._left = 0
        self.over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.over and self._left == 0:
            self._begin()
        if self.over:
            return 0
        piece = self._incoming.read(min(len(buffer), self._left))
        if not piece:
            raise OSError("The body ended in the middle of a chunk.")
        buffer[: len(piece)] = piece
        self._left -= len(piece)
        if self._left == 0:
            self._require(self._incoming.readline(2) == b"\r\n")
        return len(piece)

    def _begin(self) -> None:
        said = _SIZE.fullmatch(self._incoming.readline(LONGEST_LINE))
        self._require(said is not None)
        self._left = int(said[1], 16) if said else 0
        if self._left == 0:
            self.over = True
            self._drop_trailers()

    def _drop_trailers(self) -> None:
        for _ in range(MOST_TRAILERS):
            if self._incoming.readline(LONGEST_LINE) in (b"\r\n", b""):
                return
        self._require(False)

    def _require(self, holds: bool) -> None:
        if not holds:
            self.over = True
            raise OSError("This is no chunk.")
