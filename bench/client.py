"""One person's live connection: Socket.IO 4 in Engine.IO 4's text framing, over the bare WebSocket.

Only what the live socket uses: one namespace, text events, acknowledgements. Nothing reconnects by itself: a
benchmark counts a lost connection, and a fault test wants to see it.
"""

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from bench.websocket import Refused, WebSocket

_PACKET = re.compile(r"([0-4])(?:/live,?)?(\d*)(.*)", re.DOTALL)
_CONNECT, _DISCONNECT, _EVENT, _ACK, _CONNECT_ERROR = "0", "1", "2", "3", "4"


@dataclass(frozen=True)
class Ticket:
    """What lets one connection in: where to, which meeting, and what proves whose it is."""

    url: str
    meeting: str
    token: str = ""
    cookie: str = ""

    def address(self) -> str:
        """The handshake's address: WebSocket from the first byte, the meeting in the query for routing."""
        return f"{self.url}/socket.io/?EIO=4&transport=websocket&m={self.meeting}"


class LiveClient:
    """Speaks for one ticket. `latest` has the newest body of each event; `on_event` hears every one."""

    def __init__(self, ticket: Ticket, on_event: Callable[[str, Any], None] | None = None) -> None:
        self.ticket = ticket
        self.websocket = WebSocket(ticket.address(), self._hear, {"Cookie": ticket.cookie})
        self.latest: dict[str, Any] = {}
        self._on_event = on_event
        self._admitted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._answers: list[asyncio.Future[Any]] = []
        self._awaited: list[tuple[str, Callable[[Any], bool], asyncio.Future[Any]]] = []

    @classmethod
    async def enter(cls, ticket: Ticket, on_event: Callable[[str, Any], None] | None = None) -> Self:
        """Connect and join the namespace; raises Refused with the server's message, or OSError."""
        client = cls(ticket, on_event)
        await client.websocket.open()
        client.websocket.closed.add_done_callback(client._end)
        await client._admitted
        return client

    def emit(self, event: str, *bodies: Any) -> None:
        """Send an event and expect no answer."""
        self._say("42/live," + json.dumps([event, *bodies]))

    def call(self, event: str, *bodies: Any) -> asyncio.Future[Any]:
        """Send an event; the future has its acknowledgement, or ConnectionError when the line went first."""
        answer = self._future()
        self._answers.append(answer)
        self._say(f"42/live,{len(self._answers) - 1}{json.dumps([event, *bodies])}")
        return answer

    async def until(self, event: str, holds: Callable[[Any], bool] | None = None) -> Any:
        """The newest `event` if `holds` for it, else the next one for which it does; any, if not given."""
        wanted = holds or _any
        if event in self.latest and wanted(self.latest[event]):
            return self.latest[event]
        arrival = self._future()
        self._awaited.append((event, wanted, arrival))
        return await arrival

    def leave(self) -> None:
        """Close the connection; everything still awaited fails."""
        self.websocket.close()

    def _future(self) -> asyncio.Future[Any]:
        """An answer to come; raises ConnectionError when the line has gone already."""
        if self.websocket.closed.done():
            raise ConnectionError(f"closed with {self.websocket.closed.result()}")
        return asyncio.get_running_loop().create_future()

    def _say(self, text: str) -> None:
        self.websocket.send(text.encode())

    def _hear(self, text: str) -> None:
        if text[0] == "0":
            auth = {"meeting": self.ticket.meeting, "token": self.ticket.token}
            self._say("40/live," + json.dumps(auth))
        elif text[0] == "2":
            self._say("3")
        elif text[0] == "4" and (packet := _PACKET.fullmatch(text[1:])):
            self._take(*packet.groups())

    def _take(self, kind: str, number: str, rest: str) -> None:
        body: Any = json.loads(rest) if rest else None
        if kind == _CONNECT:
            self._admitted.set_result(None)
        elif kind == _CONNECT_ERROR:
            self._admitted.set_exception(Refused(body["message"]))
            self.leave()
        elif kind == _EVENT:
            self._arrive(*body)
        elif kind == _ACK and not self._answers[int(number)].done():
            self._answers[int(number)].set_result(body[0] if body else None)
        elif kind == _DISCONNECT:
            self.leave()

    def _arrive(self, event: str, body: Any = None) -> None:
        self.latest[event] = body
        for awaited in [a for a in self._awaited if a[0] == event and a[1](body)]:
            self._awaited.remove(awaited)
            if not awaited[2].done():
                awaited[2].set_result(body)
        if self._on_event:
            self._on_event(event, body)

    def _end(self, closed: asyncio.Future[int]) -> None:
        access_services = [arrival for _, _, arrival in self._awaited]
        for future in [self._admitted, *self._answers, *access_services]:
            if not future.done():
                future.set_exception(ConnectionError(f"closed with {closed.result()}"))
                future.exception()  # whoever awaits it is told; who no longer does is not to be warned about


def _any(_body: Any) -> bool:
    return True
