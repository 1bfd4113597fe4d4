"""The two servers that are compared, each started afresh, with everybody's link or ticket at hand."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.client import Ticket
from bench.server import Server, free_port, running
from bench.visitor import Visitor

PEOPLE = 12
"""Two leaders and ten registrants."""
LEADERS = 2
SIGN_INS_AT_ONCE = 16
CONFIG = Path(__file__).with_name("application.toml")
"""The application's settings under load: a config.toml that lies about must not change what is measured."""

Circles = list[list[Ticket]]
Links = list[list[str]]


@dataclass(frozen=True)
class Size:
    """How many meetings, and how many people in each."""

    meetings: int
    people: int = PEOPLE


@dataclass(frozen=True)
class Running:
    """A server under test. `links` are everybody's by meeting, leaders first; `again` starts it anew once it has stopped,
    on the same address and data."""

    server: Server
    links: Links
    tickets: Callable[[], Circles]
    again: Callable[[], AbstractContextManager[Server]]


class Subject(NamedTuple):
    """One server: `start(size, mode, folder)` runs it; `greets` if it sends a snapshot to whoever connects."""

    name: str
    greets: bool
    start: Callable[[Size, str, Path], AbstractContextManager[Running]]


@contextmanager
def relay(size: Size, mode: str, folder: Path) -> Iterator[Running]:
    """The bare relay, which asks nobody who they are."""
    port = free_port()
    start = partial(running, [sys.executable, "-m", "bench.relay", str(port), mode], port, folder)
    with start() as server:
        url, rooms = server.hello["url"], [f"room-{number}" for number in range(size.meetings)]
        links = [[f"{url}/join/{room}"] * size.people for room in rooms]
        yield Running(server, links, lambda: [[Ticket(url, room)] * size.people for room in rooms], start)


@contextmanager
def application(size: Size, mode: str, folder: Path) -> Iterator[Running]:
    """The application's demo, everybody signed in by their own link; started again, it is the plain server."""
    port = free_port()
    config = folder / "config.toml"
    server_settings = f'[server]\nport = {port}\nasync_mode = "{mode}"\n'
    data = folder / "data"
    config.write_text(f'{CONFIG.read_text()}\n{server_settings}[data]\ndirectory = "{data}"\n')
    people = ["--groups", str(size.meetings), "--registrants", str(size.people - LEADERS)]
    demo = [sys.executable, "app.py", "demo", "--json", *people, "--data", str(data), "--port", str(port)]
    serve = [sys.executable, "app.py", "serve"]
    with running(demo, port, folder, BALINT_LIVE_CONFIG=str(config)) as server:
        everybody = [group["leaders"] + group["registrants"] for group in server.hello["groups"]]
        links = [[person["link"] for person in circle] for circle in everybody]
        again = partial(running, serve, port, folder, BALINT_LIVE_CONFIG=str(config))
        yield Running(server, links, lambda: sign_in(server.hello["url"], links), again)


def sign_in(url: str, links: Links) -> Circles:
    """Press every link, leaders first in each circle; not part of any figure."""

    def ticket(link: str) -> Ticket:
        with Visitor(url) as visitor:
            return visitor.ticket(link)

    with ThreadPoolExecutor(SIGN_INS_AT_ONCE) as pool:
        circles = [[pool.submit(ticket, link) for link in circle] for circle in links]
        return [[signed_in.result() for signed_in in circle] for circle in circles]


SUBJECTS = [Subject("relay", False, relay), Subject("application", True, application)]
