"""Backing up: every row that is meant to last, as of one moment, into a file for any kind of database.

What lasts minutes only is left out: where running sessions stand and presses whose page has not shown itself, both of which
the close erases; sign-ins; and mails on their way to somebody erased, whose address is kept nowhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, false, func, select, true
from sqlalchemy.exc import OperationalError

from balint_live.adapters.database import archive_file, migrate
from balint_live.adapters.database.archive_file import Header, Line
from balint_live.adapters.database.archive_values import to_json
from balint_live.adapters.database.attendance_tables import PresenceRow
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.engine import without_limit
from balint_live.adapters.database.ledger import METADATA
from balint_live.adapters.database.mail_tables import MailRow
from balint_live.adapters.database.meeting_tables import LiveMeetingRow
from balint_live.application.ports import Unavailable

AT_A_TIME = 500
LASTING: dict[str, ColumnElement[bool]] = {
    "live_meetings": false(),
    "sign_ins": false(),
    "presence_intervals": ~PresenceRow.provisional,
    "mails": and_(MailRow.sign_in_id.is_(None), MailRow.address.is_(None)),
}
"""Which rows of a table are archived, where not all are."""


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
            header = Header(migrate.revision(connection), now)
            running = running_in(connection)
            return BackedUp(archive_file.write(path, header, lasting_rows(connection)), running)
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
