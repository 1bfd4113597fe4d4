"""Backing up: every row that is meant to last, as of one moment, into a file for any kind of database.

What lasts minutes or days only is left out: the state of running sessions and presses whose page has not shown itself, both
of which the close erases; sign-ins; events of Zoom's and how often it was asked today; and mails on their way to somebody
erased, whose address is kept nowhere else.

The archive is a compressed file of lines of JSON, the same for every kind of database. The first line says what it is:
`{"archive": "balint-live", "version": 1, "schema": "0006", "made_at": "…"}`. Then there is one line for each row,
`["groups", {"id": …}]`, each after those it refers to; and at last the number of rows, `["end", 1234]`, so that half an
archive is not taken for a whole one. It holds names and addresses: nobody but its owner may read it, and it never replaces
another file.

Values become plain JSON by their column's own type, so that nothing is lost between two databases: SQLite and PostgreSQL
write moments, truth and JSON each in their own way, but what our column types make of them is the same on both. A type
nobody thought of is an error when the archive is written, not when it is needed.
"""

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Enum,
    Integer,
    String,
    Table,
    and_,
    false,
    func,
    select,
    true,
)
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.types import TypeDecorator

from balint_live.adapters.database import engine
from balint_live.adapters.database.engine import Database, without_limit
from balint_live.adapters.database.tables import METADATA
from balint_live.adapters.database.tables.attendance import LiveMeetingRow, PresenceRow
from balint_live.adapters.database.tables.base import Moment
from balint_live.adapters.database.tables.mail import MailRow
from balint_live.application.ports import Unavailable

KIND, VERSION, END = "balint-live", 1, "end"
OWNER_ONLY = 0o600
Line = tuple[str, dict[str, Any]]
AT_A_TIME = 500
LASTING: dict[str, ColumnElement[bool]] = {
    "live_meetings": false(),
    "sign_ins": false(),
    "zoom_events": false(),
    "zoom_days": false(),
    "zoom_facts": false(),
    "presence_intervals": ~PresenceRow.provisional,
    "mails": and_(MailRow.sign_in_id.is_(None), MailRow.address.is_(None)),
}
"""Which rows of a table are archived, where not all are."""
_ANY = DefaultDialect()
_PLAIN = (Boolean, Integer, String)


class ArchiveMistake(Exception):
    """It cannot be restored; the message says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Header:
    """`schema` is the migration the database was at; `made_at` the moment whose state it holds."""

    schema: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class BackedUp:
    """`running` is how many sessions were under way, of which only what is meant to last was taken."""

    rows: int
    running: int


def back_up(database: Database, path: Path, now: datetime) -> BackedUp:
    """Raises OSError, also for a file that is there already, and Unavailable."""
    try:
        with snapshot(database) as connection:
            without_limit(connection)
            header = Header(engine.revision(connection), now)
            running = running_in(connection)
            return BackedUp(write(path, header, lasting_rows(connection)), running)
    except OperationalError as error:
        raise Unavailable("no connection, or it was lost") from error


def running_in(connection: Connection) -> int:
    """How many sessions are open now."""
    query = select(func.count()).select_from(LiveMeetingRow).where(LiveMeetingRow.position.is_not(None))
    return connection.scalar(query) or 0


def snapshot(database: Database) -> Connection:
    """One state of the database, whatever is written meanwhile; SQLite's transactions see nothing else anyway."""
    if database.engine.dialect.name == "sqlite":
        return database.engine.connect()
    return database.engine.execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    ).connect()


def lasting_rows(connection: Connection) -> Iterator[Line]:
    for table in METADATA.sorted_tables:
        lasting = LASTING.get(table.name, true())
        query = select(table).where(lasting).order_by(*table.primary_key.columns)
        for row in connection.execution_options(yield_per=AT_A_TIME).execute(query).mappings():
            yield table.name, _as_json(table, dict(row))


def _as_json(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {column.name: to_json(column, row[column.name]) for column in table.columns}


def write(path: Path, header: Header, rows: Iterable[Line]) -> int:
    """How many rows. Raises OSError, also where there is such a file already; a half-written one is taken away again."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) as lines:
                count = _write(lines, header, rows)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise
    return count


@contextmanager
def opened(path: Path) -> Iterator[tuple[Header, Iterator[Line]]]:
    """Raises OSError, and ArchiveMistake here or while the rows are read."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        with _readable():
            header = _header(file.readline())
        yield header, _rows(file)


def header_of(path: Path) -> Header:
    with opened(path) as (header, _):
        return header


def _write(lines: gzip.GzipFile, header: Header, rows: Iterable[Line]) -> int:
    made_at = header.made_at.isoformat()
    lines.write(_line({"archive": KIND, "version": VERSION, "schema": header.schema, "made_at": made_at}))
    count = 0
    for row in rows:
        lines.write(_line(row))
        count += 1
    lines.write(_line((END, count)))
    return count


def _line(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _header(line: str) -> Header:
    said = json.loads(line)
    if not isinstance(said, dict) or (said.get("archive"), said.get("version")) != (KIND, VERSION):
        raise ArchiveMistake("This is not a backup that this version of the program can read.")
    return Header(str(said["schema"]), datetime.fromisoformat(said["made_at"]))


def _rows(file: IO[str]) -> Iterator[Line]:
    count = 0
    with _readable():
        for line in file:
            table, row = json.loads(line)
            if table == END:
                if row != count or file.readline():
                    raise ArchiveMistake("The backup is damaged: its rows are not those that were written.")
                return
            count += 1
            yield table, row
    raise ArchiveMistake("The backup is not complete: its end is missing.")


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error, ValueError, KeyError, TypeError) as damage:
        raise ArchiveMistake("The file is not a backup, or it is damaged.") from damage


def to_json(column: Column[Any], value: Any) -> Any:
    """Raises TypeError for a column of a type that is not known here."""
    kind = column.type
    if value is None:
        return None
    if isinstance(kind, Moment):
        return value.isoformat()
    if isinstance(kind, TypeDecorator) and isinstance(kind.impl_instance, JSON):
        return kind.process_bind_param(value, _ANY)
    if isinstance(kind, Enum):
        return str(value.value) if kind.enum_class else value
    if isinstance(kind, _PLAIN):
        return value
    raise TypeError(f"{column} has a type that cannot be archived: {kind!r}")


def from_json(column: Column[Any], value: Any) -> Any:
    """Raises ValueError or TypeError for what `to_json` cannot have written."""
    kind = column.type
    if value is None:
        return None
    if isinstance(kind, Moment):
        return datetime.fromisoformat(value)
    if isinstance(kind, TypeDecorator):
        return kind.process_result_value(value, _ANY)
    if isinstance(kind, Enum):
        return kind.enum_class(value) if kind.enum_class else value
    if not isinstance(value, kind.python_type):
        raise TypeError(f"{column} does not hold this.")
    return value
