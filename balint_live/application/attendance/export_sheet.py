"""A sheet to be written: headings and rows of plain cells, the same whatever kind of file it becomes.

Figures stay figures and text stays text; making text safe to open in a spreadsheet is the writer's, once, for every cell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

Cell = str | int | Decimal | None
"""None and "" are both an empty cell; a Decimal is an amount of credits, with two decimals."""


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class SheetWriter(Protocol):
    """Writes in memory: nothing about anybody is left in a temporary file."""

    def csv(self, sheet: Sheet) -> bytes:
        """UTF-8 with a byte order mark, without which Excel takes it for something else."""

    def workbook(self, sheets: Sequence[Sheet], written_at: datetime) -> bytes:
        """XLSX, the sheets in their order; nobody's name in its properties."""


def sheet_of(title: str, columns: Sequence[str], rows: Iterable[object]) -> Sheet:
    """From values whose fields are the columns."""
    return Sheet(
        title, tuple(columns), tuple(tuple(getattr(row, column) for column in columns) for row in rows)
    )
