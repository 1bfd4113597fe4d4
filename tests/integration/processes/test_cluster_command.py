"""`cluster`: several servers and a worker, at one address, as one command."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from bench.server import ROOT, free_port
from tests.integration.live.served import _toml
from tests.integration.processes.cluster import SECRET
from tests.integration.processes.redis_server import RedisServer
from tests.integration.processes.test_start import database, run, servers

__all__ = ["database", "servers"]

pytestmark = [pytest.mark.needs_postgres, pytest.mark.needs_redis]

WITHIN_S = 60.0


class Command:
    """The command, running, and what it says."""

    def __init__(self, folder: Path, database: str, redis: str) -> None:
        self.port, config = free_port(), folder / "config.toml"
        config.write_text(
            _toml(
                {
                    "server": {"port": self.port},
                    "data": {"directory": str(folder / "data")},
                    "database": {"url": database},
                    "redis": {"url": redis},
                    "security": {"secret": SECRET},
                }
            )
        )
        self._output, self._errors = folder / "output", folder / "errors"
        with self._output.open("wb") as output, self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "app.py", "cluster", "--processes", "2", "--config", str(config)],
                stdout=output,
                stderr=errors,
                cwd=ROOT,
                env=os.environ | {"PYTHONWARNINGS": "ignore"},
            )

    def servers(self) -> list[psutil.Process]:
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if "serve" in child.cmdline()]

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    def said(self) -> str:
        return self._output.read_text()

    def errors(self) -> str:
        return self._errors.read_text()

    def listening(self) -> list[int]:
        """The port of each server that says so in the log."""
        events = [json.loads(line) for line in self.errors().splitlines() if line.startswith("{")]
        return [event["port"] for event in events if event["event"] == "listening"]


@pytest.fixture
def command(tmp_path: Path, database: str, servers: tuple[str, RedisServer]) -> Iterator[Command]:
    command = Command(tmp_path, database, servers[1].url)
    until(lambda: len(command.listening()) == 2 and "Delivering e-mail." in command.said())
    yield command
    if command.process.poll() is None:
        command.process.terminate()
        command.process.wait(WITHIN_S)


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_two_servers_share_an_address_and_stop_together(command: Command) -> None:
    children = command.children()
    assert (command.listening(), len(children)) == ([command.port] * 2, 3)
    with urlopen(f"http://127.0.0.1:{command.port}/healthz") as answer:
        assert json.load(answer)["status"] == "ok"

    command.process.send_signal(signal.SIGTERM)

    assert command.process.wait(WITHIN_S) == 0
    assert [child.is_running() for child in children] == [False] * 3


def test_where_one_is_killed_all_stop_and_the_command_says_so(command: Command) -> None:
    children = command.children()

    command.servers()[0].kill()

    assert command.process.wait(WITHIN_S) == 1
    assert (
        "Error: One of the processes ended by itself, so all have stopped." in command.errors().splitlines()
    )
    assert [child.is_running() for child in children] == [False] * 3


def test_without_anything_between_them_none_starts(tmp_path: Path) -> None:
    sentence = "Several processes need a PostgreSQL and a Redis: set database.url and redis.url."
    assert run(tmp_path, "cluster", "", "") == (2, "", f"Error: {sentence}\n")
