"""A database that cannot be written is found out by writing, and nothing is left of that."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import event, text

from balint_live.adapters.database.engine import Database, Writes, reason, try_writing
from balint_live.application.ports import Unavailable

PROJECT = Path(__file__).parents[3]
SMALL = 40_000
LIMITED = """
import os, resource, sys
most = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""
"""Limits itself and becomes the program: eventlet warns of a fork, wherever it has been imported."""
"""Bytes: room for SQLite's own notes beside the database, and not for what is tried."""


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def count(database: Database) -> object:
    return database.read(lambda session: session.execute(text("SELECT count(*) FROM ended_logins")).scalar())


def refused() -> None:
    raise Unavailable


def mistaken() -> None:
    raise LookupError


def test_what_is_tried_is_taken_back(database: Database) -> None:
    for _ in range(2):
        try_writing(database)
    assert (count(database), database.writes.since_failed()) == (0, None)


@pytest.fixture
def read_only(database: Database) -> Database:
    sqlite = database.engine.dialect.name == "sqlite"
    said = "PRAGMA query_only = ON" if sqlite else "SET default_transaction_read_only = on"

    def refuse(connection: object, *_: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute(said)
        cursor.close()
        if not sqlite:
            connection.commit()  # type: ignore[attr-defined]

    database.dispose()
    event.listen(database.engine, "connect", refuse)
    return database


def test_a_database_that_may_only_be_read_is_found_out(read_only: Database) -> None:
    with pytest.raises(Unavailable) as fault:
        try_writing(read_only)
    assert read_only.answers()
    assert reason(fault.value).replace("-", "") in (
        "attempt to write a readonly database",
        "cannot execute INSERT in a readonly transaction",
    )
    assert read_only.writes.failing


def test_the_last_write_is_noted_and_not_what_was_wrong_with_its_work() -> None:
    seconds = Seconds()
    writes = Writes(seconds)
    noted: list[tuple[bool, float | None]] = []
    for work in (list, mistaken, refused, mistaken, list, refused):
        with suppress(LookupError, Unavailable):
            writes.noted(work)
        noted.append((writes.failing, writes.since_failed()))
        seconds.now += 1
    assert noted == [(False, None), (False, None), (True, 0), (True, 1), (False, 2), (True, 0)]


def checked(folder: Path, bytes_at_most: int | None = None) -> tuple[int, list[str]]:
    """The exit status of `check`, and what it says of the database; with files that may be no longer than that."""
    limited = [] if bytes_at_most is None else ["-c", LIMITED, str(bytes_at_most)]
    done = subprocess.run(
        [sys.executable, *limited, PROJECT / "app.py", "check"],
        cwd=folder,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, [line for line in done.stdout.splitlines() if line.startswith("Database")]


def test_check_says_what_is_wrong(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, PROJECT / "app.py", "db", "upgrade"], cwd=tmp_path, check=True, timeout=120
    )
    whole = checked(tmp_path)
    full = checked(tmp_path, SMALL)
    database = Database(f"sqlite+pysqlite:///{tmp_path}/data/balint-live.sqlite3")
    with database.engine.execution_options(writes=True).begin():
        locked = checked(tmp_path)
    database.dispose()

    assert whole == (0, ["Database: in order."])
    assert full == (1, ["Database: cannot be written (disk I/O error)."])
    assert locked == (1, ["Database: cannot be written (database is locked)."])
