"""A network that kills WebSockets: a leader and a registrant hold a session over plain HTTP, at most five seconds behind."""

import asyncio
import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bench.client import Ticket
from bench.websocket import Refused
from tests.integration.live.line import Line
from tests.integration.live.page import Page, new_id
from tests.integration.live.person import Person
from tests.integration.live.scene import played, soon
from tests.integration.live.served import Served

ASKS_EVERY = 2.0
BEHIND = 5.0
LAST = 8


class WithoutSockets(socketserver.StreamRequestHandler):
    """Lets a request through to the server behind, and answers an upgrade with 403. Visitors close after each request."""

    behind: int

    def handle(self) -> None:
        head = list(iter(self.rfile.readline, b"\r\n"))
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in head)}
        if fields.get(b"upgrade", b"").lower() == b"websocket":
            self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        with socket.create_connection(("127.0.0.1", self.behind)) as server:
            server.sendall(
                b"".join([*head, b"\r\n", self.rfile.read(int(fields.get(b"content-length", b"0")))])
            )
            while data := server.recv(65536):
                self.wfile.write(data)


@contextmanager
def proxy_without_sockets(port: int) -> Iterator[str]:
    """The address of a proxy that stands before this port."""
    handler = type("Handler", (WithoutSockets,), {"behind": port})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield "http://{}:{}".format(*proxy.server_address)
        proxy.shutdown()


class DoorPage:
    """A page that asks every two seconds and posts its commands, as ours does without a socket."""

    def __init__(self, person: Person, ticket: Ticket) -> None:
        self.person = person
        self.ticket = ticket
        self.tag = ""
        self.snapshot: Any = None
        self.polling = asyncio.create_task(self._poll())

    @classmethod
    async def of(cls, person: Person, url: str) -> "DoorPage":
        behind = Person(url, person.meeting, {"id": person.id, "name": person.name, "link": person.link})
        ticket = await asyncio.to_thread(behind.ticket)
        with pytest.raises(Refused, match="403"):
            await soon(Line.open(ticket))
        page = cls(behind, ticket)
        await page.until(lambda snapshot: True)
        return page

    async def command(self, type: str, **fields: Any) -> Any:
        body = {"id": new_id(), "type": type, "expectedRevision": self.snapshot["revision"], **fields}
        answer = await asyncio.to_thread(self.person.command, body, self.ticket.token)
        assert answer.status == 200
        await self._ask()
        return answer.json

    async def until(self, holds: Any) -> float:
        """Until the page shows it; how long that took, in seconds."""
        began = time.monotonic()
        while self.snapshot is None or not holds(self.snapshot):
            await asyncio.sleep(0.05)
            assert time.monotonic() - began < 2 * BEHIND
        return time.monotonic() - began

    async def _poll(self) -> None:
        while True:
            await self._ask()
            await asyncio.sleep(ASKS_EVERY)

    async def _ask(self) -> None:
        known = {"If_None_Match": self.tag} if self.tag else {}
        answer = await asyncio.to_thread(self.person.get, f"{self.person.page}/snapshot", **known)
        assert answer.status in (200, 304)
        if answer.status == 200:
            self.tag, self.snapshot = answer.headers["etag"], answer.json


@played
async def test_a_whole_session_over_plain_http(site: Served) -> None:
    circle = site.circle()
    with proxy_without_sockets(site.port) as url:
        leader = await DoorPage.of(circle.leaders[0], url)
        registrant = await DoorPage.of(circle.registrants[0], url)
        co_leader = await Page.of(circle.leaders[1])
        behind: list[float] = []

        assert await leader.command("meeting.open") == {"ok": True, "revision": 1}
        behind.append(await registrant.until(lambda snapshot: snapshot["position"] == 1))
        assert await leader.command("phase.next") == {"ok": True, "revision": 2}
        behind.append(await registrant.until(lambda snapshot: snapshot["position"] == 2))
        claimed = await registrant.command("presenter.set", person=circle.registrants[0].id)
        assert claimed == {"ok": True, "revision": 3}
        behind.append(await leader.until(lambda snapshot: snapshot["presenter"] == circle.registrants[0].id))
        assert registrant.snapshot["youPresent"] is True
        for position in (5, 7, LAST):
            assert (await leader.command("phase.goto", position=position))["ok"] is True
            behind.append(await registrant.until(lambda snapshot, at=position: snapshot["position"] == at))
        assert (await co_leader.at_revision(6))["lastMove"]["by"] == circle.leaders[0].id
        await co_leader.taken("timer.pause")
        behind.append(await leader.until(lambda snapshot: snapshot["clock"]["runningSince"] is None))

        listed = await asyncio.to_thread(leader.person.get, f"{leader.person.page}/presence")
        assert {each["id"]: each["state"] for each in listed.json["people"]} == states_of(site, co_leader)
        assert (listed.json["here"], listed.json["quorum"]) == (1, 4)

        assert await leader.command("meeting.close") == {"ok": True, "revision": 8}
        behind.append(await registrant.until(lambda snapshot: snapshot["meeting"]["status"] == "closed"))
        assert max(behind) <= BEHIND
        assert [page.polling.done() for page in (leader, registrant)] == [False, False]
        for page in (leader, registrant):
            page.polling.cancel()


def states_of(site: Served, leader: Page) -> dict[str, str]:
    """Both leaders and one registrant are here; by socket or not makes no difference to the list."""
    people = leader.latest["presence"]["people"]
    here = {each["id"] for each in people if each["role"] == "leader"} | {people[2]["id"]}
    return {each["id"]: "here" if each["id"] in here else "expected" for each in people}
