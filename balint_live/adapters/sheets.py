"""Sheets as files: CSV (RFC 4180), or one XLSX workbook.

In a workbook text is written as text, whatever it looks like, and figures as figures. The library would make formulas of
"=…" and links of "http…"; both are off, and cells are made safe besides, because a workbook is often saved as CSV
afterwards. It is put together in memory: the library's temporary files would be names on somebody's disk.
"""

import csv
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from balint_live.application.attendance.export import Cell, Sheet
from balint_live.application.imports.values import safe

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
EVERYWHERE = "A1:XFD1048576"
"""A version "1" is text on purpose; Excel would put a warning into each cell."""
WIDEST = 320
"""Pixels: intervals and reasons can be long."""


class SheetFiles:
    """Implements `application.attendance.export.SheetWriter`."""

    def csv(self, sheet: Sheet) -> bytes:
        """UTF-8 with a byte order mark; lines end with CR LF."""
        text = StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([safe(column) for column in sheet.columns])
        writer.writerows([_as_text(cell) for cell in row] for row in sheet.rows)
        return text.getvalue().encode("utf-8-sig")

    def workbook(self, sheets: Sequence[Sheet], written_at: datetime) -> bytes:
        from xlsxwriter import Workbook

        file = BytesIO()
        with Workbook(file, OPTIONS) as workbook:
            workbook.set_properties({"title": sheets[0].title, "created": written_at})
            heading = workbook.add_format({"bold": True})
            credits = workbook.add_format({"num_format": "0.00"})
            for sheet in sheets:
                _write(workbook.add_worksheet(sheet.title), sheet, heading, credits)
        return file.getvalue()


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    return safe(cell) if isinstance(cell, str) else str(cell)


def _write(page: Any, sheet: Sheet, heading: Any, credits: Any) -> None:
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, safe(name), heading)
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            _write_cell(page, number, column, cell, credits)
    page.freeze_panes(1, 0)
    page.ignore_errors({"number_stored_as_text": EVERYWHERE})
    page.autofit(WIDEST)


def _write_cell(page: Any, row: int, column: int, cell: Cell, credits: Any) -> None:
    if isinstance(cell, str):
        if cell:
            page.write_string(row, column, safe(cell))
    elif isinstance(cell, int):
        page.write_number(row, column, cell)
    elif cell is not None:
        page.write_number(row, column, float(cell), credits)
