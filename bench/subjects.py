"""The two servers that are compared, each started afresh, with everybody's ticket at hand."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bench.client import Ticket
from bench.server import Server, free_port, running
from bench.visitor import Visitor

PEOPLE = 12
"""Two leaders and ten registrants."""
SIGN_INS_AT_ONCE = 16
CONFIG = Path(__file__).with_name("application.toml")
"""The application's settings under load: a config.toml that lies about must not change what is measured."""

Circles = list[list[Ticket]]


class Subject(NamedTuple):
    """One server: `start(meetings, folder)` runs it; `greets` if it sends a snapshot to whoever connects."""

    name: str
    greets: bool
    start: Callable[[int, Path], AbstractContextManager[tuple[Server, Circles]]]


@contextmanager
def relay(meetings: int, folder: Path) -> Iterator[tuple[Server, Circles]]:
    """The bare relay, which asks nobody who they are."""
    port = free_port()
    command = [sys.executable, "-m", "bench.relay", str(port)]
    with running(command, port, folder) as server:
        url = server.hello["url"]
        yield server, [[Ticket(url, f"room-{number}")] * PEOPLE for number in range(meetings)]


@contextmanager
def application(meetings: int, folder: Path) -> Iterator[tuple[Server, Circles]]:
    """The application's demo, everybody signed in by their own link."""
    port = free_port()
    size = ["--groups", str(meetings), "--registrants", str(PEOPLE - 2)]
    place = ["--data", str(folder / "data"), "--port", str(port)]
    command = [sys.executable, "app.py", "demo", "--json", *size, *place]
    with running(command, port, folder, BALINT_LIVE_CONFIG=str(CONFIG)) as server:
        yield server, sign_in(server.hello)


def sign_in(demo: dict[str, Any]) -> Circles:
    """Press every link of a demo, leaders first in each circle; not part of any figure."""

    def ticket(person: dict[str, Any]) -> Ticket:
        return Visitor(demo["url"]).ticket(person["link"])

    with ThreadPoolExecutor(SIGN_INS_AT_ONCE) as pool:
        people = [group["leaders"] + group["registrants"] for group in demo["groups"]]
        circles = [[pool.submit(ticket, person) for person in circle] for circle in people]
        return [[signed_in.result() for signed_in in circle] for circle in circles]


SUBJECTS = [Subject("relay", False, relay), Subject("application", True, application)]
