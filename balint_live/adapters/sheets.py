"""Sheets as files: CSV (RFC 4180), or one XLSX workbook.

In a workbook text is written as text, whatever it looks like, figures as figures, and moments as dates. The library
would make formulas of "=…" and links of "http…"; both are off, and cells are made safe besides, because a workbook is
often saved as CSV afterwards. It is put together in memory: the library's temporary files would be names on somebody's
disk.
"""

import csv
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any, NamedTuple

from balint_live.application.attendance.export import Cell, Sheet
from balint_live.application.attendance.export_rows import MOMENTS
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
            looks = _Looks(
                heading=workbook.add_format({"bold": True}),
                credits=workbook.add_format({"num_format": "0.00"}),
                day=workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
                moment=workbook.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
            )
            for sheet in sheets:
                _write(workbook.add_worksheet(sheet.title), sheet, looks)
        return file.getvalue()


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    return safe(cell) if isinstance(cell, str) else str(cell)


class _Looks(NamedTuple):
    heading: Any
    credits: Any
    day: Any
    moment: Any


def _write(page: Any, sheet: Sheet, looks: _Looks) -> None:
    for column, name in enumerate(sheet.headings):
        page.write_string(0, column, safe(name), looks.heading)
    moments = {place for place, column in enumerate(sheet.columns) if column in MOMENTS}
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            if column in moments and cell:
                _write_moment(page, number, column, str(cell), looks)
            else:
                _write_cell(page, number, column, cell, looks.credits)
    page.freeze_panes(1, 0)
    page.ignore_errors({"number_stored_as_text": EVERYWHERE})
    page.autofit(WIDEST)


def _write_moment(page: Any, row: int, column: int, text: str, looks: _Looks) -> None:
    """A day, or a moment as the group's clock showed it."""
    moment = datetime.fromisoformat(text).replace(tzinfo=None)
    page.write_datetime(row, column, moment, looks.moment if "T" in text else looks.day)


def _write_cell(page: Any, row: int, column: int, cell: Cell, credits: Any) -> None:
    if isinstance(cell, str):
        if cell:
            page.write_string(row, column, safe(cell))
    elif isinstance(cell, int):
        page.write_number(row, column, cell)
    elif cell is not None:
        page.write_number(row, column, float(cell), credits)
