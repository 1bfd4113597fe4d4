"""A real Redis for the tests: its own process on a loopback port, keeping nothing on disk, gone afterwards."""

import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from bench.server import free_port

UP_WITHIN = 10.0


class RedisServer:
    """`folder` is where it would write, if it wrote."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._program = program
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._frozen = False
        self._process: subprocess.Popen[bytes]

    def start(self) -> "RedisServer":
        """Start it, or start it again at the same port, empty; returns when it answers."""
        settings = {
            "port": self.port,
            "bind": "127.0.0.1",
            "dir": self.folder,
            "appendonly": "no",
            "daemonize": "no",
        }
        command = [
            str(self._program),
            *(str(each) for item in settings.items() for each in (f"--{item[0]}", item[1])),
        ]
        self._process = subprocess.Popen([*command, "--save", ""], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + UP_WITHIN
        while not self._answers():
            assert time.monotonic() < deadline, "Redis did not start"
            time.sleep(0.02)
        return self

    def stop(self) -> None:
        self.thaw()
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        """It goes on taking connections, by the kernel, and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)
        self._frozen = True

    def thaw(self) -> None:
        if self._frozen:
            self._process.send_signal(signal.SIGCONT)
            self._frozen = False

    def ask(self, *words: str) -> Any:
        with Redis.from_url(self.url, decode_responses=True, protocol=2) as redis:
            return redis.execute_command(*words)

    def everything(self) -> dict[str, Any]:
        """Every key with its value, as text."""
        reading = {
            "string": ("GET",),
            "hash": ("HGETALL",),
            "list": ("LRANGE", "0", "-1"),
            "zset": ("ZRANGE", "0", "-1"),
        }
        found = {}
        for key in sorted(self.ask("KEYS", "*")):
            kind = self.ask("TYPE", key)
            if kind != "none":  # its time was over a moment ago
                verb, *rest = reading[kind]
                found[key] = self.ask(verb, key, *rest)
        return found

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return bool(self.ask("PING"))
        except (OSError, RedisError):
            return False
