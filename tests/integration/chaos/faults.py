"""What happens to servers: processes killed and frozen, clocks set, Redis and PostgreSQL restarted, hung, emptied, cut off;
mail that hangs.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import psycopg2

from bench.server import ROOT
from tests.integration.mail.post_box import PostBox
from tests.integration.processes.cluster import Cluster, Process
from tests.required_tools import require


class FaultyCluster(Cluster):
    """A cluster whose clocks can be set, and whose mail goes to this box."""

    def __init__(self, *args: Any, box: PostBox, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.box, self.invited = box, 0
        for process in self.processes:
            set_clock(process, 0)
            process.environment = {
                "LD_PRELOAD": str(require("faketime")),
                "FAKETIME_TIMESTAMP_FILE": str(_clock_of(process)),
                "FAKETIME_CACHE_DURATION": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            }

    def invite(self) -> None:
        """Everybody of one more group, by the command; of none where all are invited."""
        if self.invited == len(self.hello["groups"]):
            return
        group = self.hello["groups"][self.invited]["group"]
        command = [sys.executable, "app.py", "invite", "--no-wait", "--config", str(self._office()), group]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        self.invited += 1

    def _office(self) -> Path:
        """The settings of a machine beside the servers, which knows the address that people use."""
        path = self.folder / "office.toml"
        here = self.processes[0].config.read_text()
        path.write_text(here.replace(self.url, "https://balint.example.org"))
        return path


Fault = Callable[[FaultyCluster, Random], Awaitable[None]]
FOR_LOST_S = 7.0
"""Longer than the others believe in a process that says nothing."""
HALF_OPEN = 200
CLOCK_WAS_SET = "clock_was_set"
NOTICED_WITHIN_S = 20.0


async def a_process_is_killed(cluster: FaultyCluster, chance: Random) -> None:
    process = chance.choice(cluster.processes)
    process.kill()
    await asyncio.sleep(chance.uniform(0, 0.5))
    process.start()
    await asyncio.to_thread(process.listens)


async def both_processes_are_killed(cluster: FaultyCluster, _chance: Random) -> None:
    for process in cluster.processes:
        process.kill()
    for process in cluster.processes:
        process.start()
    for process in cluster.processes:
        await asyncio.to_thread(process.listens)


async def a_process_is_cut_off(cluster: FaultyCluster, chance: Random) -> None:
    """It hears nothing and says nothing, is given up by the other, and then goes on from where it was."""
    process = chance.choice(cluster.processes).process
    process.send_signal(signal.SIGSTOP)
    await asyncio.sleep(FOR_LOST_S)
    process.send_signal(signal.SIGCONT)


async def redis_is_restarted(cluster: FaultyCluster, chance: Random) -> None:
    cluster.redis.stop()
    await asyncio.sleep(chance.uniform(0, 2))
    await asyncio.to_thread(cluster.redis.start)


async def redis_hangs(cluster: FaultyCluster, chance: Random) -> None:
    cluster.redis.freeze()
    await asyncio.sleep(chance.uniform(0.2, 3))
    cluster.redis.thaw()


async def redis_is_emptied(cluster: FaultyCluster, _chance: Random) -> None:
    await asyncio.to_thread(cluster.redis.ask, "FLUSHALL")


async def connections_to_postgresql_are_cut(cluster: FaultyCluster, _chance: Random) -> None:
    with suppress(psycopg2.OperationalError):  # ours may be the first it cuts
        await asyncio.to_thread(
            cluster.rows,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )


async def postgresql_is_restarted(cluster: FaultyCluster, _chance: Random) -> None:
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


async def a_clock_is_set(cluster: FaultyCluster, chance: Random) -> None:
    """The wall clock under one process is wrong by minutes until it has noticed, and then right again."""
    process = chance.choice(cluster.processes)
    before = process.errors().count(CLOCK_WAS_SET)
    set_clock(process, chance.choice((-1, 1)) * chance.randint(30, 300))
    deadline = time.monotonic() + NOTICED_WITHIN_S
    while process.errors().count(CLOCK_WAS_SET) == before:
        assert time.monotonic() < deadline, process.errors()
        await asyncio.sleep(0.1)
    set_clock(process, 0)


def set_clock(process: Process, seconds: int) -> None:
    """So far ahead of the right time, from the next look at it on."""
    beside = _clock_of(process).with_suffix(".new")
    beside.write_text(f"{seconds:+d}")
    beside.replace(_clock_of(process))


def _clock_of(process: Process) -> Path:
    return process.config.with_suffix(".clock")


async def the_mail_server_hangs(cluster: FaultyCluster, chance: Random) -> None:
    """It takes every connection and says nothing."""
    cluster.box.go()
    with socket.create_server(("127.0.0.1", cluster.box.port), backlog=100):
        await asyncio.to_thread(cluster.invite)
        await asyncio.sleep(chance.uniform(3, 5))
    cluster.box.come()


async def strangers_leave_half_requests(cluster: FaultyCluster, chance: Random) -> None:
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
    a_clock_is_set,
    both_processes_are_killed,
    the_mail_server_hangs,
    strangers_leave_half_requests,
)
