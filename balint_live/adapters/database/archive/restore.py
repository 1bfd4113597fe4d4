"""Restoring a backup: everything in the database is replaced by it, but for what was erased since.

An erasure is a promise, and a backup made before it must not break it. So erasures are carried out while the rows come in:
an erased person is never written, nor what refers to them, and the database has nothing of theirs to forget. Their
statements are taken from where the erasure was made, because the last one was given out in that moment. Restoring everything
and erasing afterwards was the alternative; it would have put on disk, if for a second, what must not be there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, exists, insert, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from balint_live.adapters.database import engine
from balint_live.adapters.database.archive import backup
from balint_live.adapters.database.archive.backup import (
    AT_A_TIME,
    ArchiveMistake,
    Header,
    Line,
    from_json,
    running_in,
)
from balint_live.adapters.database.engine import Database, without_limit
from balint_live.adapters.database.tables import METADATA

Row = dict[str, Any]
TableRow = tuple[Table, Row]
PEOPLE, STATEMENTS, ERASURES = "registrants", "statements", "erasures"
ERASED_BY_ID = (PEOPLE, "leaders", "groups")
"""Tables of what is erased whole: a note of its id is all that is left of it."""
COUNTED = ("presence_intervals", "attendance_marks")
"""Tables whose ids the database itself counts."""
DAMAGED = "The backup is damaged: it holds what the database does not take."


@dataclass(frozen=True, slots=True)
class Erased:
    """`ids` of people, leaders and groups, with the moment; `statements` by id: what stayed of people erased, whenever that
    was.
    """

    ids: Mapping[str, datetime] = field(default_factory=dict)
    statements: Mapping[str, Row] = field(default_factory=dict)

    def and_also(self, other: "Erased") -> "Erased":
        return Erased({**other.ids, **self.ids}, {**other.statements, **self.statements})


@dataclass(frozen=True, slots=True)
class Restored:
    """`left_out` people of the backup were erased since, whose `statements` were kept; `broken_off` sessions ran."""

    made_at: datetime
    rows: int
    left_out: int
    statements: int
    broken_off: int


def restore(
    database: Database, path: Path, erasures_in: Path | None = None, even_though_live: bool = False
) -> Restored:
    """All or nothing. `erasures_in` is a later backup, from which nothing is taken but what was erased.

    Raises ArchiveMistake with a sentence, OSError, Unavailable.
    """

    def work(session: Session) -> Restored:
        connection = session.connection()
        without_limit(connection)
        _alone(connection)
        running = running_in(connection)
        if running and not even_though_live:
            raise ArchiveMistake("A session is running. Wait for its end, or say --even-though-live.")
        since = _erased_in(_stored(connection))
        if erasures_in is not None:
            with _of_this_schema(connection, erasures_in) as (_, rows):
                since = since.and_also(_erased_in(rows))
        with _of_this_schema(connection, path) as (header, rows):
            return _replaced(connection, header, rows, since, running)

    try:
        restored = database.write(work)
    except StatementError as refused:
        raise ArchiveMistake(DAMAGED) from refused
    database.forget_deleted()
    return restored


def _alone(connection: Connection) -> None:
    """Nobody reads or writes meanwhile. SQLite has one writer at a time, and readers see what was before."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in METADATA.sorted_tables)
        connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))


def _stored(connection: Connection) -> Iterator[TableRow]:
    for name in (ERASURES, STATEMENTS):
        table = METADATA.tables[name]
        for row in connection.execute(select(table)).mappings():
            yield table, dict(row)


@contextmanager
def _of_this_schema(connection: Connection, path: Path) -> Iterator[tuple[Header, Iterator[TableRow]]]:
    with backup.opened(path) as (header, lines):
        here = engine.revision(connection)
        if header.schema != here:
            raise ArchiveMistake(
                f"{path.name} was made at schema {header.schema}, and this database is at {here}."
                " Restore it with the version of the program that made it, then upgrade."
            )
        yield header, (_row(line) for line in lines)


def _row(line: Line) -> TableRow:
    name, said = line
    table = METADATA.tables.get(name)
    if table is None or set(said) != {column.name for column in table.columns}:
        raise ArchiveMistake(DAMAGED)
    try:
        return table, {column.name: from_json(column, said[column.name]) for column in table.columns}
    except (ValueError, TypeError) as wrong:
        raise ArchiveMistake(DAMAGED) from wrong


def _replaced(
    connection: Connection, header: Header, rows: Iterator[TableRow], since: Erased, running: int
) -> Restored:
    for table in reversed(METADATA.sorted_tables):
        connection.execute(delete(table))
    sieve = Sieve(since)
    passed = ((table, sieve.passing(table, row)) for table, row in rows)
    count = _insert(connection, ((table, row) for table, row in passed if row is not None))
    _insert(connection, _kept(connection, sieve, since))
    _count_on(connection)
    statements = sieve.taken + len(sieve.missing)
    return Restored(header.made_at, count, sieve.left_out, statements, running)


def _insert(connection: Connection, rows: Iterator[TableRow]) -> int:
    count = 0
    for table, of_table in groupby(rows, key=lambda each: each[0]):
        while some := [row for _, row in islice(of_table, AT_A_TIME)]:
            connection.execute(insert(table), some)
            count += len(some)
    return count


def _kept(connection: Connection, sieve: "Sieve", since: Erased) -> Iterator[TableRow]:
    """What the backup could not know: the statements that erasures left, and that there were any."""
    statements = METADATA.tables[STATEMENTS]
    for row in sieve.missing.values():
        yield statements, _of_what_is_there(connection, statements, row)
    for id, at in since.ids.items():
        yield METADATA.tables[ERASURES], {"id": id, "at": at}


def _of_what_is_there(connection: Connection, table: Table, row: Row) -> Row:
    """A group or session founded after the backup is no more."""
    kept = dict(row)
    for key in table.foreign_keys:
        there = select(exists().where(key.column == row[key.parent.name]))
        if not connection.scalar(there):
            kept[key.parent.name] = None
    return kept


def _count_on(connection: Connection) -> None:
    """From the highest id there is; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for name in COUNTED:
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'),"  # noqa: S608 - names of our own
                f" COALESCE(MAX(id), 1), MAX(id) IS NOT NULL) FROM {name}"
            )
        )


def _erased_in(rows: Iterable[TableRow]) -> Erased:
    ids, statements = {}, {}
    for table, row in rows:
        if table.name == ERASURES:
            ids[row["id"]] = row["at"]
        elif table.name == STATEMENTS and row["registrant_id"] is None:
            statements[row["id"]] = row
    return Erased(ids, statements)


class Sieve:
    """Keeps what was erased out of a backup's rows, which come in order: it does to each what deleting would have done.

    What refers to erased people does not pass; what only mentions them passes without the mention. Afterwards `left_out` is
    how many people did not pass, `taken` how many statements passed as their erasure left them, and `missing` are those the
    backup did not know of.
    """

    def __init__(self, since: Erased) -> None:
        self.left_out = self.taken = 0
        self.missing = dict(since.statements)
        self._erased = since.ids
        self._gone: dict[str, set[str]] = defaultdict(set, {name: set(since.ids) for name in ERASED_BY_ID})

    def passing(self, table: Table, row: Row) -> Row | None:
        """The row as it is to be written; None for one that is not."""
        if table.name in (*ERASED_BY_ID, ERASURES) and row["id"] in self._erased:
            self.left_out += table.name == PEOPLE
            return None
        if table.name == STATEMENTS:
            return self._statement(table, row)
        return self._without_erased(table, row)

    def _statement(self, table: Table, row: Row) -> Row | None:
        """A statement of somebody erased since as the erasure left it, or not at all; any other as it was backed up."""
        left = self.missing.pop(row["id"], None)
        if row["registrant_id"] not in self._erased:
            return self._without_erased(table, row)
        if left is None:
            self._gone[table.name].add(row["id"])
            return None
        self.taken += 1
        return self._without_erased(table, left)

    def _without_erased(self, table: Table, row: Row) -> Row | None:
        """The row without references to what is gone; None where it cannot be without them."""
        kept = dict(row)
        for key in table.foreign_keys:
            if row[key.parent.name] not in self._gone[key.column.table.name]:
                continue
            if key.ondelete != "SET NULL":
                self._gone[table.name].update(row[each.name] for each in table.primary_key.columns)
                return None
            kept[key.parent.name] = None
        return kept
