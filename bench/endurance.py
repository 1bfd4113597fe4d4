"""`python -m bench.endurance`: what must not wear out, however long it goes on. Exits with 1 when something did.

`units` is many readers and writers of one database in one process of the default mode; `visits` is everybody of a demo
coming and going, again and again.
"""

import asyncio
import json
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from bench.client import LiveClient, Ticket
from bench.server import Server, free_port, running
from bench.subjects import CONFIG, SIGN_INS_AT_ONCE
from bench.visitor import Visitor

GREENLETS = 40
ONE_IN_WRITES = 4
STUCK_SECONDS = 60.0
"""Without a single unit of work; by then the process is taken for dead."""
SETTLED_AFTER_ROUNDS = 120
FLAT = 1.05
"""So much more memory at the end than after the first rounds is still flat."""
NEW_TICKETS_AFTER_ROUNDS = 50
"""A ticket's token lives for ten minutes."""


@click.group(context_settings={"show_default": True})
def main() -> None:
    """Go on for long, and see whether anything wears out."""


@main.command()
@click.option(
    "--units", "wanted", type=click.IntRange(GREENLETS), default=400_000, help="Units of work in all."
)
@click.option("--database", "url", help="The address of an empty database; else a SQLite file of its own.")
def units(wanted: int, url: str | None) -> None:
    """40 readers and writers on one database, in one process of the default mode."""
    from balint_live import runtime  # noqa: PLC0415 - the patch comes before every other import of ours

    runtime.runtime("eventlet").patch()
    with tempfile.TemporaryDirectory() as folder:
        outcome = _share(url or f"sqlite+pysqlite:///{folder}/endurance.sqlite3", wanted // GREENLETS)
    _tell(asdict(outcome), outcome.alive and outcome.lost == 0)


@main.command()
@click.option("--people", type=click.IntRange(1), default=200, help="How many come and go.")
@click.option("--rounds", type=click.IntRange(1), default=500, help="How often each of them does.")
def visits(people: int, rounds: int) -> None:
    """Everybody connects, hears one snapshot and leaves; then the server is told to stop."""
    with tempfile.TemporaryDirectory() as folder:
        outcome = _visited(Path(folder), people, rounds)
    flat = outcome["memory at the end, MB"] <= FLAT * outcome["memory after the first rounds, MB"]
    _tell(outcome, flat and outcome["exit status"] == 0)


@dataclass(frozen=True, slots=True)
class Shared:
    """`lost` are writes that were acknowledged and are not there."""

    alive: bool
    units: int
    writes: int
    lost: int
    seconds: float


def _share(url: str, each: int) -> Shared:
    """Every writer counts in a row of its own; every reader reads one of those rows."""
    import eventlet  # noqa: PLC0415 - after the patch
    from sqlalchemy import text  # noqa: PLC0415

    from balint_live import runtime  # noqa: PLC0415
    from balint_live.adapters.database.engine import Database  # noqa: PLC0415

    database = Database(url, runtime.runtime("eventlet").sleep)
    database.write(lambda session: session.execute(text("CREATE TABLE counts (id INTEGER, count INTEGER)")))
    rows = [{"id": number} for number in range(GREENLETS)]
    insert = text("INSERT INTO counts VALUES (:id, 0)")
    database.write(lambda session: session.execute(insert, rows))
    add = text("UPDATE counts SET count = count + 1 WHERE id = :id")
    look = text("SELECT count FROM counts WHERE id = :id")
    done, written = [0], [0]

    def work(number: int) -> None:
        for _ in range(each):
            if number % ONE_IN_WRITES:
                database.read(lambda session: session.execute(look, {"id": number}).one())
            else:
                database.write(lambda session: session.execute(add, {"id": number}))
                written[0] += 1
            done[0] += 1

    began = time.monotonic()
    alive = _watched([eventlet.spawn(work, number) for number in range(GREENLETS)], done, eventlet.sleep)
    seconds = time.monotonic() - began
    counted = (
        database.read(lambda session: session.scalar(text("SELECT SUM(count) FROM counts"))) if alive else 0
    )
    database.dispose()
    return Shared(alive, done[0], written[0], written[0] - counted, round(seconds, 1))


def _watched(greenlets: list[Any], done: list[int], sleep: Any) -> bool:
    """Wait for all of them; whether they went on to the end."""
    before, since = -1, time.monotonic()
    while any(not greenlet.dead for greenlet in greenlets):
        if done[0] != before:
            before, since = done[0], time.monotonic()
        elif time.monotonic() - since > STUCK_SECONDS:
            return False
        sleep(0.5)
    return True


def _visited(folder: Path, people: int, rounds: int) -> dict[str, Any]:
    port = free_port()
    size = ["--groups", str(-(-people // 12)), "--registrants", "10"]
    command = [sys.executable, "app.py", "demo", "--json", *size, "--port", str(port)]
    with running(
        [*command, "--data", str(folder / "data")], port, folder, BALINT_LIVE_CONFIG=str(CONFIG)
    ) as server:
        began = time.monotonic()
        settled, last = asyncio.run(_come_and_go(server, people, rounds))
        seconds = time.monotonic() - began
        server.process.terminate()
        stopping = time.monotonic()
        status = server.process.wait(60)
        stopped = time.monotonic() - stopping
    return {
        "visits": people * rounds,
        "seconds": round(seconds, 1),
        "memory after the first rounds, MB": round(settled / 1e6, 1),
        "memory at the end, MB": round(last / 1e6, 1),
        "exit status": status,
        "seconds to stop": round(stopped, 2),
    }


async def _come_and_go(server: Server, people: int, rounds: int) -> tuple[int, int]:
    """The server's memory after the first rounds and after the last, in bytes. Raises what a visit raises."""
    everybody = [
        person for group in server.hello["groups"] for person in group["leaders"] + group["registrants"]
    ]
    visitors = [(Visitor(server.hello["url"]), person["link"]) for person in everybody[:people]]
    tickets: list[Ticket] = []
    settled = 0
    for number in range(rounds):
        if number % NEW_TICKETS_AFTER_ROUNDS == 0:
            with ThreadPoolExecutor(SIGN_INS_AT_ONCE) as pool:
                tickets = list(pool.map(lambda each: each[0].ticket(each[1]), visitors))
        await asyncio.gather(*map(_visit, tickets))
        if number + 1 == min(SETTLED_AFTER_ROUNDS, rounds):
            settled = server.usage().memory
    return settled, server.usage().memory


async def _visit(ticket: Ticket) -> None:
    client = await LiveClient.enter(ticket)
    await client.until("snapshot")
    client.leave()
    await client.websocket.closed


def _tell(outcome: dict[str, Any], well: bool) -> None:
    click.echo(json.dumps(outcome))
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
