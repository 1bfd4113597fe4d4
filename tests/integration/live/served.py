"""The demo as people start it: a process of its own, met only from outside.

What a test may know of it is what anybody may: its first line of output, its pages, its socket, its exit status, and the
files it leaves. Its words on standard error are kept, because a traceback there is a fault whatever the client was told.
"""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil

from bench.server import ROOT, free_port
from tests.integration.live.person import Circle, Person

Settings = Mapping[str, Mapping[str, str | int | bool]]

MODES = ("eventlet", "threading")
START_WITHIN = 90.0
STOP_WITHIN = 5.0
"""The contract's: drained and stopped, exit status 0."""

ONE_ADDRESS = {
    "pages_per_minute": 1_000_000,
    "presses_per_minute": 1_000_000,
    "asks_per_minute": 1_000_000,
    "own_pages_per_second": 10_000,
}
"""Everybody here comes from one address, which in life would be one household."""


class Served:
    """`settings` are added to what tests from one address need; `port` and `folder` outlive a restart."""

    def __init__(
        self,
        folder: Path,
        *,
        mode: str = "eventlet",
        size: Sequence[str] = ("--groups", "1", "--registrants", "4"),
        settings: Settings | None = None,
    ) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.port = free_port()
        self.size = size
        self._settings = _joined({"server": {"async_mode": mode}, "limits": ONE_ADDRESS}, settings or {})
        self._starts = 0
        self._read = 0
        self._used = 0
        self.process: subprocess.Popen[bytes]
        self.hello: dict[str, Any] = {}

    @property
    def url(self) -> str:
        url: str = self.hello["url"]
        return url

    @property
    def secret(self) -> str:
        return (self.data / "secret").read_text().strip()

    def start(self) -> "Served":
        """Start it, or start it again with the same directory and port; returns when it listens."""
        self._launch()
        self.hello = json.loads(self._first_line())
        return self

    def run_to_the_end(self) -> tuple[int, str, str]:
        """Start it where it cannot; its exit status, output, and complaints."""
        self._launch()
        status = self.process.wait(START_WITHIN)
        return status, self._output().read_text(), self._errors().read_text()

    def stop(self) -> tuple[int, float]:
        """SIGTERM; the exit status and how long it took, in seconds. One that does not stop is killed."""
        began = time.monotonic()
        self.process.terminate()
        try:
            status = self.process.wait(2 * STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        return status, time.monotonic() - began

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait()

    @property
    def visitor(self) -> Person:
        """Somebody nobody knows."""
        return Person(self.url, "none", {"id": "", "name": "", "link": ""})

    def circle(self) -> Circle:
        """A group nobody has used yet."""
        group = self.hello["groups"][self._used]
        self._used += 1
        return self.circle_of(group)

    @property
    def untouched(self) -> set[str]:
        """The sessions of groups nobody has used yet."""
        return {group["meeting"] for group in self.hello["groups"][self._used :]}

    def circle_of(self, group: Mapping[str, Any]) -> Circle:
        leaders, registrants = (
            [Person(self.url, group["meeting"], facts) for facts in group[kind]]
            for kind in ("leaders", "registrants")
        )
        return Circle(group["group"], group["meeting"], leaders, registrants)

    def complaints(self) -> list[str]:
        """What this start has said on standard error since it was last asked, apart from the log's plain events."""
        said = self._errors().read_text(errors="replace")
        new, self._read = said[self._read :], len(said)
        return [line for line in new.splitlines() if not _is_event(line)]

    def errors(self) -> bytes:
        """Every byte of standard error since the start."""
        return self._errors().read_bytes()

    def memory(self) -> int:
        """Resident memory in bytes."""
        resident: int = psutil.Process(self.process.pid).memory_info().rss
        return resident

    def tables(self, meeting: str | None = None) -> list[str]:
        """Every row of every table, as SQL; with a meeting, of everybody's presence and mails only those of it.

        Where tests share a server, the test before may still have presence to be written and mails to be sent.
        """
        with closing(self.database()) as database:
            rows = list(database.iterdump())
        others = ('INSERT INTO "presence_intervals"', 'INSERT INTO "mails"')
        return [row for row in rows if meeting is None or not row.startswith(others) or meeting in row]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(self.database()) as database:
            return database.execute(query, values).fetchall()

    def change(self, statement: str, *values: object) -> None:
        """What an administrator's command would do to the database meanwhile."""
        with closing(self.database()) as database, database:
            database.execute(statement, values)

    def database(self) -> sqlite3.Connection:
        return sqlite3.connect(self.data / "balint-live.sqlite3", timeout=10, check_same_thread=False)

    def _launch(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder / "config.toml"
        config.write_text(_toml(self._settings))
        self._starts += 1
        self._read = 0
        with self._output().open("wb") as output, self._errors().open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "app.py", *self._command()],
                stdout=output,
                stderr=errors,
                cwd=ROOT,
                env=os.environ | {"BALINT_LIVE_CONFIG": str(config)},
            )

    def _command(self) -> Sequence[str]:
        return ["demo", "--json", "--port", str(self.port), *self.size, "--data", str(self.data)]

    def _first_line(self) -> str:
        deadline = time.monotonic() + START_WITHIN
        while self.process.poll() is None and time.monotonic() < deadline:
            if "\n" in (said := self._output().read_text()):
                return said.splitlines()[0]
            time.sleep(0.05)
        raise RuntimeError(f"the demo did not start:\n{self._errors().read_text()[-2000:]}")

    def _output(self) -> Path:
        return self.folder / f"output-{self._starts}"

    def _errors(self) -> Path:
        return self.folder / f"errors-{self._starts}"


class Installed(Served):
    """The demo's groups, or nothing at all yet, gone on with by `serve`, as a society runs it: there is no way in but by
    links and mails.
    """

    def __init__(
        self, folder: Path, *, mode: str = "eventlet", settings: Settings, empty: bool = False
    ) -> None:
        port = free_port()
        ours: Settings = {"server": {"port": port}, "data": {"directory": str(folder / "data")}}
        super().__init__(folder, mode=mode, settings=_joined(ours, settings))
        self.port = port
        self.said = ""
        self._prepared = empty

    def start(self) -> "Installed":
        if not self._prepared:
            super().start()
            self.stop()
            self._prepared = True
        self._launch()
        self.said = self._first_line()
        return self

    def run(self, *command: str) -> list[str]:
        """The lines a command of the operator's prints, which must succeed."""
        config = ["--config", str(self.folder / "config.toml")]
        done = subprocess.run(
            [sys.executable, "app.py", *command, *config],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()

    def _command(self) -> Sequence[str]:
        if not self._prepared:
            return super()._command()
        return ["serve", "--config", str(self.folder / "config.toml")]


def _is_event(line: str) -> bool:
    try:
        return json.loads(line)["level"] == "info"
    except (ValueError, KeyError, TypeError):
        return False


def _joined(one: Settings, other: Settings) -> Settings:
    return {section: {**one.get(section, {}), **other.get(section, {})} for section in {**one, **other}}


def _toml(settings: Settings) -> str:
    return "\n".join(
        f"[{section}]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in each.items())
        for section, each in settings.items()
    )
