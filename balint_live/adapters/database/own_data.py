"""Every row that is about one registrant. Implements `application.attendance.own_record.PersonalData`.

The tables are not listed here but found: whatever refers to registrants is about them. A table that is added later is in
everybody's record from its first day, and nobody has to remember it.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Table, or_, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.group_tables import RegistrantRow
from balint_live.adapters.database.ledger import METADATA
from balint_live.application.attendance.own_record import StoredAbout, StoredColumn, StoredTable

REGISTRANTS: Table = METADATA.tables[RegistrantRow.__tablename__]


class SqlPersonalData:
    def __init__(self, database: Database) -> None:
        self._database = database

    def about(self, registrant_id: str) -> StoredAbout | None:
        return self._database.read(lambda session: _about(session, registrant_id))


def personal_tables() -> dict[Table, tuple[Column[Any], ...]]:
    """Each table with a place for a registrant, in order of dependence, and the columns that name them."""
    naming = {table: _naming(table) for table in METADATA.sorted_tables}
    return {table: columns for table, columns in naming.items() if columns}


def _naming(table: Table) -> tuple[Column[Any], ...]:
    if table is REGISTRANTS:
        return (table.c.id,)
    return tuple(column for column in table.columns if column.references(REGISTRANTS.c.id))


def _about(session: Session, registrant_id: str) -> StoredAbout | None:
    group_id = session.scalar(select(RegistrantRow.group_id).where(RegistrantRow.id == registrant_id))
    if group_id is None:
        return None
    tables = personal_tables().items()
    return StoredAbout(
        group_id, tuple(_table(session, table, columns, registrant_id) for table, columns in tables)
    )


def _table(
    session: Session, table: Table, naming: tuple[Column[Any], ...], registrant_id: str
) -> StoredTable:
    theirs = or_(*(column == registrant_id for column in naming))
    rows = session.execute(select(table).where(theirs).order_by(*table.primary_key.columns))
    return StoredTable(
        name=table.name,
        purpose=table.info["purpose"],
        columns={column.name: _column(column.info) for column in table.columns},
        rows=tuple(dict(row) for row in rows.mappings()),
    )


def _column(info: Mapping[str, str]) -> StoredColumn:
    return StoredColumn(info["purpose"], info["kept"])
