"""What can be exported of a group's attendance, in which file; and everything stored about one person.

The exported record is worked out once and then written as CSV, XLSX or JSON, so that no two files can say different
things. A workbook of the attendance has headings for people, and the series on a second sheet; CSV has one sheet, for
programs; JSON holds everything. Pages and command line write the same bytes. In a sheet, figures stay figures and text
stays text; the writer makes text safe to open in a spreadsheet, once, for every cell. In JSON, moments are ISO 8601
with their offset, credits exact text ("0.75"), and names as they are written.

In the series, "attended" is what the credit for the series counts, where the group has one, so that the figure and
`minimum_met` cannot disagree; elsewhere it is every session held and confirmed in which they were here at all.

Everything stored about one person is for the person, and for whoever must answer them. It lists what is stored table by
table, each column with its purpose and how long it stays, so that nobody chooses what to leave out, and beside it what
follows from it (minutes, credits, and why) in the columns of the export. Of other people there is nothing but the ids of
leaders who marked, confirmed or corrected, and in the export's columns the name of the leader who confirmed. Where a
running session stands is not in it, not even while a practice leader has the lead: that is the group's, it is erased at
the close, and nobody may take it home.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from balint_live.application.attendance.export_rows import (
    ABSENCE_COLUMNS,
    ATTENDANCE_COLUMNS,
    EXPORT_VERSION,
    AbsenceRow,
    AttendanceRow,
    absence_rows,
    attendance_rows,
    iso,
)
from balint_live.application.attendance.record import (
    AttendanceRecord,
    AttendanceRecordStore,
    PersonRecord,
    person_record,
    person_records,
)
from balint_live.application.groups.group import Registrant
from balint_live.application.identity import OPERATOR
from balint_live.application.ports import Clock
from balint_live.domain.credit import CreditLine, Policy, ReasonCode, in_credits

MINIMUM_MET = {ReasonCode.SERIES_MET: "yes", ReasonCode.SERIES_MISSED: "no", ReasonCode.SERIES_OPEN: "open"}

Cell = str | int | Decimal | None
"""None and "" are both an empty cell; a Decimal is an amount of credits, with two decimals."""


class Part(StrEnum):
    """Which part of the record a file holds."""

    ATTENDANCE = "attendance"
    ABSENCES = "absences"


class Format(StrEnum):
    """How a file is written."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


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


SERIES_COLUMNS = tuple(field.name for field in fields(SeriesRow) if field.name != "credits")
HEADINGS = {
    column: column.replace("_", " ").capitalize()
    for column in (*ATTENDANCE_COLUMNS, *SERIES_COLUMNS, *ABSENCE_COLUMNS)
} | {
    "record_id": "Record ID",
    "activity_id": "Activity ID",
    "session_id": "Session ID",
    "participant_id": "Participant ID",
    "session_no": "Session",
    "timezone": "Time zone",
    "email": "E-mail",
    "licence_no": "Licence number",
    "minutes_creditable": "Minutes that earn credit",
    "evidence_sources": "Evidence",
    "agreement_at": "Agreed at",
    "leader_confirmed_by": "Confirmed by",
    "leader_confirmed_at": "Confirmed at",
    "policy_id": "Credit rule",
    "corrections_count": "Corrections",
}
"""What people read above a column; a type of credit is called what its body calls it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be written: headings and rows of plain cells, whatever kind of file it becomes."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The columns as people read them."""
        return tuple(HEADINGS.get(column, column) for column in self.columns)


class SheetWriter(Protocol):
    """Writes in memory: nothing about anybody is left in a temporary file."""

    def csv(self, sheet: Sheet) -> bytes:
        """UTF-8 with a byte order mark, without which Excel takes it for something else."""

    def workbook(self, sheets: Sequence[Sheet], written_at: datetime) -> bytes:
        """XLSX for people, the sheets in their order; nobody's name in its properties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedRecord:
    """Everything about a group that can be exported, or what of it is about one person.

    `exported_at` is text, on the group's own clock; `credit_types` are the columns of the series' credits.
    """

    exported_at: str
    activity_id: str
    activity_title: str
    credit_types: tuple[str, ...]
    attendance: tuple[AttendanceRow, ...]
    series: tuple[SeriesRow, ...]
    absences: tuple[AbsenceRow, ...]

    @property
    def attendance_sheet(self) -> Sheet:
        return _sheet("Attendance", ATTENDANCE_COLUMNS, self.attendance)

    @property
    def series_sheet(self) -> Sheet:
        sheet = _sheet("Series", SERIES_COLUMNS, self.series)
        rows = tuple(
            (*cells, *(credits for _, credits in row.credits))
            for cells, row in zip(sheet.rows, self.series, strict=True)
        )
        return Sheet(sheet.title, (*sheet.columns, *self.credit_types), rows)

    @property
    def absences_sheet(self) -> Sheet:
        return _sheet("Absences", ABSENCE_COLUMNS, self.absences)

    @property
    def facts(self) -> dict[str, Any]:
        """For JSON: the same columns by name, and credits of a series by type."""
        series = _by_column(_sheet("Series", SERIES_COLUMNS, self.series))
        return {
            "export_version": EXPORT_VERSION,
            "exported_at": self.exported_at,
            "activity_id": self.activity_id,
            "activity_title": self.activity_title,
            "attendance": _by_column(self.attendance_sheet),
            "series": [
                {**facts, "credits": dict(row.credits)}
                for facts, row in zip(series, self.series, strict=True)
            ],
            "absences": _by_column(self.absences_sheet),
        }


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """What a column is for, and how long it is kept."""

    purpose: str
    kept: str


@dataclass(frozen=True, slots=True)
class StoredTable:
    """The rows of one table that are about somebody, by column."""

    table: str
    purpose: str
    columns: Mapping[str, StoredColumn]
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class StoredAbout:
    """Somebody's group, and every table that has a place for them, whether it holds anything or not."""

    group_id: str
    tables: tuple[StoredTable, ...]


class PersonalData(Protocol):
    """Reads what the database holds about one person."""

    def about(self, registrant_id: str) -> StoredAbout | None:
        """None for somebody who is not there, or not any more."""


@dataclass(frozen=True, slots=True)
class OwnRecords:
    """Gives people everything that is stored about them."""

    clock: Clock
    records: AttendanceRecordStore
    data: PersonalData

    def file(self, registrant_id: str) -> bytes | None:
        """All of it as JSON; None for somebody who is not there. Whoever asks must have shown who they are."""
        stored = self.data.about(registrant_id)
        if stored is None:
            return None
        attendance = self.records.attendance(stored.group_id, OPERATOR)
        person = attendance.group.registrant(registrant_id)
        if person is None:
            return None
        facts = exported_record(attendance, self.clock.now(), person).facts
        derived = {part: facts[part] for part in ("attendance", "series")}
        return _json({"exported_at": facts["exported_at"], "stored": stored.tables, "derived": derived})


def export_file(
    attendance: AttendanceRecord,
    part: Part,
    kind: Format,
    sheets: SheetWriter,
    now: datetime,
    only: Registrant | None = None,
) -> bytes:
    """The bytes of one file: of everybody in the attendance record, or of `only` one person."""
    record = exported_record(attendance, now, only)
    if kind is Format.JSON:
        left_out = ("attendance", "series") if part is Part.ABSENCES else ()
        return _json({name: fact for name, fact in record.facts.items() if name not in left_out})
    chosen = (
        [record.absences_sheet] if part is Part.ABSENCES else [record.attendance_sheet, record.series_sheet]
    )
    return sheets.csv(chosen[0]) if kind is Format.CSV else sheets.workbook(chosen, now)


def exported_record(
    attendance: AttendanceRecord, now: datetime, only: Registrant | None = None
) -> ExportedRecord:
    """Of everybody, or of `only` one person and nobody else."""
    records = person_records(attendance, now) if only is None else (person_record(attendance, only, now),)
    group = attendance.group
    return ExportedRecord(
        exported_at=iso(now, ZoneInfo(group.settings.timezone)),
        activity_id=group.id,
        activity_title=group.settings.name,
        credit_types=_credit_types(group.settings.credit_lines),
        attendance=attendance_rows(attendance, records, now),
        series=series_rows(attendance, records),
        absences=absence_rows(attendance, records, now),
    )


def series_rows(attendance: AttendanceRecord, records: Sequence[PersonRecord]) -> tuple[SeriesRow, ...]:
    """Everybody enrolled, and who has left but is on a roll, by name."""
    return tuple(
        _series_row(attendance, record)
        for record in records
        if record.person.enrolled
        or any(
            was.on_roll and one.was_opened
            for one, was in zip(attendance.sessions, record.sessions, strict=True)
        )
    )


def _series_row(attendance: AttendanceRecord, record: PersonRecord) -> SeriesRow:
    settings = attendance.group.settings
    lines = settings.credit_lines
    deciding = next((place for place, line in enumerate(lines) if line.policy is Policy.SERIES_MIN), None)
    over_all = None if deciding is None else record.series[deciding]
    return SeriesRow(
        group=settings.name,
        participant_id=record.person.id,
        name=record.person.details.name,
        sessions_attended=_attended(attendance, record)
        if deciding is None
        else record.tallies[deciding].attended,
        sessions_planned=settings.planned_sessions,
        minimum_met="" if over_all is None else MINIMUM_MET[over_all.code],
        credits=tuple((kind, _earned(record, lines, kind)) for kind in _credit_types(lines)),
    )


def _attended(attendance: AttendanceRecord, record: PersonRecord) -> int:
    """How many sessions were held and confirmed in which they were here at all."""
    return sum(
        one.was_held and one.roll is not None and was.time.attended > 0
        for one, was in zip(attendance.sessions, record.sessions, strict=True)
    )


def _credit_types(lines: Sequence[CreditLine]) -> tuple[str, ...]:
    """Each type once; two lines of one type have one sum."""
    return tuple(dict.fromkeys(line.credit_type for line in lines))


def _earned(record: PersonRecord, lines: Sequence[CreditLine], kind: str) -> Decimal:
    return in_credits(
        sum(record.quarters(place) for place, line in enumerate(lines) if line.credit_type == kind)
    )


def _sheet(title: str, columns: Sequence[str], rows: Iterable[object]) -> Sheet:
    """A sheet of values whose fields are the columns."""
    cells = tuple(tuple(getattr(row, column) for column in columns) for row in rows)
    return Sheet(title, tuple(columns), cells)


def _by_column(sheet: Sheet) -> list[dict[str, Any]]:
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]


def _json(facts: Any) -> bytes:
    """UTF-8, indented. Raises TypeError for a value without a JSON form."""
    return json.dumps(facts, ensure_ascii=False, indent=2, default=_plain).encode() + b"\n"


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON form.")
