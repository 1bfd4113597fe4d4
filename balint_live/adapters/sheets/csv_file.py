"""A sheet as CSV (RFC 4180), for programs and for whoever prefers it."""

import csv
from io import StringIO

from balint_live.application.attendance.export_sheet import Cell, Sheet
from balint_live.application.lists.safe_cells import safe


def csv_file(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark; lines end with CR LF."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe(column) for column in sheet.columns])
    writer.writerows([_written(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return safe(cell) if isinstance(cell, str) else str(cell)
