"""Whether the database takes what is written: what came of the last write, and a write that is tried and taken back.

A database that is full, locked or read-only answers every question, so being asked is no proof that it is well.
"""

import secrets
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from balint_live.adapters.database.columns import EPOCH
from balint_live.adapters.database.login_tables import EndedLoginRow
from balint_live.application.ports import Unavailable

if TYPE_CHECKING:
    from balint_live.adapters.database.database import Database

T = TypeVar("T")

ROWS = 600
FEW_PAGES, AS_ALWAYS = "PRAGMA cache_size = 4", "PRAGMA cache_size = -2000"
"""SQLite keeps what is not committed in memory while it has room, where a full disk would not be noticed."""


class Writes:
    """Notes what became of the last write; `seconds` tells seconds, and never goes back."""

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


def try_writing(database: "Database") -> None:
    """Write for real, and take it back. Raises Unavailable."""
    try:
        database.write(_write_and_take_back)
    except _TakenBack:
        database.writes.succeeded()


def reason(fault: Unavailable) -> str:
    """What the database said: words of its own, such as "database is locked"."""
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
