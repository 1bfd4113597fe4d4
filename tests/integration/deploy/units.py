"""systemd's units as they are shipped, read by their lines; and processes that run as the units say, without systemd."""

import os
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.server import ROOT

UNITS = ROOT / "deploy" / "systemd"
CONFIG, RELEASE = "/etc/balint-live/config.toml", "/opt/balint-live/current"


def settings(unit: str) -> dict[str, list[str]]:
    """Every setting of a unit, by its name, in order; those of all its sections."""
    found: dict[str, list[str]] = {}
    for line in (UNITS / unit).read_text().splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def command(unit: str, config: Path, instance: str = "") -> list[str]:
    """What a unit starts, with another configuration, as systemd reads it: %i, %% and $$ are systemd's own."""
    [line] = settings(unit)["ExecStart"]
    for written, meant in (("%i", instance), ("%%", "%"), ("$$", "$"), (CONFIG, str(config))):
        line = line.replace(written, meant)
    return shlex.split(line)


class Machine:
    """A machine's folder of releases with a link to the one in use, and processes that are started anew when they end."""

    def __init__(self, folder: Path, config: Path) -> None:
        self.folder, self.config = folder, config
        self.current = folder / "current"
        self._threads: dict[int, threading.Thread] = {}
        self._stopping = False

    @property
    def restart_command(self) -> str:
        """What `systemctl restart` does for a port's process: back when the old one has ended and a new one is there."""
        pid = f"{self.folder}/{{}}.pid"
        ended = f'old=$(cat {pid}); kill -TERM $old; while [ "$(cat {pid})" = $old ]; do sleep 0.05; done'
        return shlex.join(["/bin/sh", "-c", ended])

    def install(self, release: str) -> Path:
        """Put a release beside the others and make it the one in use; those that run go on with theirs."""
        place = self.folder / release
        place.mkdir(parents=True)
        (place / "app.py").symlink_to(ROOT / "app.py")
        (place / ".venv").symlink_to(sys.prefix)
        link = self.folder / "next"
        link.symlink_to(place)
        link.replace(self.current)
        return place

    def start(self, *ports: int) -> None:
        for port in ports:
            pid = self.folder / f"{port}.pid"
            self._threads[port] = threading.Thread(target=self._keep_running, args=(port,))
            self._threads[port].start()
            while not pid.exists():
                self._threads[port].join(0.05)

    def runs(self, port: int) -> tuple[Path, Mapping[str, str]]:
        """The release that a port's process runs, and where its Python is."""
        process = Path("/proc") / self._pid(port)
        words = (process / "cmdline").read_bytes().decode().split("\0")
        return (process / "cwd").readlink(), {"python": words[0], "app": words[1]}

    def complaints(self, port: int) -> str:
        return (self.folder / f"{port}.errors").read_text()

    def stop(self) -> None:
        self._stopping = True
        for port, thread in self._threads.items():
            os.kill(int(self._pid(port)), signal.SIGTERM)
            thread.join()

    def _pid(self, port: int) -> str:
        return (self.folder / f"{port}.pid").read_text()

    def _keep_running(self, port: int) -> None:
        words = command("balint-live@.service", self.config, str(port))
        with (self.folder / f"{port}.errors").open("wb") as errors:
            while not self._stopping:
                process = subprocess.Popen(words, cwd=self.current, stdout=subprocess.DEVNULL, stderr=errors)
                draft = self.folder / f"{port}.draft"
                draft.write_text(str(process.pid))
                draft.replace(self.folder / f"{port}.pid")
                process.wait()


@contextmanager
def machine(folder: Path, config: Path) -> Iterator[Machine]:
    running = Machine(folder, config)
    try:
        yield running
    finally:
        running.stop()
