"""Open live pages: what a test holds in its hand while it watches what a room is told."""

import asyncio
import time
from collections.abc import Callable
from itertools import count
from typing import Any, NamedTuple, Self

from bench.client import LiveClient, Ticket
from tests.integration.live.person import Person
from tests.integration.live.scene import OPEN, soon

_numbers = count(1)


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
        OPEN.append(self.websocket)

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


def new_id() -> str:
    return f"command-{next(_numbers)}"
