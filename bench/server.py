"""A server in a process of its own, and what the system says it uses."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[1]
START_SECONDS = 180.0
STOP_SECONDS = 10.0


@dataclass(frozen=True)
class Usage:
    """What a process has in memory now, in bytes, and has used of the processor so far, in seconds."""

    memory: int
    processor: float


@dataclass(frozen=True)
class Server:
    """A running server and the JSON object it printed first, if it prints one."""

    process: subprocess.Popen[bytes]
    hello: dict[str, Any]

    def usage(self) -> Usage:
        """Resident memory and processor time of the server's own process."""
        process = psutil.Process(self.process.pid)
        times = process.cpu_times()
        return Usage(process.memory_info().rss, times.user + times.system)


@contextmanager
def running(command: Sequence[str], port: int, folder: Path, **environment: str) -> Iterator[Server]:
    """Start `command` and wait until it listens on `port`; stop it afterwards. Its words go to `folder`."""
    said, complained = folder / "output", folder / "errors"
    with said.open("w") as output, complained.open("w") as errors:
        surroundings = os.environ | environment
        process = subprocess.Popen(command, stdout=output, stderr=errors, cwd=ROOT, env=surroundings)
    try:
        if not _listens(process, port, said):
            raise RuntimeError(f"{' '.join(command)} did not start:\n{complained.read_text()[-2000:]}")
        yield Server(process, _hello(said.read_text()))
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Have it stop by itself, and end it when it does not; one that has ended already is left alone."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port of the loopback that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _listens(process: subprocess.Popen[bytes], port: int, said: Path) -> bool:
    """Wait until it answers and its first line is there; False when it ends before, or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            if "\n" in said.read_text():
                return True
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    return False


def _hello(said: str) -> dict[str, Any]:
    first: dict[str, Any] = json.loads(said.splitlines()[0]) if said.startswith("{") else {}
    return first
