"""What happens to servers: processes killed and frozen, Redis and PostgreSQL restarted, hung, emptied, cut off."""

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import psycopg2

from tests.integration.processes.cluster import Cluster
from tests.required_tools import require

Fault = Callable[[Cluster, Random], Awaitable[None]]
FOR_LOST_S = 7.0
"""Longer than the others believe in a process that says nothing."""
HALF_OPEN = 200


async def a_process_is_killed(cluster: Cluster, chance: Random) -> None:
    process = chance.choice(cluster.processes)
    process.kill()
    await asyncio.sleep(chance.uniform(0, 0.5))
    process.start()
    await asyncio.to_thread(process.listens)


async def both_processes_are_killed(cluster: Cluster, _chance: Random) -> None:
    for process in cluster.processes:
        process.kill()
    for process in cluster.processes:
        process.start()
    for process in cluster.processes:
        await asyncio.to_thread(process.listens)


async def a_process_is_cut_off(cluster: Cluster, chance: Random) -> None:
    """It hears nothing and says nothing, is given up by the other, and then goes on from where it was."""
    process = chance.choice(cluster.processes).process
    process.send_signal(signal.SIGSTOP)
    await asyncio.sleep(FOR_LOST_S)
    process.send_signal(signal.SIGCONT)


async def redis_is_restarted(cluster: Cluster, chance: Random) -> None:
    cluster.redis.stop()
    await asyncio.sleep(chance.uniform(0, 2))
    await asyncio.to_thread(cluster.redis.start)


async def redis_hangs(cluster: Cluster, chance: Random) -> None:
    cluster.redis.freeze()
    await asyncio.sleep(chance.uniform(0.2, 3))
    cluster.redis.thaw()


async def redis_is_emptied(cluster: Cluster, _chance: Random) -> None:
    await asyncio.to_thread(cluster.redis.ask, "FLUSHALL")


async def connections_to_postgresql_are_cut(cluster: Cluster, _chance: Random) -> None:
    with suppress(psycopg2.OperationalError):  # ours may be the first it cuts
        await asyncio.to_thread(
            cluster.rows,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )


async def postgresql_is_restarted(cluster: Cluster, _chance: Random) -> None:
    """At once, as after a power cut: it recovers from its log."""
    ((folder,),) = await asyncio.to_thread(cluster.rows, "SHOW data_directory")
    programs = require("postgres")
    account = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*account, str(programs / "pg_ctl"), "restart", "--wait", "-m", "immediate", "-D", folder]
    await asyncio.to_thread(
        subprocess.run,
        [*command, "-l", str(Path(folder).with_name("log"))],
        check=True,
        capture_output=True,
        cwd="/",
    )


async def strangers_leave_half_requests(cluster: Cluster, chance: Random) -> None:
    lines = [socket.create_connection(("127.0.0.1", cluster.scatter.port)) for _ in range(HALF_OPEN)]
    for line in lines:
        line.sendall(b"POST /join HTTP/1.1\r\nHost: ")
    await asyncio.sleep(chance.uniform(0.5, 2))
    for line in lines:
        line.close()


KINDS: tuple[Fault, ...] = (
    a_process_is_killed,
    redis_is_restarted,
    connections_to_postgresql_are_cut,
    redis_is_emptied,
    a_process_is_cut_off,
    postgresql_is_restarted,
    redis_hangs,
    both_processes_are_killed,
    strangers_leave_half_requests,
)
