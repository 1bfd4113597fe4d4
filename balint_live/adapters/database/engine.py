"""The database: one engine, units of work, what became of the last write, and migrations.

A unit of work is one function, one short Session, one transaction; an acknowledged command is on disk, a deleted row is
gone. The database is spoken to from wherever the caller runs, under eventlet from the hub. No native thread touches it,
because SQLAlchemy's locks are green there: one that is released in another thread wakes its waiter in the wrong hub. So
nothing may hold the caller up for long, and nothing inside a unit of work may yield, send or wait.

SQLite: write-ahead log with a full sync at each commit; deleted content overwritten; writers take the write lock when they
begin, since a reader that turns writer half-way can only fail; and no waiting inside the library, which would hold up the
whole process: somebody else's lock is waited for here, before a transaction begins. PostgreSQL: psycopg2, because psycopg 3
blocks the eventlet hub, and because SQLAlchemy 2.1 takes a bare `postgresql://` for psycopg 3 the driver must be in the
address.

A database that is full, locked or read-only still answers questions, so an answer is no proof that it is well. Therefore
the last write's success is noted, and `try_writing` writes for real and takes it back.

Migrations run on the application's own engine, so that they see the same pragmas and drivers. None is run unasked: only the
embedded database is brought up to date when the server starts. Alembic is imported where there is something to migrate:
it would make every start more than half a second longer, and which migration a database is at, and which is the newest, can
be found without it.
"""

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from psycopg2 import OperationalError as NoAnswer
from psycopg2.extensions import POLL_OK, POLL_READ, connection, set_wait_callback
from sqlalchemy import URL, Connection, Engine, Executable, create_engine, event, insert, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    InterfaceError,
    InternalError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, configure_mappers, sessionmaker
from sqlalchemy.pool import QueuePool

from balint_live.adapters.database.tables.base import EPOCH
from balint_live.adapters.database.tables.groups import EndedLoginRow
from balint_live.application.ports import Unavailable

if TYPE_CHECKING:
    from alembic.config import Config

T = TypeVar("T")
Sleep = Callable[[float], None]

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
    "temp_store = MEMORY",
)
_SESSION: dict[str, Any] = {"expire_on_commit": False, "execution_options": {"synchronize_session": False}}
"""A unit of work reads what it needs first; updates and deletes by statement leave the objects it has loaded as they are."""
_POOL: dict[str, Any] = {
    "poolclass": QueuePool,
    "pool_size": MOST_CONNECTIONS,
    "max_overflow": 0,
    "pool_timeout": PATIENCE_S,
    "pool_use_lifo": True,
}
GIVE_OTHERS_A_TURN = 0.0
"""Seconds slept before each unit of work: eventlet gives a lock to the one who asks again first, so a loop would keep it."""
ROWS = 600
FEW_PAGES, AS_ALWAYS = "PRAGMA cache_size = 4", "PRAGMA cache_size = -2000"
"""SQLite keeps what is not committed in memory while it has room, where a full disk would not be noticed."""
_SCRIPTS = files("balint_live.adapters.database") / "migrations"


class UnknownDatabase(Exception):
    """The address names no database this program can use; the message says what to write."""


def plain_sleep(seconds: float) -> None:
    """For a process without a runtime: a test, or a command."""
    threading.Event().wait(seconds)


class Database:
    """Units of work. `read` and `write` raise Unavailable when the database does not answer; what the work raises passes."""

    def __init__(
        self, at: str | Path, sleep: Sleep = plain_sleep, connections: int = MOST_CONNECTIONS
    ) -> None:
        """See `engine_for`. Raises UnknownDatabase. A database that is down is no error yet: see `answers`."""
        self._sleep = sleep
        self._turn = threading.Lock()
        self.writes = Writes()
        self.engine = engine_for(at, sleep, connections)
        self._reading = sessionmaker(self.engine, **_SESSION)
        self._writing = sessionmaker(self.engine.execution_options(**WRITES), **_SESSION)
        configure_mappers()

    def read(self, work: Callable[[Session], T], again: bool = False) -> T:
        """`again`: right after another look, at which others had their turn, so that nothing changes in between."""
        if not again:
            self._sleep(GIVE_OTHERS_A_TURN)
        return self._unit(self._reading, work)

    def rows(self, statement: Executable, **parameters: object) -> Sequence[Any]:
        """What one statement reads, without a session, which takes longer than SQLite does: for looks that are many."""
        self._sleep(GIVE_OTHERS_A_TURN)
        try:
            with self.engine.connect() as connection:
                return connection.execute(statement, parameters).all()
        except (OperationalError, InterfaceError, InternalError, PoolTimeout) as error:
            raise Unavailable(str(error.__class__.__name__)) from error

    def write(self, work: Callable[[Session], T]) -> T:
        return self.writes.noted(lambda: self._written(work))

    def _written(self, work: Callable[[Session], T]) -> T:
        """SQLite has one writer at a time: one unit waits for another process's lock, the others of ours for that one."""
        self._sleep(GIVE_OTHERS_A_TURN)
        until = monotonic() + PATIENCE_S
        if self.engine.dialect.name != "sqlite":
            return self._unit(self._writing, work)
        if not self._turn.acquire(timeout=PATIENCE_S):
            raise Unavailable("others were writing all the while")
        try:
            return self._unit(self._writing, work, until)
        finally:
            self._turn.release()

    def answers(self) -> bool:
        """Whether the database is there and has our tables."""
        try:
            self.read(lambda session: session.execute(text("SELECT 1 FROM groups LIMIT 1")))
        except (Unavailable, SQLAlchemyError):
            return False
        return True

    def forget_deleted(self) -> None:
        """Empty SQLite's write-ahead log, in which deleted rows live on; elsewhere, and when busy, do nothing."""
        if self.engine.dialect.name == "sqlite":
            until = monotonic() + PATIENCE_S
            while not self._log_emptied() and monotonic() < until:
                self._sleep(LOOK_AGAIN_S)

    def dispose(self) -> None:
        self.engine.dispose()

    def _unit(
        self, sessions: sessionmaker[Session], work: Callable[[Session], T], until: float | None = None
    ) -> T:
        try:
            with sessions() as session:
                if until is not None:
                    session.connection(execution_options={UNTIL: until})
                outcome = work(session)
                session.commit()
                return outcome
        except (OperationalError, InterfaceError, InternalError, PoolTimeout) as error:
            raise Unavailable(str(error.__class__.__name__)) from error

    def _log_emptied(self) -> bool:
        """Whether the log is empty now; somebody who reads or writes keeps it."""
        connection = self.engine.raw_connection()
        try:
            busy, _, _ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except self.engine.dialect.loaded_dbapi.OperationalError:
            return False
        finally:
            connection.close()
        return not busy


class Writes:
    """Whether the last write failed, and when one last did; `seconds` is a clock in seconds that never goes back."""

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._failed_at: float | None = None
        self.failing = False

    def noted(self, write: Callable[[], T]) -> T:
        """Whatever else the write raises is no fault of the database."""
        try:
            done = write()
        except Unavailable:
            self.failing, self._failed_at = True, self._seconds()
            raise
        self.succeeded()
        return done

    def succeeded(self) -> None:
        self.failing = False

    def since_failed(self) -> float | None:
        """Seconds since a write last failed; None where none has."""
        return None if self._failed_at is None else self._seconds() - self._failed_at


def try_writing(database: Database) -> None:
    """Write for real, and take it back. Raises Unavailable."""
    try:
        database.write(_write_and_take_back)
    except _TakenBack:
        database.writes.succeeded()


def reason(fault: Unavailable) -> str:
    """The database's own words for a fault, such as "database is locked"."""
    said = fault.__cause__
    return str(said.orig).strip().splitlines()[0] if isinstance(said, DBAPIError) else str(fault)


class _TakenBack(Exception):
    """So that nothing is committed."""


def _write_and_take_back(session: Session) -> None:
    id = secrets.token_hex(8)
    rows = [{"id": f"try {id} {each}", "until": EPOCH} for each in range(ROWS)]
    sqlite = session.get_bind().dialect.name == "sqlite"
    try:
        if sqlite:
            session.execute(text(FEW_PAGES))
        session.connection().execute(insert(EndedLoginRow), rows)
    finally:
        if sqlite:
            session.connection().exec_driver_sql(AS_ALWAYS)
    raise _TakenBack


def engine_for(at: str | Path, sleep: Sleep = plain_sleep, connections: int = MOST_CONNECTIONS) -> Engine:
    """An engine whose connections are ready for use; `at` is an address or SQLite's file. Raises UnknownDatabase."""
    url, pool = _url(at), {**_POOL, "pool_size": connections}
    return _sqlite(url, sleep, pool) if url.drivername.startswith("sqlite") else _postgresql(url, pool)


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


def _sqlite(url: URL, sleep: Sleep, pool: dict[str, Any]) -> Engine:
    def begin(connection: Connection) -> None:
        """Take whatever lock the transaction needs, so that nothing in it can meet one later."""
        options = connection.get_execution_options()
        until = options.get(UNTIL, monotonic() + PATIENCE_S)
        while not _begun(connection.connection.driver_connection, options.get("writes", False), until):
            sleep(LOOK_AGAIN_S)

    engine = create_engine(url, connect_args={"check_same_thread": False}, **pool)
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


def _postgresql(url: URL, pool: dict[str, Any]) -> Engine:
    """The limits on the server's side end a statement there; ours holds when the server does not answer at all."""
    set_wait_callback(_wait)
    limits = f"-c statement_timeout={PATIENCE_S:g}s -c lock_timeout={PATIENCE_S:g}s"
    return create_engine(
        url, pool_pre_ping=True, connect_args={"connection_factory": _Limited, "options": limits}, **pool
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


def upgrade(database: Database) -> bool:
    """Run the migrations that are missing, all or none; whether there were any. Raises Unavailable."""
    with _answering(), database.engine.execution_options(**WRITES).begin() as connection:
        if revision(connection) == newest():
            return False
        from alembic import command  # noqa: PLC0415

        without_limit(connection)
        command.upgrade(scripts(connection), "head")
        return True


def is_current(database: Database) -> bool:
    """Whether every migration has been run. Raises Unavailable."""
    with _answering(), database.engine.connect() as connection:
        return revision(connection) == newest()


def is_newer(database: Database) -> bool:
    """Whether migrations have been run that are not among ours. Raises Unavailable."""
    with _answering(), database.engine.connect() as connection:
        return revision(connection) > newest()


def revision(connection: Connection) -> str:
    """The name of the newest migration that was run; empty where none was."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return ",".join(sorted(connection.scalars(text("SELECT version_num FROM alembic_version"))))


def newest() -> str:
    """The name of the newest migration there is: each file's name begins with it."""
    return max(
        each.name.partition("_")[0] for each in (_SCRIPTS / "versions").iterdir() if each.name[0].isdigit()
    )


def scripts(connection: Connection) -> "Config":
    """Alembic's own configuration, for running its commands on this connection."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Unavailable("no connection, or it is locked") from error
