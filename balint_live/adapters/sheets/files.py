"""Both kinds of file. Implements `application.attendance.export_sheet.SheetWriter`."""

from collections.abc import Sequence
from datetime import datetime

from balint_live.adapters.sheets.csv_file import csv_file
from balint_live.application.attendance.export_sheet import Sheet


class SheetFiles:
    def csv(self, sheet: Sheet) -> bytes:
        return csv_file(sheet)

    def workbook(self, sheets: Sequence[Sheet], written_at: datetime) -> bytes:
        from balint_live.adapters.sheets.workbook import workbook

        return workbook(sheets, written_at)
