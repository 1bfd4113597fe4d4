"""Everything about a group that can be exported, or what of it concerns one person.

It is worked out once and then written as CSV, XLSX or JSON, so that no two files can tell different stories.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from balint_live.application.attendance.book import Book
from balint_live.application.attendance.credits import person_record, person_records
from balint_live.application.attendance.export_absences import ABSENCE_COLUMNS, AbsenceRow, absence_rows
from balint_live.application.attendance.export_row import ATTENDANCE_COLUMNS, AttendanceRow
from balint_live.application.attendance.export_rows import EXPORT_VERSION, attendance_rows
from balint_live.application.attendance.export_series import SeriesRow, credit_types, series_rows
from balint_live.application.attendance.export_sheet import Sheet, sheet_of
from balint_live.application.attendance.export_times import iso
from balint_live.application.groups.group import Registrant

SERIES_COLUMNS = tuple(field.name for field in fields(SeriesRow) if field.name != "credits")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedRecord:
    """`exported_at` as text, on the group's own clock; `credit_types` are the columns of the series' credits."""

    exported_at: str
    activity_id: str
    activity_title: str
    credit_types: tuple[str, ...]
    attendance: tuple[AttendanceRow, ...]
    series: tuple[SeriesRow, ...]
    absences: tuple[AbsenceRow, ...]

    @property
    def attendance_sheet(self) -> Sheet:
        return sheet_of("Attendance", ATTENDANCE_COLUMNS, self.attendance)

    @property
    def series_sheet(self) -> Sheet:
        told = sheet_of("Series", SERIES_COLUMNS, self.series)
        earned = (tuple(credits for _, credits in row.credits) for row in self.series)
        rows = tuple((*cells, *credits) for cells, credits in zip(told.rows, earned, strict=True))
        return Sheet(told.title, (*told.columns, *self.credit_types), rows)

    @property
    def absences_sheet(self) -> Sheet:
        return sheet_of("Absences", ABSENCE_COLUMNS, self.absences)

    @property
    def facts(self) -> dict[str, Any]:
        """For JSON: the same columns by name, and credits of a series by type."""
        return {
            "export_version": EXPORT_VERSION,
            "exported_at": self.exported_at,
            "activity_id": self.activity_id,
            "activity_title": self.activity_title,
            "attendance": _by_column(self.attendance_sheet),
            "series": [
                {**facts, "credits": dict(row.credits)}
                for facts, row in zip(
                    _by_column(sheet_of("", SERIES_COLUMNS, self.series)), self.series, strict=True
                )
            ],
            "absences": _by_column(self.absences_sheet),
        }


def exported_record(book: Book, now: datetime, only: Registrant | None = None) -> ExportedRecord:
    """Of everybody, or of one person and nobody else."""
    records = person_records(book, now) if only is None else (person_record(book, only, now),)
    group = book.desk.group
    return ExportedRecord(
        exported_at=iso(now, ZoneInfo(group.settings.timezone)),
        activity_id=group.id,
        activity_title=group.settings.name,
        credit_types=credit_types(group.settings.credit_lines),
        attendance=attendance_rows(book, records, now),
        series=series_rows(book, records),
        absences=absence_rows(book, records, now),
    )


def _by_column(sheet: Sheet) -> list[dict[str, Any]]:
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
