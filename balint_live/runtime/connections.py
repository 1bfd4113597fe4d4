"""Who is connected, and who gives way to whom when there are too many.

A connection waits until the head of a request has come, and again between requests; then it is served, a live page for as
long as it is open. A waiting one gives way to a new one: ten thousand half-open connections of a stranger push out one
another, and an honest client, which sends its head at once, gets in between them. Refusing the newest instead, as a plain
cap does, lets the first who fill it keep everybody else out.
"""

import socket
from collections import Counter
from contextlib import suppress
from threading import Lock
from typing import Protocol

from balint_live.application.ports import is_this_machine, network_of

MOST_WAITING = 400
"""Each costs some 30 KB and, when all of them close at once, a tenth of a millisecond in which nobody else is served."""


class Line(Protocol):
    """A connection, as far as it matters here."""

    def shutdown(self, how: int, /) -> None: ...


class Connections:
    def __init__(self, most: int, most_each: int = 0, most_waiting: int = MOST_WAITING) -> None:
        """`most_each`: of one address, this machine's own apart; 0 for any number."""
        self._most, self._most_each, self._most_waiting = most, most_each, most_waiting
        self._waiting: dict[Line, str] = {}
        self._served: dict[Line, str] = {}
        self._of: Counter[str] = Counter()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._waiting) + len(self._served)

    def admitted(self, line: Line, address: str) -> bool:
        """Whether there is room, if need be in the place of the one that has waited longest."""
        whose = "" if is_this_machine(address) else network_of(address)
        with self._lock:
            if not self._has_room(whose):
                return False
            self._waiting[line] = whose
            self._of[whose] += 1
            return True

    def is_served(self, line: Line) -> None:
        """A whole head has come."""
        self._move(line, self._waiting, self._served)

    def waits(self, line: Line) -> None:
        """It has been answered, and may ask again; it waits behind all others."""
        self._move(line, self._served, self._waiting)

    def ended(self, line: Line) -> None:
        with self._lock:
            self._forget(line)

    def make_room(self) -> bool:
        """Close the one that has waited longest; whether there was one."""
        with self._lock:
            return self._gives_way()

    def _has_room(self, whose: str) -> bool:
        if whose and self._most_each and self._of[whose] >= self._most_each and not self._gives_way(whose):
            return False
        if len(self._waiting) >= self._most_waiting or len(self) >= self._most:
            return self._gives_way()
        return True

    def _gives_way(self, whose: str | None = None) -> bool:
        oldest = next((line for line, of in self._waiting.items() if whose in (None, of)), None)
        if oldest is None:
            return False
        self._forget(oldest)
        with suppress(OSError):
            oldest.shutdown(socket.SHUT_RDWR)
        return True

    def _forget(self, line: Line) -> None:
        whose = self._waiting.pop(line, None)
        whose = self._served.pop(line, None) if whose is None else whose
        if whose is not None:
            self._of[whose] -= 1
            if self._of[whose] <= 0:
                del self._of[whose]

    def _move(self, line: Line, here: dict[Line, str], there: dict[Line, str]) -> None:
        with self._lock:
            if line in here:
                there[line] = here.pop(line)
