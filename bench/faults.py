"""`python -m bench.faults`: how long a leader's press takes while somebody does their worst, and what that costs in memory.

One press a second, each scene for so many seconds, the attack in a process of its own. The figures are for people to read:
a shared machine is too unsteady to fail a build over milliseconds. tests/integration/live counts what must not be lost.
"""

import asyncio
import re
import resource
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from itertools import count, cycle
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode, urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

import click

from bench.client import LiveClient, Ticket
from bench.server import ROOT, Server, free_port, running
from bench.subjects import CONFIG
from bench.visitor import Visitor

MEGABYTE = 1_000_000
HALF_OPEN, IN_A_BURST, UPLOADS, PARALLEL, ASKS_A_SECOND = 10_000, 500, 100, 40, 140
PUMPED = [b"<v ", b"<c r='", b"<row ", b"<si>", b"\t", b"<c r='XFD1048576'/>", b"<v>1</v>"]
UNPACKED = 30 * MEGABYTE
SETTLES = 3.0
Attack = Callable[[str, "Other"], Coroutine[Any, Any, None]]
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Other:
    """Another group: a registrant's ticket, and the links of its leaders."""

    registrant: Ticket
    leaders: tuple[str, ...]


@click.command(context_settings={"show_default": True})
@click.option("--seconds", type=click.IntRange(5), default=30, help="How long each scene lasts.")
def main(seconds: int) -> None:
    """Measure one press a second: with nobody else there, and under each attack."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            str(ROOT / "app.py"),
            "demo",
            "--json",
            "--groups",
            "2",
            "--port",
            str(port),
        ]
        place = ["--data", str(Path(folder) / "data")]
        with running([*command, *place], port, Path(folder), BALINT_LIVE_CONFIG=str(CONFIG)) as server:
            asyncio.run(_scenes(server, seconds))


async def _scenes(server: Server, seconds: int) -> None:
    url, (mine, other) = server.hello["url"], server.hello["groups"]
    leader = await LiveClient.enter(await asyncio.to_thread(Visitor(url).ticket, mine["leaders"][0]["link"]))
    registrant = await asyncio.to_thread(Visitor(url).ticket, other["registrants"][0]["link"])
    others = Other(registrant, tuple(one["link"] for one in other["leaders"]))
    await leader.until("snapshot")
    await _press(leader, "meeting.open")
    click.echo(f"{'scene':<22}{'presses':>8}{'p50 ms':>9}{'p99 ms':>9}{'most ms':>9}{'MB more':>9}")
    for name, attack in (("nobody", None), *ATTACKS.items()):
        before = server.usage().memory
        other_process = None
        if attack is not None:
            other_process = get_context("spawn").Process(
                target=_attacks, args=(name, url, others, seconds), daemon=True
            )
            other_process.start()
            await asyncio.sleep(1)
        took = [await _one_a_second(leader, number) for number in range(seconds)]
        after = server.usage().memory
        if other_process is not None:
            other_process.terminate()
            await asyncio.to_thread(other_process.join)
        await asyncio.sleep(SETTLES)
        figures = (median(took), quantiles(took, n=100)[98], max(took), (after - before) / MEGABYTE)
        click.echo(f"{name:<22}{len(took):>8}" + "".join(f"{figure:>9.1f}" for figure in figures))


async def _one_a_second(leader: LiveClient, number: int) -> float:
    """How long the press took to be acknowledged, in milliseconds."""
    began = time.perf_counter()
    await _press(leader, "phase.back" if number % 2 else "phase.next")
    took = time.perf_counter() - began
    await asyncio.sleep(max(0.0, 1 - took))
    return took * 1000


async def _press(leader: LiveClient, type: str) -> None:
    command = {
        "id": f"{time.time_ns()}",
        "type": type,
        "expectedRevision": leader.latest["snapshot"]["revision"],
    }
    answer = await asyncio.wait_for(leader.call("command", command), 60)
    if not answer["ok"]:
        raise click.ClickException(f"{type} was refused: {answer['code']}")
    await leader.until("snapshot", lambda snapshot: snapshot["revision"] >= answer["revision"])


def _attacks(name: str, url: str, other: Other, seconds: int) -> None:
    with suppress(TimeoutError):
        asyncio.run(asyncio.wait_for(ATTACKS[name](url, other), seconds))


async def _lists(url: str, other: Other) -> None:
    """Each leader has one pumped workbook after the other looked at."""
    await asyncio.gather(*(asyncio.to_thread(_looks_at_lists, url, link) for link in other.leaders))


def _looks_at_lists(url: str, link: str) -> None:
    leader = Visitor(url)
    leader.press(link)
    page = next(iter(re.findall(r'href="(/groups/[^/"]+)"', leader.get("/groups").text)))
    for piece in cycle(PUMPED):
        form = leader.hidden(f"{page}/people/import")
        content = {"content": b64encode(_pumped(piece)).decode(), "filename": "list.xlsx"}
        leader.post(f"{page}/people/import", {**form, **content})


def _pumped(piece: bytes) -> bytes:
    """A workbook of some 40 kB that unpacks to one piece, again and again."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"<c><v>1</v></c>" + piece * (UNPACKED // len(piece)))
    return file.getvalue()


async def _asks(url: str, _other: Other) -> None:
    """Strangers ask for sign-in mails, most for addresses nobody has."""
    stranger = Visitor(url)
    form = await asyncio.to_thread(stranger.hidden, "/sign-in")
    head = "POST /sign-in HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded"
    for number in count():
        body = urlencode({**form, "email": f"nobody-{number}@example.org"})
        began = time.perf_counter()
        with suppress(ConnectionError):
            _, writer = await _connected(url)
            writer.write(
                f"{head}\r\nCookie: {stranger.cookie()}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
            )
        await asyncio.sleep(max(0.0, 1 / ASKS_A_SECOND - (time.perf_counter() - began)))


async def _uploads(url: str, _other: Other) -> None:
    lines = [await _connected(url) for _ in range(UPLOADS)]
    head = "POST /groups/any/people/import HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    for _, writer in lines:
        writer.write(f"{head}Content-Length: {8 * MEGABYTE}\r\n\r\n".encode())
    while True:
        for _, writer in lines:
            if not writer.is_closing():
                writer.write(b"x" * 10_000)
        await asyncio.sleep(0.5)


async def _pages(url: str, other: Other) -> None:
    registrant = other.registrant
    head = f"GET /meetings/{registrant.meeting} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nCookie: {registrant.cookie}"

    async def asks() -> None:
        while True:
            with suppress(ConnectionError):
                reader, writer = await _connected(url)
                writer.write(f"{head}\r\n\r\n".encode())
                await reader.read()
                writer.close()

    await asyncio.gather(*(asks() for _ in range(PARALLEL)))


async def _half_open(url: str, _other: Other) -> None:
    """All of them open, then all of them closed at once, and again."""
    while True:
        lines: list[Line] = []
        for _ in range(HALF_OPEN // IN_A_BURST):
            with suppress(OSError):
                lines += await asyncio.gather(*(_connected(url) for _ in range(IN_A_BURST)))
        for _, writer in lines:
            writer.transport.abort()
        await asyncio.sleep(0.5)


async def _connected(url: str) -> Line:
    place = urlsplit(url)
    return await asyncio.open_connection(place.hostname, place.port)


ATTACKS: dict[str, Attack] = {
    "pumped spreadsheets": _lists,
    "unfinished uploads": _uploads,
    "parallel pages": _pages,
    "asks for mail": _asks,
    "half-open connections": _half_open,
}

if __name__ == "__main__":
    main()
