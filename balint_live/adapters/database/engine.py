"""One engine per database, set up so that an acknowledged command is on disk and a deleted row is gone.

SQLite: write-ahead log with a full sync at each commit; deleted content overwritten; writers take the write lock when they
begin, since a reader that turns writer half-way can only fail; and no waiting inside the library, which would hold up the
whole process: somebody else's lock is waited for here, before a transaction begins. PostgreSQL: psycopg2, because psycopg 3
blocks the eventlet hub, and because SQLAlchemy 2.1 takes a bare `postgresql://` for psycopg 3 the driver must be in the
address.
"""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from time import monotonic
from typing import Any

from psycopg2 import OperationalError as NoAnswer
from psycopg2.extensions import POLL_OK, POLL_READ, connection, set_wait_callback
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import QueuePool

DRIVERS = ("sqlite+pysqlite", "postgresql+psycopg2")
WRITES = {"writes": True}
"""Execution options of an engine whose transactions mean to write."""
MOST_CONNECTIONS = 20
UNTIL = "until"
"""Execution option: the monotonic moment up to which this transaction may wait for its lock; else PATIENCE_S from now."""
PATIENCE_S = 5.0
"""How long anybody waits for a lock, for a free connection, or for an answer of PostgreSQL."""
LOOK_AGAIN_S = 0.02

_PRAGMAS = (
    "busy_timeout = 0",  # ms
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
)
_POOL: dict[str, Any] = {
    "poolclass": QueuePool,
    "pool_size": MOST_CONNECTIONS,
    "max_overflow": 0,
    "pool_timeout": PATIENCE_S,
    "pool_use_lifo": True,
}


Sleep = Callable[[float], None]


class UnknownDatabase(Exception):
    """The address names no database this program can use; the message says what to write."""


def plain_sleep(seconds: float) -> None:
    """For a process without a runtime: a test, or a command."""
    threading.Event().wait(seconds)


def engine_for(at: str | Path, sleep: Sleep = plain_sleep) -> Engine:
    """An engine whose connections are ready for use; `at` is an address, or SQLite's own file, and `sleep` is the runtime's.

    Raises UnknownDatabase.
    """
    url = _url(at)
    return _sqlite(url, sleep) if url.drivername.startswith("sqlite") else _postgresql(url)


def _url(at: str | Path) -> URL:
    """A file's name is taken as it is: in an address a question mark or a percent sign in it would mean something else."""
    if isinstance(at, Path):
        return URL.create(DRIVERS[0], database=str(at))
    try:
        url = make_url(at)
    except (ArgumentError, ValueError):
        raise UnknownDatabase("This is not the address of a database.") from None
    if url.drivername not in DRIVERS:
        raise UnknownDatabase(f"The address must begin with {' or '.join(f'{each}://' for each in DRIVERS)}.")
    return url


def without_limit(connection: Connection) -> None:
    """Let this transaction take as long as it needs, as a migration or a backup may."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.connection.driver_connection.answer_within = None  # type: ignore[union-attr]


def _sqlite(url: URL, sleep: Sleep) -> Engine:
    def begin(connection: Connection) -> None:
        """Take whatever lock the transaction needs, so that nothing in it can meet one later."""
        options = connection.get_execution_options()
        until = options.get(UNTIL, monotonic() + PATIENCE_S)
        while not _begun(connection.connection.driver_connection, options.get("writes", False), until):
            sleep(LOOK_AGAIN_S)

    engine = create_engine(url, connect_args={"check_same_thread": False}, **_POOL)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # sqlite3 must not begin transactions on its own
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begun(connection: Any, writes: bool, until: float) -> bool:
    """Whether the transaction has begun; not while somebody else keeps the lock. Raises OperationalError after `until`."""
    try:
        connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
        if not writes:
            connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").close()
    except sqlite3.OperationalError as error:
        connection.rollback()
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() >= until:
            raise OperationalError("BEGIN", None, error) from error
        return False
    return True


class _Limited(connection):
    """A connection that waits `answer_within` seconds for any one answer; None waits for as long as it takes."""

    answer_within: float | None = 2 * PATIENCE_S


def _postgresql(url: URL) -> Engine:
    """The limits on the server's side end a statement there; ours holds when the server does not answer at all."""
    set_wait_callback(_wait)
    limits = f"-c statement_timeout={PATIENCE_S:g}s -c lock_timeout={PATIENCE_S:g}s"
    return create_engine(
        url, pool_pre_ping=True, connect_args={"connection_factory": _Limited, "options": limits}, **_POOL
    )


def _wait(line: connection) -> None:
    """Wait for PostgreSQL as any socket is waited for, so that only this caller waits. Raises OperationalError.

    The standard library's selector is eventlet's own where the process is patched for it. psycopg2 closes a connection whose
    wait was given up, and SQLAlchemy then takes it for lost.
    """
    began, limit = monotonic(), line.answer_within if isinstance(line, _Limited) else None
    while (state := line.poll()) != POLL_OK:
        with DefaultSelector() as selector:
            selector.register(line.fileno(), EVENT_READ if state == POLL_READ else EVENT_WRITE)
            left = None if limit is None else max(0.0, began + limit - monotonic())
            if not selector.select(left):
                raise NoAnswer("The database server did not answer in time.")
