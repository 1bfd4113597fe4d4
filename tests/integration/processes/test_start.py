"""A process starts only on a database and a Redis that are there and fit; else one line says why."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from balint_live.adapters.database import engine
from balint_live.adapters.database.engine import Database
from bench.server import ROOT
from tests.integration.live.served import Settings, _toml
from tests.integration.processes.cluster import SECRET, _new_database, _plain, shared_servers
from tests.integration.processes.redis_server import RedisServer

pytestmark = [pytest.mark.needs_postgres, pytest.mark.needs_redis]

NOBODY_THERE = "redis://:hush@127.0.0.1:1/0"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, RedisServer]]:
    with shared_servers(tmp_path_factory.mktemp("servers")) as both:
        yield both


@pytest.fixture
def database(servers: tuple[str, RedisServer]) -> str:
    """One that is up to date."""
    url = _new_database(servers[0])
    made = Database(url)
    engine.upgrade(made)
    made.dispose()
    return url


def run(folder: Path, command: str, database: str, redis: str) -> tuple[int, str, str]:
    settings: Settings = {
        "data": {"directory": str(folder / "data")},
        "database": {"url": database},
        "redis": {"url": redis},
        "security": {"secret": SECRET},
    }
    config = folder / "config.toml"
    config.write_text(_toml(settings))
    arguments = [sys.executable, "app.py", command, "--config", str(config)]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_redis_that_does_not_answer(tmp_path: Path, database: str) -> None:
    assert run(tmp_path, "serve", database, NOBODY_THERE) == (
        2,
        "",
        "Error: Redis at 127.0.0.1:1 does not answer.\n",
    )


def test_a_database_that_does_not_answer(tmp_path: Path, servers: tuple[str, RedisServer]) -> None:
    nowhere = "postgresql+psycopg2://balint:hush@127.0.0.1:1/balint"
    assert run(tmp_path, "serve", nowhere, servers[1].url) == (
        2,
        "",
        "Error: The database did not answer (no connection, or it is locked).\n",
    )


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ("0001", "The database is not up to date. Run `python app.py db upgrade` first."),
        ("9999", "The database was made by a newer version of this program. Start that one."),
    ],
)
def test_a_database_of_another_version(
    tmp_path: Path, database: str, servers: tuple[str, RedisServer], version: str, why: str
) -> None:
    with closing(psycopg2.connect(_plain(database))) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE alembic_version SET version_num = %s", [version])
        connection.commit()

    assert run(tmp_path, "serve", database, servers[1].url) == (2, "", f"Error: {why}\n")


def test_several_processes_on_sqlite_are_refused(tmp_path: Path) -> None:
    status, said, why = run(tmp_path, "serve", f"sqlite+pysqlite:///{tmp_path}/own.sqlite3", NOBODY_THERE)
    config = tmp_path / "config.toml"

    assert (status, said) == (2, "")
    assert why == (
        f"{config}: redis.url is for several processes, which need PostgreSQL: set database.url too\n"
    )


def test_check_looks_at_redis_too(tmp_path: Path, database: str, servers: tuple[str, RedisServer]) -> None:
    status, said, why = run(tmp_path, "check", database, NOBODY_THERE)
    assert (status, why) == (1, "Error: Not in order: Redis.\n")
    assert "Redis: does not answer, at 127.0.0.1:1." in said.splitlines()

    redis = servers[1]
    redis.ask("CONFIG", "SET", "save", "3600 1")
    warned = run(tmp_path, "check", database, redis.url)[1].splitlines()
    redis.ask("CONFIG", "SET", "save", "")
    status, said, _ = run(tmp_path, "check", database, redis.url)

    warning = "Warning: Redis keeps on disk who presents and who is here (save 3600 1). Switch that off."
    assert [warning in warned, status, warning in said, "Redis: in order." in said.splitlines()] == [
        True,
        0,
        False,
        True,
    ]
