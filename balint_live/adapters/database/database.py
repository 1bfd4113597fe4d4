"""Units of work: one function, one short Session, one transaction.

The database is spoken to from wherever the caller runs, under eventlet from the hub. No native thread touches it, because
SQLAlchemy's locks are green there: one that is released in another thread wakes its waiter in the wrong hub. So nothing may
hold the caller up for long: `engine.py` says how locks and answers are waited for. Nothing inside a unit of work may yield,
send or wait.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, configure_mappers, sessionmaker

from balint_live.adapters.database.engine import (
    LOOK_AGAIN_S,
    PATIENCE_S,
    UNTIL,
    WRITES,
    Sleep,
    engine_for,
    plain_sleep,
)
from balint_live.adapters.database.writes import Writes
from balint_live.application.ports import Unavailable

T = TypeVar("T")
GIVE_OTHERS_A_TURN = 0.0
"""Before each unit of work, because eventlet gives a lock to whoever asks again first: a loop would run alone."""


class Database:
    """`read` and `write` raise Unavailable when the database does not answer; whatever else the work raises passes."""

    def __init__(self, at: str | Path, sleep: Sleep = plain_sleep) -> None:
        """See `engine_for`. Raises UnknownDatabase. A database that is down is no error yet: see `answers`."""
        self._sleep = sleep
        self._turn = threading.Lock()
        self.writes = Writes()
        self.engine = engine_for(at, sleep)
        self._reading = sessionmaker(self.engine, expire_on_commit=False)
        self._writing = sessionmaker(self.engine.execution_options(**WRITES), expire_on_commit=False)
        configure_mappers()

    def read(self, work: Callable[[Session], T]) -> T:
        self._sleep(GIVE_OTHERS_A_TURN)
        return self._unit(self._reading, work)

    def write(self, work: Callable[[Session], T]) -> T:
        return self.writes.noted(lambda: self._written(work))

    def _written(self, work: Callable[[Session], T]) -> T:
        """SQLite has one writer at a time: whoever waits for somebody else's lock waits for all of this process."""
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
