"""The workbook opened in LibreOffice, and written again from there: the values somebody sees are those of the record."""

import csv
import subprocess
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from balint_live.adapters.sheets import SheetFiles
from balint_live.application.attendance.export import Cell, Sheet
from balint_live.application.attendance.export_rows import MOMENTS
from balint_live.application.imports.values import safe
from tests.integration.exports.cast import NOW, awkward_record
from tests.required_tools import require

EACH_SHEET_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
"""Comma, quotation mark, UTF-8, cells as they are shown, every sheet into a file of its own."""


def shown(cell: Cell, column: str) -> str:
    """A control character is nothing one could see, and a moment is shown to the minute."""
    if column in MOMENTS and cell:
        return str(cell)[:16].replace("T", " ")
    text = "" if cell is None else safe(cell) if isinstance(cell, str) else str(cell)
    return text.replace("\r", "\n")


def rows(sheet: Sheet) -> list[list[str]]:
    return [
        list(sheet.headings),
        *([shown(*each) for each in zip(row, sheet.columns, strict=True)] for row in sheet.rows),
    ]


def converted(file: Path, folder: Path) -> dict[str, list[list[str]]]:
    """Every sheet as LibreOffice writes it, by title."""
    subprocess.run(
        [
            require("libreoffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", EACH_SHEET_AS_SHOWN, "--outdir", folder, file,
        ],
        check=True, capture_output=True, timeout=150,
    )  # fmt: skip
    written = {each.stem.removeprefix(f"{file.stem}-"): each for each in folder.glob("*.csv")}
    return {
        title: list(csv.reader(StringIO(each.read_text(encoding="utf-8")))) for title, each in written.items()
    }


@pytest.mark.needs_libreoffice
def test_it_shows_the_values_of_the_record(tmp_path: Path) -> None:
    record = awkward_record()
    sheets = [record.attendance_sheet, record.series_sheet]
    file = tmp_path / "attendance.xlsx"
    file.write_bytes(SheetFiles().workbook(sheets, NOW))

    seen = converted(file, tmp_path)

    assert {title: len(lines) for title, lines in seen.items()} == {"Attendance": 181, "Series": 16}
    assert seen == {sheet.title: rows(sheet) for sheet in sheets}
    assert Decimal("0.75") in {row[33] for row in sheets[0].rows}
