"""A bare connection to the live socket, for saying what no page would."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any, Self

from bench.client import Ticket
from bench.websocket import WebSocket
from tests.integration.live.scene import OPEN, SOON, soon


class Socket(WebSocket):
    """Keeps what the server said before the first frame."""

    head = b""

    def data_received(self, data: bytes) -> None:
        if not self.opened.done():
            self.head += data
        super().data_received(data)


class Line:
    """A bare WebSocket to the live socket: says what it is given, and keeps what it is told, packet by packet."""

    def __init__(
        self, ticket: Ticket, *, answers_pings: bool = True, address: str = "", **headers: str
    ) -> None:
        self.ticket = ticket
        self.told: list[str] = []
        self._moments: list[float] = []
        self._answers_pings = answers_pings
        self._arrived = asyncio.Event()
        fields = {
            "Cookie": ticket.cookie,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        self.websocket = Socket(address or ticket.address(), self._hear, fields)
        OPEN.append(self.websocket)

    @classmethod
    async def open(cls, ticket: Ticket, **options: Any) -> Self:
        """The transport is open and nobody has said who they are; raises Refused."""
        line = cls(ticket, **options)
        await soon(line.websocket.open())
        await line.until(lambda packet: packet[0] == "0")
        return line

    @classmethod
    async def entered(cls, ticket: Ticket, **options: Any) -> Self:
        """Connected to the namespace, and greeted."""
        line = await cls.open(ticket, **options)
        line.introduce()
        await line.until(lambda packet: packet.startswith('42/live,["snapshot"'))
        return line

    def introduce(self, auth: object = None) -> None:
        proof = {"meeting": self.ticket.meeting, "token": self.ticket.token} if auth is None else auth
        self.say(f"40/live,{json.dumps(proof)}")

    def say(self, packet: str) -> None:
        self.websocket.send(packet.encode())

    async def until(self, holds: Callable[[str], bool]) -> str:
        """The first packet told, ever, for which it holds."""

        async def arrives() -> str:
            while True:
                for packet in self.told:
                    if holds(packet):
                        return packet
                self._arrived.clear()
                await self._arrived.wait()

        return await soon(arrives())

    async def answer(self, number: int) -> Any:
        """What was acknowledged under this number."""
        head = f"43/live,{number}["
        return json.loads((await self.until(lambda packet: packet.startswith(head)))[len(head) - 1 :])[0]

    async def closed(self, within: float = SOON) -> int:
        """The close code; 1006 when there was none."""
        return await asyncio.wait_for(asyncio.shield(self.websocket.closed), within)

    def told_at(self) -> list[tuple[float, str]]:
        """Each packet with the moment of its arrival; only as long as `told` is left alone."""
        return list(zip(self._moments, self.told, strict=True))

    @property
    def is_open(self) -> bool:
        return not self.websocket.closed.done()

    def _hear(self, text: str) -> None:
        if text == "2" and self._answers_pings:
            self.say("3")
        self.told.append(text)
        self._moments.append(time.monotonic())
        self._arrived.set()
