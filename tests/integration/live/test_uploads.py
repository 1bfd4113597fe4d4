"""Large uploads are read only from whoever may send them, one at a time, and only for so long."""

import asyncio
import socket
import time
from contextlib import ExitStack

import pytest

from tests.integration.live.bystanders import MEGABYTE
from tests.integration.live.conftest import Outcome
from tests.integration.live.person import Person
from tests.integration.live.served import Served
from tests.integration.live.test_the_office_meanwhile import GroupPages
from tests.integration.live.waiting import SLACK, waits

STRANGERS = 60
EACH = 4 * MEGABYTE
MAY_GROW = 40 * MEGABYTE
"""Of 240 MB that are sent; in threading mode every connection has a thread, too."""
HEAD_S, BODY_S = 10.0, 30.0


def head(address: str, length: int, cookie: str = "") -> bytes:
    lines = [
        f"POST {address} HTTP/1.1",
        "Host: h",
        f"Cookie: {cookie}",
        "Content-Type: multipart/form-data; boundary=b",
        f"Content-Length: {length}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def part() -> bytes:
    return b'--b\r\nContent-Disposition: form-data; name="list"; filename="list.csv"\r\n\r\n'


def begun(site: Served, address: str, cookie: str, sent: int) -> socket.socket:
    """An upload of 8 MB of which so many bytes have come."""
    line = socket.create_connection(("127.0.0.1", site.port), timeout=30)
    line.sendall(head(address, 8 * MEGABYTE, cookie) + part())
    for _ in range(sent // MEGABYTE):
        try:
            line.sendall(b"x" * MEGABYTE)
        except OSError:  # it has heard enough
            break
    return line


def import_of(leader: Person) -> str:
    leader.ticket()
    return f"{GroupPages(leader).address}/people/import"


def test_what_strangers_send_is_not_kept(site: Served) -> None:
    circle = site.circle()
    address = import_of(circle.leaders[0])
    circle.registrants[0].ticket()
    memory = site.memory()
    with ExitStack() as held:
        for number in range(STRANGERS):
            cookie = circle.registrants[0].cookie if number % 2 else ""
            line = held.enter_context(begun(site, address, cookie, EACH))
            assert line.recv(12) == b"HTTP/1.1 404"
        assert site.memory() - memory < MAY_GROW
        assert site.visitor.get("/privacy").status == 200


def test_one_upload_a_person_at_a_time(site: Served) -> None:
    leader, other = (each.leaders[0] for each in (site.circle(), site.circle()))
    mine, theirs = import_of(leader), import_of(other)
    form = leader.get(mine).form
    with ExitStack() as held:
        refused = leader.post(mine, form)
        while refused.status != 429:  # whichever of the two came first
            held.enter_context(begun(site, mine, leader.cookie, 0))
            refused = leader.post(mine, form)
        assert refused.headers["retry-after"] == "10"
        assert refused.text.startswith("Another upload of yours is still under way.")
        assert other.post(theirs, other.get(theirs).form).status == 422
    while leader.post(mine, form).status == 429:
        time.sleep(0.05)
    assert leader.post(mine, form).status == 422


async def trickled(site: Served, sent: bytes) -> tuple[float, bytes]:
    """How long the connection lasts to which a byte more is sent twice a second, and what it was told."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    began = time.monotonic()
    writer.write(sent)
    answer = asyncio.ensure_future(reader.read())
    while not answer.done():
        writer.write(b"x")
        await asyncio.wait([answer], timeout=0.5)
    writer.close()
    said = b"" if answer.exception() else answer.result()
    return time.monotonic() - began, said


@waits
async def trickles(site: Served) -> dict[str, tuple[float, bytes]]:
    sent = {
        "head": b"GET /privacy HTTP/1.1\r\nHost: h\r\nX: ",
        "form": head("/sign-in", 60_000) + part(),
    }
    ended = await asyncio.gather(*(trickled(site, each) for each in sent.values()))
    return dict(zip(sent, ended, strict=True))


@waits
async def silent_line(site: Served) -> float:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    began = time.monotonic()
    await reader.read()
    writer.close()
    return time.monotonic() - began


@pytest.mark.parametrize(("what", "within"), [("head", HEAD_S), ("form", BODY_S)])
def test_a_trickle_does_not_last(outcome: Outcome, what: str, within: float) -> None:
    seconds, said = outcome(trickles)[what]
    assert within - 0.5 <= seconds <= within + 1 + SLACK
    assert said == b"" or said.startswith(b"HTTP/1.1 408 ")


def test_a_connection_without_a_word_is_closed_in_time(outcome: Outcome) -> None:
    assert HEAD_S - 0.5 <= outcome(silent_line) <= HEAD_S + 1 + SLACK
