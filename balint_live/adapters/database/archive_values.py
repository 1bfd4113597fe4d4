"""A stored value as plain JSON and back, by its column's own type, so that nothing is lost between two databases.

SQLite and PostgreSQL write moments, truth and JSON each in their own way; what our column types make of them is the same on
both, and that is what is archived. A type nobody thought of is an error when the archive is written, not when it is needed.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Enum, Integer, String
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.types import TypeDecorator

from balint_live.adapters.database.columns import Moment

_ANY = DefaultDialect()
_PLAIN = (Boolean, Integer, String)


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
