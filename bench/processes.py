"""`python -m bench.processes`: how many more moves two processes carry than one, on one PostgreSQL and one Redis.

Counted is the processor time of the server processes alone, because the client, the database and Redis share this machine's
cores with them and would have their own. A core carries as many moves a second as its process makes in one second of its
time, and several carry what the busiest of them lets through. Two are given twice the moves of one, because a process that
is half idle does the same with more of its time. Each session's pages are connected to one process, as the proxy has it.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
import psutil

from bench.client import LiveClient, Ticket
from bench.scenes.load import Pace, drive, fill
from bench.scenes.room import Room
from bench.subjects import PEOPLE, SIGN_INS_AT_ONCE
from tests.integration.processes.cluster import AS_MANY_AS_THEY_LIKE, Cluster, shared_servers

LEADERS = 2
OPENINGS_A_SECOND = 50.0


@dataclass(frozen=True, slots=True)
class Carried:
    """What some number of processes did: moves a second, and of each process the share of a core that it took."""

    moves_a_second: float
    undelivered: int
    shares: tuple[float, ...]

    @property
    def most(self) -> float:
        """Moves a second at which the busiest process has used up its core."""
        return self.moves_a_second / max(self.shares)


@click.command(context_settings={"show_default": True})
@click.option("--meetings", type=click.IntRange(2), default=40, help="Meetings of twelve.")
@click.option("--rate", type=click.FloatRange(1), default=100.0, help="Moves a second for each process.")
@click.option("--seconds", type=click.FloatRange(1), default=20.0, help="How long each goes on.")
def main(meetings: int, rate: float, seconds: float) -> None:
    """One process, then two under twice the load."""
    carried = []
    for count in (1, 2):
        with (
            tempfile.TemporaryDirectory(dir="/dev/shm") as folder,
            shared_servers(Path(folder, "shared")) as (postgres, redis),
        ):
            cluster = Cluster(
                Path(folder, "cluster"),
                postgres,
                redis,
                modes=["eventlet"] * count,
                groups=meetings,
                registrants=PEOPLE - LEADERS,
                settings=AS_MANY_AS_THEY_LIKE,
            )
            cluster.start()
            carried.append(asyncio.run(_carried(cluster, meetings, Pace(rate * count, seconds))))
            cluster.stop()
        _tell(carried[-1])
    click.echo(f"two carry {carried[1].most / carried[0].most:.2f} times the moves of one")


async def _carried(cluster: Cluster, meetings: int, pace: Pace) -> Carried:
    rooms: list[Room[LiveClient]] = []
    for number in range(meetings):
        process = cluster.processes[number % len(cluster.processes)]
        cluster.scatter.only = process.port
        rooms += await fill([await asyncio.to_thread(_tickets, cluster)], greets=True)
    await drive(rooms, Pace(OPENINGS_A_SECOND, len(rooms) / OPENINGS_A_SECOND))
    before = _seconds(cluster)
    moves = await drive(rooms, pace)
    shares = [
        (after - earlier) / pace.seconds for earlier, after in zip(before, _seconds(cluster), strict=True)
    ]
    undelivered = sum(len(move.missing) for move in moves)
    return Carried(len(moves) / pace.seconds, undelivered, tuple(shares))


def _tickets(cluster: Cluster) -> Sequence[Ticket]:
    circle = cluster.circle()
    with ThreadPoolExecutor(SIGN_INS_AT_ONCE) as pool:
        return list(pool.map(lambda person: person.ticket(), [*circle.leaders, *circle.registrants]))


def _seconds(cluster: Cluster) -> list[float]:
    """Of the processor, by each process so far."""
    times = [psutil.Process(each.process.pid).cpu_times() for each in cluster.processes]
    return [each.user + each.system for each in times]


def _tell(carried: Carried) -> None:
    shares = " and ".join(f"{share:.0%}" for share in carried.shares)
    click.echo(
        f"{len(carried.shares)}: {carried.moves_a_second:.0f} moves a second took {shares} of a core; "
        f"at most {carried.most:.0f} a second; {carried.undelivered} not delivered"
    )


if __name__ == "__main__":
    main()
