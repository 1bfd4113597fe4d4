"""Statements between rows and values."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from balint_live.adapters.database.group_tables import RegistrantRow
from balint_live.adapters.database.statement_tables import StatementRow
from balint_live.application.attendance.statement import Statement

FIELDS = tuple(column.key for column in StatementRow.__table__.columns)


def statements_of(session: Session, group_id: str) -> tuple[Statement, ...]:
    """All that were given out for a group, the oldest first."""
    query = select(StatementRow).where(StatementRow.group_id == group_id)
    rows = session.scalars(query.order_by(StatementRow.issued_at, StatementRow.id))
    return tuple(statement_of(row) for row in rows)


def names_to_state(session: Session) -> list[str]:
    """Every name a statement may have to be made for."""
    return list(session.scalars(select(RegistrantRow.name)))


def statement_of(row: StatementRow) -> Statement:
    return Statement(**{field: getattr(row, field) for field in FIELDS})


def statement_row(statement: Statement) -> dict[str, Any]:
    return {field: getattr(statement, field) for field in FIELDS}
