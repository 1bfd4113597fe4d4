"""The second sheet of the export: what each person's series comes to.

"Attended" is what the credit for the series counts, where the group has one, so that the figure and `minimum_met` cannot
disagree; elsewhere it is every session held and confirmed in which they were here at all.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from balint_live.application.attendance.credits import PersonRecord, person_record, person_records
from balint_live.application.attendance.export_rows import (
    ABSENCE_COLUMNS,
    ATTENDANCE_COLUMNS,
    EXPORT_VERSION,
    AbsenceRow,
    AttendanceRow,
    absence_rows,
    attendance_rows,
    iso,
    was_opened,
)
from balint_live.application.attendance.record import AttendanceRecord, AttendanceRecordStore
from balint_live.application.groups.group import Registrant
from balint_live.application.identity import OPERATOR
from balint_live.application.ports import Clock
from balint_live.domain.credit import CreditLine, Policy, ReasonCode, in_credits

MINIMUM_MET = {ReasonCode.SERIES_MET: "yes", ReasonCode.SERIES_MISSED: "no", ReasonCode.SERIES_OPEN: "open"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """One person in one group; `minimum_met` is yes, no, open, or empty where no credit asks for a minimum.

    `credits` are by type, in the order of the group's lines: a column each.
    """

    group: str
    participant_id: str
    name: str
    sessions_attended: int
    sessions_planned: int
    minimum_met: str
    credits: tuple[tuple[str, Decimal], ...] = ()


def series_rows(attendance: AttendanceRecord, records: tuple[PersonRecord, ...]) -> tuple[SeriesRow, ...]:
    """Everybody enrolled, and who has left but is on a roll, by name."""
    return tuple(_row(attendance, record) for record in records if _belongs(attendance, record))


def credit_types(lines: tuple[CreditLine, ...]) -> tuple[str, ...]:
    """Each once; two lines of one type are told as one sum."""
    return tuple(dict.fromkeys(line.credit_type for line in lines))


def _belongs(attendance: AttendanceRecord, record: PersonRecord) -> bool:
    on_a_roll = (
        was.on_roll and was_opened(one) for one, was in zip(attendance.sessions, record.sessions, strict=True)
    )
    return record.person.enrolled or any(on_a_roll)


def _row(attendance: AttendanceRecord, record: PersonRecord) -> SeriesRow:
    settings = attendance.group.settings
    return SeriesRow(
        group=settings.name,
        participant_id=record.person.id,
        name=record.person.details.name,
        sessions_attended=_attended(attendance, record),
        sessions_planned=settings.planned_sessions,
        minimum_met=_minimum_met(settings.credit_lines, record),
        credits=_credits(settings.credit_lines, record),
    )


def _attended(attendance: AttendanceRecord, record: PersonRecord) -> int:
    decides = _deciding(attendance.group.settings.credit_lines)
    if decides is not None:
        return record.tallies[decides].attended
    return sum(
        one.was_held and one.roll is not None and was.time.attended > 0
        for one, was in zip(attendance.sessions, record.sessions, strict=True)
    )


def _minimum_met(lines: tuple[CreditLine, ...], record: PersonRecord) -> str:
    decides = _deciding(lines)
    over_all = None if decides is None else record.series[decides]
    return "" if over_all is None else MINIMUM_MET[over_all.code]


def _credits(lines: tuple[CreditLine, ...], record: PersonRecord) -> tuple[tuple[str, Decimal], ...]:
    return tuple(
        (
            kind,
            in_credits(
                sum(record.quarters(place) for place, line in enumerate(lines) if line.credit_type == kind)
            ),
        )
        for kind in credit_types(lines)
    )


def _deciding(lines: tuple[CreditLine, ...]) -> int | None:
    """The place of the first line that asks for a minimum of the series."""
    return next((place for place, line in enumerate(lines) if line.policy is Policy.SERIES_MIN), None)


# Facts as JSON text: moments in ISO 8601 with their offset, credits as exact text ("0.75"), names as they are
# written.


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


# A sheet to be written: headings and rows of plain cells, the same whatever kind of file it becomes.
#
# Figures stay figures and text stays text; making text safe to open in a spreadsheet is the writer's, once, for every
# cell.


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


# Everything about a group that can be exported, or what of it concerns one person.
#
# It is worked out once and then written as CSV, XLSX or JSON, so that no two files can tell different stories.


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


def exported_record(
    attendance: AttendanceRecord, now: datetime, only: Registrant | None = None
) -> ExportedRecord:
    """Of everybody, or of one person and nobody else."""
    records = person_records(attendance, now) if only is None else (person_record(attendance, only, now),)
    group = attendance.group
    return ExportedRecord(
        exported_at=iso(now, ZoneInfo(group.settings.timezone)),
        activity_id=group.id,
        activity_title=group.settings.name,
        credit_types=credit_types(group.settings.credit_lines),
        attendance=attendance_rows(attendance, records, now),
        series=series_rows(attendance, records),
        absences=absence_rows(attendance, records, now),
    )


def _by_column(sheet: Sheet) -> list[dict[str, Any]]:
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]


# The files an export comes in: which part of the record, in which format. Pages and command line write the same
# bytes.
#
# A workbook of the attendance has the series on a second sheet; CSV knows one sheet; JSON holds all there is.


class Part(StrEnum):
    ATTENDANCE = "attendance"
    ABSENCES = "absences"


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


def export_file(
    attendance: AttendanceRecord,
    part: Part,
    kind: Format,
    sheets: SheetWriter,
    now: datetime,
    only: Registrant | None = None,
) -> bytes:
    """Of everybody in the attendance record, or of `only` one person."""
    record = exported_record(attendance, now, only)
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


# Everything stored about one person, and what it comes to: for the person themself, and for whoever must answer them.
#
# What is stored is told table by table exactly as it is kept, each column with what it is for and how long it stays,
# so that nothing is left out by taste. What follows from it (minutes, credits, and why) is told beside it in the
# columns of the export. Of other people there is nothing but the ids of leaders who marked, confirmed or corrected,
# and in the export's columns the name of the leader who confirmed.
#
# Where a running session stands is not in it, not even while a practice leader has the lead: that is the group's
# moment, it is erased at the close, and nobody may take it home.


@dataclass(frozen=True, slots=True)
class StoredColumn:
    purpose: str
    kept: str


@dataclass(frozen=True, slots=True)
class StoredTable:
    """The rows of one table that are about somebody, by column; `columns` say what each is for."""

    name: str
    purpose: str
    columns: Mapping[str, StoredColumn]
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class StoredAbout:
    """Somebody's group, and every table that has a place for them, whether it holds anything or not."""

    group_id: str
    tables: tuple[StoredTable, ...]


class PersonalData(Protocol):
    def about(self, registrant_id: str) -> StoredAbout | None:
        """None for somebody who is not there, or not any more."""


@dataclass(frozen=True, slots=True)
class OwnRecords:
    clock: Clock
    records: AttendanceRecordStore
    data: PersonalData

    def file(self, registrant_id: str) -> bytes | None:
        """The whole of it as JSON; None for somebody who is not there. Whoever asks must have shown who they are."""
        stored = self.data.about(registrant_id)
        if stored is None:
            return None
        attendance = self.records.attendance(stored.group_id, OPERATOR)
        person = attendance.group.registrant(registrant_id)
        if person is None:
            return None
        facts = exported_record(attendance, self.clock.now(), person).facts
        return json_text(
            {
                "exported_at": facts["exported_at"],
                "stored": [_table_told(table) for table in stored.tables],
                "derived": {part: facts[part] for part in ("attendance", "series")},
            }
        )


def _table_told(table: StoredTable) -> dict[str, Any]:
    return {
        "table": table.name,
        "purpose": table.purpose,
        "columns": table.columns,
        "rows": table.rows,
    }
