"""One meeting under load: its twelve connections, and for each move the moment the last of them had it."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

LEADER = 0
"""The seat that moves the meeting: tickets come with the leaders first."""


class Caller(Protocol):
    """What a room needs of a connection."""

    def call(self, event: str, *bodies: Any) -> asyncio.Future[Any]:
        """Send an event and return its acknowledgement to come."""


Seat = TypeVar("Seat", bound=Caller)


@dataclass
class Move:
    """One change of a meeting, and the seats that have not heard of it. Moments are time.perf_counter()'s."""

    revision: int
    sent_at: float
    missing: set[int]
    answer: asyncio.Future[Any]
    last_at: float = 0.0

    def settled(self) -> bool:
        """Whether everybody has it and the leader's acknowledgement came."""
        return not self.missing and self.answer.done()

    def seconds(self) -> float:
        """From the press until the last seat had it."""
        return self.last_at - self.sent_at


class Room(Generic[Seat]):
    """Moves leave from the leader's seat; a snapshot of that revision or a later one is their receipt."""

    def __init__(self) -> None:
        self.seats: Sequence[Seat] = []
        self.revision = 0
        self.moves: list[Move] = []
        self._types = itertools.chain(["meeting.open"], itertools.cycle(["phase.next", "phase.back"]))

    def move(self) -> Move:
        """Send the next move: the first opens the meeting, after that it goes to and fro."""
        number, kind = len(self.moves), next(self._types)
        command = {"id": f"bench-{number}", "type": kind, "expectedRevision": self.revision}
        sent_at = time.perf_counter()
        answer = self.seats[LEADER].call("command", command)
        move = Move(self.revision + 1, sent_at, set(range(len(self.seats))), answer)
        self.moves.append(move)
        return move

    def hear(self, seat: int, event: str, body: Any) -> None:
        """A seat heard an event: tick off every move it now has."""
        if event != "snapshot":
            return
        if seat == LEADER:
            self.revision = body["revision"]
        for move in reversed(self.moves):
            if seat in move.missing and move.revision <= body["revision"]:
                move.missing.discard(seat)
                move.last_at = time.perf_counter()
            elif not move.missing:
                break
