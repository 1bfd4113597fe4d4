"""Facts as JSON text: moments in ISO 8601 with their offset, credits as exact text ("0.75"), names as they are written."""

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any


def json_text(facts: Any) -> bytes:
    """UTF-8, laid out to be read. Raises TypeError for a value nobody has said how to tell."""
    return json.dumps(facts, ensure_ascii=False, indent=2, default=_told).encode() + b"\n"


def _told(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON form.")
