"""One engine per database, set up so that an acknowledged command is on disk and a deleted row is gone.

SQLite: write-ahead log with a full sync at each commit; deleted content overwritten; writers take the write lock when
they begin, since a reader that turns writer half-way can only fail. PostgreSQL: psycopg2, because psycopg 3 blocks the
eventlet hub, and because SQLAlchemy 2.1 takes a bare `postgresql://` for psycopg 3 the driver must be in the address.
"""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from balint_live.adapters.database.pool import NativePool

DRIVERS = ("sqlite+pysqlite", "postgresql+psycopg2")
WRITES = {"writes": True}
"""Execution options of an engine whose transactions mean to write."""

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "busy_timeout = 5000",  # ms
    "foreign_keys = ON",
    "secure_delete = ON",
)


class UnknownDatabase(Exception):
    """The address names no database this program can use; the message says what to write."""


def engine_for(url: str) -> Engine:
    """An engine whose connections are ready for use. Raises UnknownDatabase."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise UnknownDatabase("This is not the address of a database.") from None
    if parsed.drivername not in DRIVERS:
        raise UnknownDatabase(f"The address must begin with {' or '.join(f'{each}://' for each in DRIVERS)}.")
    if parsed.drivername.startswith("sqlite"):
        return _sqlite(url)
    return create_engine(
        parsed, poolclass=NativePool, pool_pre_ping=True, connect_args={"connect_timeout": 5}
    )


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, poolclass=NativePool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # sqlite3 must not begin transactions on its own: see _begin
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
