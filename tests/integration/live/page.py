"""Open live pages, well-behaved and not: what a test holds in its hand while it watches what a room is told."""

import asyncio
import functools
import json
import time
from collections.abc import Awaitable, Callable, Coroutine
from itertools import count
from typing import Any, NamedTuple, ParamSpec, Self, TypeVar

from bench.client import LiveClient, Ticket
from bench.websocket import WebSocket
from tests.integration.live.person import Person

P = ParamSpec("P")
T = TypeVar("T")

SOON = 15.0
"""Seconds after which something that ought to come at once, on a busy machine too, is given up."""

_numbers = count(1)
_open: list[WebSocket] = []


def played(scene: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Make a test of a scene: run it, and hang up for everybody afterwards."""

    async def to_the_end(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            await scene(*args, **kwargs)
        finally:
            await hang_up()

    @functools.wraps(scene)
    def test(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(to_the_end(*args, **kwargs))

    return test


async def hang_up() -> None:
    """Every connection of the scene ends here, also those that a failing test has left."""
    for socket in _open:
        if not socket.closed.done() and socket.opened.done() and not socket.opened.exception():
            socket.transport.abort()
    _open.clear()
    await asyncio.sleep(0.05)


async def soon(awaited: Awaitable[T]) -> T:
    return await asyncio.wait_for(awaited, SOON)


class Heard(NamedTuple):
    """An event with the moment of its arrival, on this process's own clock."""

    at: float
    event: str
    body: Any


class Page(LiveClient):
    """A page that remembers all it was told, in order."""

    was_told_goodbye = False

    def __init__(self, ticket: Ticket, on_event: Callable[[str, Any], None] | None = None) -> None:
        self.heard: list[Heard] = []
        super().__init__(ticket, on_event or self._note)
        _open.append(self.websocket)

    @classmethod
    async def of(cls, person: Person) -> Self:
        """Press, open the page, connect, and have the first snapshot."""
        return await cls.at(await asyncio.to_thread(person.ticket))

    @classmethod
    async def at(cls, ticket: Ticket) -> Self:
        page = await soon(cls.enter(ticket))
        await soon(page.until("snapshot"))
        return page

    @property
    def snapshot(self) -> Any:
        return self.latest["snapshot"]

    @property
    def revision(self) -> int:
        revision: int = self.snapshot["revision"]
        return revision

    def all(self, event: str) -> list[Any]:
        return [heard.body for heard in self.heard if heard.event == event]

    async def command(self, type: str, **fields: Any) -> Any:
        """Made for the revision this page has, unless `expectedRevision` says otherwise."""
        body = {"id": new_id(), "type": type, "expectedRevision": self.revision, **fields}
        return await soon(self.call("command", body))

    async def taken(self, type: str, **fields: Any) -> int:
        """A command that must be taken; the new revision."""
        answer = await self.command(type, **fields)
        assert answer == {"ok": True, "revision": answer["revision"]}, answer
        revision: int = answer["revision"]
        await soon(self.until("snapshot", lambda snapshot: snapshot["revision"] >= revision))
        return revision

    async def walk_to(self, position: int) -> None:
        """Open the meeting if need be, and go there."""
        if self.snapshot["meeting"]["status"] == "gathering":
            await self.taken("meeting.open")
        if self.snapshot["position"] != position:
            await self.taken("phase.goto", position=position)

    async def at_revision(self, revision: int) -> Any:
        return await soon(self.until("snapshot", lambda snapshot: snapshot["revision"] >= revision))

    async def told(self, event: str, holds: Callable[[Any], bool], within: float) -> Any:
        """The newest, or the next, for which it holds."""
        return await asyncio.wait_for(self.until(event, holds), within)

    def reload(self) -> None:
        """Forget what was heard so far, not what is the newest."""
        self.heard.clear()

    def _hear(self, text: str) -> None:
        self.was_told_goodbye = self.was_told_goodbye or text.startswith("41")
        super()._hear(text)

    def _note(self, event: str, body: Any) -> None:
        self.heard.append(Heard(time.monotonic(), event, body))


class DeafPage(Page):
    """Its machine has fallen asleep, once `asleep`: nothing is answered any more, and nothing is closed."""

    asleep = False

    def _hear(self, text: str) -> None:
        if not self.asleep:
            super()._hear(text)


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
        _open.append(self.websocket)

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


def new_id() -> str:
    return f"command-{next(_numbers)}"
