"""Several real server processes on one PostgreSQL and one Redis, met through a relay that scatters every connection."""

import asyncio
import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg2

from balint_live import config as configuration
from balint_live.adapters.database import engine
from balint_live.adapters.database.engine import Database
from balint_live.cli.demo import _told
from balint_live.cli.installation import opened_with
from bench.server import ROOT, free_port
from tests.integration.database.postgres import cluster as postgres_cluster
from tests.integration.live.page import Page
from tests.integration.live.person import Circle, Person
from tests.integration.live.served import (
    ONE_ADDRESS,
    START_WITHIN,
    Served,
    Settings,
    _is_event,
    _joined,
    _toml,
)
from tests.integration.processes.redis_server import RedisServer
from tests.integration.processes.scatter import Scatter
from tests.required_tools import require

SECRET = "several processes have one secret between them"
AS_MANY_AS_THEY_LIKE = {"limits": {"events_per_second": 10_000, "events_burst": 10_000}}
"""Tests of what is shared press faster than people do; on a quick machine the usual limit would stop them."""
_databases = itertools.count(1)


class Process:
    """One of them: its port, and what it says."""

    def __init__(self, config: Path, port: int, scatter: Scatter) -> None:
        self.config = config
        self._scatter = scatter
        self.port = port
        self._starts = 0
        self._read = 0
        self.environment: dict[str, str] = {}
        self.process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def met_by(self, person: Person) -> Person:
        """The same person and browser, all of whose requests come here."""
        here = person.elsewhere()
        here.url, here.jar = self.url, person.jar
        return here

    async def page_of(self, person: Person, kind: type[Page] = Page) -> Page:
        """A live page of theirs, connected here."""
        ticket = await asyncio.to_thread(self.met_by(person).ticket)
        self._scatter.only = self.port
        try:
            return await kind.at(replace(ticket, url=person.url))
        finally:
            self._scatter.only = None

    def start(self) -> None:
        self._starts, self._read = self._starts + 1, 0
        with self._said("output").open("wb") as output, self._said("errors").open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.integration.processes.process", "--config", str(self.config)],
                stdout=output,
                stderr=errors,
                cwd=ROOT,
                env=os.environ | {"PYTHONWARNINGS": "ignore"} | self.environment,
            )

    def listens(self) -> None:
        deadline = time.monotonic() + START_WITHIN
        while b"Serving" not in self._said("output").read_bytes():
            alive = self.process.poll() is None
            assert (alive, time.monotonic() < deadline) == (True, True), self.errors()
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(10)

    def errors(self) -> str:
        return self._said("errors").read_text(errors="replace")

    def complaints(self) -> list[str]:
        said = self.errors()
        new, self._read = said[self._read :], len(said)
        return [line for line in new.splitlines() if not _is_event(line)]

    def _said(self, what: str) -> Path:
        return self.config.with_name(f"{self.config.stem}-{what}-{self._starts}")


class Cluster(Served):
    """Met like one server: its address is the relay's."""

    def __init__(
        self,
        folder: Path,
        postgres: str,
        redis: RedisServer,
        *,
        modes: Sequence[str] = ("eventlet", "eventlet"),
        groups: int = 60,
        registrants: int = 4,
        settings: Settings | None = None,
        seed: int = 12,
    ) -> None:
        super().__init__(folder, settings=settings)
        folder.mkdir(parents=True, exist_ok=True)
        self.redis = redis
        self.database_url = _new_database(postgres)
        ports = [free_port() for _ in modes]
        self.scatter = Scatter(ports, seed)
        self._size = groups, registrants
        self.processes = [
            Process(self._config(port, mode), port, self.scatter)
            for port, mode in zip(ports, modes, strict=True)
        ]

    def start(self) -> "Cluster":
        self._furnish()
        self.scatter.start()
        for each in self.processes:
            each.start()
        for each in self.processes:
            each.listens()
        return self

    def stop(self) -> tuple[int, float]:
        began = time.monotonic()
        status = max(each.stop() for each in self.processes if each.process.poll() is None)
        self.scatter.stop()
        return status, time.monotonic() - began

    def kill(self) -> None:
        for each in self.processes:
            each.kill()
        self.scatter.stop()

    def complaints(self) -> list[str]:
        return [line for each in self.processes for line in each.complaints()]

    @property
    def secret(self) -> str:
        return SECRET

    def tables(self, meeting: str | None = None) -> list[str]:
        names = self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        rows = [
            f'INSERT INTO "{name}" {row}'
            for (name,) in names
            for row in sorted(self.rows(f"SELECT * FROM {name}"), key=str)
        ]
        others = ('INSERT INTO "presence_intervals"', 'INSERT INTO "mails"')
        return [row for row in rows if meeting is None or not row.startswith(others) or meeting in row]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with (
            closing(psycopg2.connect(_plain(self.database_url))) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(query.replace("?", "%s"), values)
            return cursor.fetchall()

    def change(self, statement: str, *values: object) -> None:
        with (
            closing(psycopg2.connect(_plain(self.database_url))) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(
                statement.replace("?", "%s").replace("coordinator = 1", "coordinator = TRUE"), values
            )
            connection.commit()

    def _config(self, port: int, mode: str) -> Path:
        path = self.folder / f"process-{port}.toml"
        ours: Settings = {
            "server": {
                "port": port,
                "async_mode": mode,
                "public_url": f"http://127.0.0.1:{self.scatter.port}",
            },
            "data": {"directory": str(self.data)},
            "database": {"url": self.database_url},
            "redis": {"url": self.redis.url},
            "security": {"secret": SECRET},
            "limits": ONE_ADDRESS,
        }
        path.write_text(_toml(_joined(self._settings, ours)))
        return path

    def _furnish(self) -> None:
        """The schema, and the demo's groups with everybody's link."""
        self.data.mkdir(exist_ok=True)
        config = configuration.read(self.processes[0].config).settled(lambda _: SECRET)
        database = Database(self.database_url)
        engine.upgrade(database)
        database.dispose()
        with opened_with(config) as installation:
            groups = _told(installation, *self._size)
        self.hello = {"url": config.public_url, "groups": groups}


async def two_leaders(cluster: Cluster) -> tuple[Circle, Page, Page]:
    """Ana's page in the first process and Ben's in the second."""
    circle, (first, second) = cluster.circle(), cluster.processes
    return circle, await first.page_of(circle.leaders[0]), await second.page_of(circle.leaders[1])


@contextmanager
def shared_servers(folder: Path) -> Iterator[tuple[str, RedisServer]]:
    """A PostgreSQL and a Redis, for any number of clusters."""
    redis = RedisServer(require("redis"), folder / "redis")
    with postgres_cluster(require("postgres")) as postgres:
        redis.start()
        try:
            yield postgres, redis
        finally:
            redis.stop()


def _new_database(postgres: str) -> str:
    name = f"processes_{next(_databases)}"
    connection = psycopg2.connect(_plain(f"{postgres}postgres"))
    connection.autocommit = True
    with closing(connection), connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    return f"{postgres}{name}"


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg2://", "postgresql://")
