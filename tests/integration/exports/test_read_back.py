"""What a program reads from the files is the record, cell by cell."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pandas
import pytest

from balint_live.adapters.sheets import SheetFiles
from balint_live.application.attendance.export import Cell, Sheet
from balint_live.application.attendance.export_rows import MOMENTS
from balint_live.application.imports.values import read_back
from tests.integration.exports.cast import NOW, awkward_record

Lines = list[list[str]]


def as_text(sheet: Sheet) -> Lines:
    """As the CSV has it, safe marks taken off."""
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.rows]


def read_csv(file: bytes) -> pandas.DataFrame:
    return pandas.read_csv(BytesIO(file), encoding="utf-8-sig", dtype=str, keep_default_na=False)


def unmarked(values: Iterable[Iterable[str]]) -> Lines:
    return [[read_back(value) for value in row] for row in values]


@pytest.mark.parametrize(
    ("sheet", "rows"), [("attendance_sheet", 3 * 15 * 4), ("series_sheet", 15), ("absences_sheet", 8 + 9)]
)
def test_csv_reads_back_to_the_same_record(sheet: str, rows: int) -> None:
    written: Sheet = getattr(awkward_record(), sheet)

    frame = read_csv(SheetFiles().csv(written))

    assert tuple(frame.columns) == written.columns
    assert unmarked(frame.to_numpy().tolist()) == as_text(written)
    assert len(frame) == rows


def test_the_workbook_reads_back_to_the_same_record() -> None:
    record = awkward_record()
    written = {sheet.title: sheet for sheet in (record.attendance_sheet, record.series_sheet)}

    file = BytesIO(SheetFiles().workbook(list(written.values()), NOW))
    read = pandas.read_excel(file, engine="calamine", sheet_name=None, dtype=object, keep_default_na=False)

    assert {title: tuple(frame.columns) for title, frame in read.items()} == {
        title: sheet.headings for title, sheet in written.items()
    }
    for title, frame in read.items():
        columns = written[title].columns
        assert [[cell_of(value) for value in row] for row in frame.itertuples(index=False, name=None)] == [
            [plain(cell, column) for cell, column in zip(row, columns, strict=True)]
            for row in written[title].rows
        ]


def test_headings_are_for_people_and_types_of_credit_are_as_their_bodies_call_them() -> None:
    record = awkward_record()

    assert record.attendance_sheet.headings[4:8] == ("Session ID", "Session", "Session date", "Time zone")
    assert record.series_sheet.headings[-len(record.credit_types) :] == record.credit_types
    assert [
        each
        for sheet in (record.attendance_sheet, record.absences_sheet)
        for each in sheet.headings
        if "_" in each
    ] == []


def test_figures_are_figures_dates_dates_and_text_is_text() -> None:
    record = awkward_record()
    file = BytesIO(SheetFiles().workbook([record.attendance_sheet], NOW))
    first = pandas.read_excel(file, engine="calamine", dtype=object, keep_default_na=False).iloc[0]

    assert [type(first[name]) for name in ("Session", "Minutes present", "Credits awarded")] == [
        int,
        int,
        int,
    ]
    assert [
        first[name] for name in ("Session date", "Actual start", "Agreement version", "Export version")
    ] == [
        datetime(2026, 3, 10),  # noqa: DTZ001
        datetime(2026, 3, 10, 19),  # noqa: DTZ001
        "1",
        "1",
    ]


def test_the_csv_is_utf_8_with_a_mark_and_dos_line_ends() -> None:
    file = SheetFiles().csv(Sheet("", ("a", "b"), (("é, ü", 1), (None, Decimal("0.50")))))

    assert file == b'\xef\xbb\xbfa,b\r\n"\xc3\xa9, \xc3\xbc",1\r\n,0.50\r\n'


def test_offsets_follow_the_clocks_of_the_group() -> None:
    frame = read_csv(SheetFiles().csv(awkward_record().attendance_sheet))

    assert sorted(set(frame["scheduled_start"])) == [
        "2026-03-10T19:00:00+00:00",
        "2026-03-24T19:00:00+00:00",
        "2026-04-07T20:00:00+01:00",
    ]
    moments = pandas.to_datetime(frame["actual_start"], utc=True)
    assert sorted(set(moments.dt.strftime("%Y-%m-%d %H:%M"))) == [
        "2026-03-10 19:00",
        "2026-03-24 19:00",
        "2026-04-07 19:00",
    ]


def plain(cell: Cell, column: str) -> object:
    """A cell as a workbook can hold it: nothing is an empty text, a Decimal a number, and a moment has no zone."""
    if column in MOMENTS and cell:
        return datetime.fromisoformat(str(cell)).replace(tzinfo=None)
    return "" if cell is None else float(cell) if isinstance(cell, Decimal | int) else cell


def cell_of(value: object) -> object:
    if isinstance(value, datetime):
        return value
    return read_back(value) if isinstance(value, str) else float(value)  # type: ignore[arg-type]
