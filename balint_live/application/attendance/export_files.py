"""The files an export comes in: which part of the record, in which format. Pages and command line write the same bytes.

A workbook of the attendance has the series on a second sheet; CSV knows one sheet; JSON holds all there is.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from balint_live.application.attendance.book import Book
from balint_live.application.attendance.export_json import json_text
from balint_live.application.attendance.export_record import ExportedRecord, exported_record
from balint_live.application.attendance.export_sheet import Sheet, SheetWriter
from balint_live.application.groups.group import Registrant


class Part(StrEnum):
    ATTENDANCE = "attendance"
    ABSENCES = "absences"


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


def export_file(
    book: Book, part: Part, kind: Format, sheets: SheetWriter, now: datetime, only: Registrant | None = None
) -> bytes:
    """Of everybody in the book, or of `only` one person."""
    record = exported_record(book, now, only)
    writing: dict[Format, Callable[[], bytes]] = {
        Format.CSV: lambda: sheets.csv(_sheets(record, part)[0]),
        Format.XLSX: lambda: sheets.workbook(_sheets(record, part), now),
        Format.JSON: lambda: json_text(_facts(record, part)),
    }
    return writing[kind]()


def _sheets(record: ExportedRecord, part: Part) -> list[Sheet]:
    if part is Part.ABSENCES:
        return [record.absences_sheet]
    return [record.attendance_sheet, record.series_sheet]


def _facts(record: ExportedRecord, part: Part) -> dict[str, Any]:
    if part is Part.ATTENDANCE:
        return record.facts
    return {name: fact for name, fact in record.facts.items() if name not in ("attendance", "series")}
