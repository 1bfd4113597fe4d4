"""The tables, each column with its purpose and how long it is kept; the page "What this site keeps" is drawn from that."""

from typing import Any

from balint_live.adapters.database.tables import attendance, groups, mail, zoom
from balint_live.adapters.database.tables.base import Base

METADATA = Base.metadata
TABLES = (groups, attendance, mail, zoom)
"""Importing them is what fills METADATA."""


def ledger() -> list[dict[str, Any]]:
    """`[{"table", "purpose", "seen_by", "columns": [{"name", "purpose", "kept"}]}]`, in the tables' order of dependence."""
    return [
        {
            "table": table.name,
            "purpose": table.info["purpose"],
            "seen_by": table.info["seen_by"],
            "columns": [{"name": column.name, **column.info} for column in table.columns],
        }
        for table in METADATA.sorted_tables
    ]
