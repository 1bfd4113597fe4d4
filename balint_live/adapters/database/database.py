"""Units of work: one function, one short Session, one transaction, run where it cannot stop the server.

`offload` is the runtime's: under eventlet it runs the function in a native thread, so that a locked database or a slow
disk holds up this caller and nobody else. Nothing inside a unit of work may yield, send or wait.
"""

import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, configure_mappers, sessionmaker

from balint_live.adapters.database.engine import WRITES, engine_for
from balint_live.application.ports import Unavailable

T = TypeVar("T")

PATIENCE_S = 5.0
"""How long to wait for one's turn to write: as long as SQLite itself waits for somebody else's lock."""


class Offload(Protocol):
    """Runs a function, elsewhere if need be, and answers with what it returns or raises."""

    def __call__(self, work: Callable[[], T], /) -> T: ...


class Turn(Protocol):
    """The async mode's lock."""

    def acquire(self, *, timeout: float) -> bool: ...
    def release(self) -> None: ...


def directly(work: Callable[[], T], /) -> T:
    """Offload for a process that has nothing else to do meanwhile."""
    return work()


class Database:
    """`read` and `write` raise Unavailable when the database does not answer; whatever else the work raises passes."""

    def __init__(
        self, url: str, offload: Offload = directly, lock: Callable[[], Turn] = threading.Lock
    ) -> None:
        """Raises UnknownDatabase. A database that is down is no error yet: see `answers`."""
        self._offload = offload
        self._turn = lock()
        self.engine = engine_for(url)
        self._reading = sessionmaker(self.engine, expire_on_commit=False)
        self._writing = sessionmaker(self.engine.execution_options(**WRITES), expire_on_commit=False)
        configure_mappers()
        self._warm()

    def read(self, work: Callable[[Session], T]) -> T:
        return self._offload(lambda: _unit(self._reading, work))

    def write(self, work: Callable[[Session], T]) -> T:
        """SQLite has one writer at a time. Were they to queue in its threads, a lock of somebody else's would soon hold
        up everybody who only wants to read.
        """
        if self.engine.dialect.name != "sqlite":
            return self._offload(lambda: _unit(self._writing, work))
        if not self._turn.acquire(timeout=PATIENCE_S):
            raise Unavailable("others were writing all the while")
        try:
            return self._offload(lambda: _unit(self._writing, work))
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
            self._offload(self._truncate_log)

    def dispose(self) -> None:
        self.engine.dispose()

    def _truncate_log(self) -> None:
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        except self.engine.dialect.loaded_dbapi.OperationalError:
            return  # somebody is writing: the log is reused by the next commits all the same
        finally:
            connection.close()

    def _warm(self) -> None:
        """Connect once, alone: the first connection sets up the dialect under locks that greenlets may not share."""
        try:
            self.engine.connect().close()
        except OperationalError:
            return


def _unit(sessions: sessionmaker[Session], work: Callable[[Session], T]) -> T:
    try:
        with sessions.begin() as session:
            return work(session)
    except (OperationalError, InterfaceError, InternalError, PoolTimeout) as error:
        raise Unavailable(str(error.__class__.__name__)) from error
