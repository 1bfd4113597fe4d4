"""Whatever somebody calls themself, no spreadsheet runs it."""

import re
from io import BytesIO
from zipfile import ZipFile

from balint_live.adapters.sheets import SheetFiles
from tests.integration.exports.cast import NAMES, NOW, awkward_record

RUNS = ("=", "+", "-", "@", "\t", "\r")


def parts(file: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def workbook() -> dict[str, str]:
    record = awkward_record()
    return parts(SheetFiles().workbook([record.attendance_sheet, record.series_sheet], NOW))


def test_there_are_names_that_would_run() -> None:
    assert sum(name.startswith(RUNS) for name in NAMES) == 6


def test_no_cell_of_the_csv_begins_with_what_a_spreadsheet_runs() -> None:
    text = SheetFiles().csv(awkward_record().attendance_sheet).decode("utf-8-sig")

    assert re.findall(r'(?:^|,|\r\n)"?[=+\-@\t\r](?!\n)', text) == []
    assert "'=HYPERLINK(" in text


def test_no_text_of_the_workbook_begins_with_it_either() -> None:
    texts = re.findall(r"<t(?: [^>]*)?>([^<]*)</t>", workbook()["xl/sharedStrings.xml"])

    assert [text for text in texts if text.startswith((*RUNS, "_x000D_"))] == []
    assert '\'=HYPERLINK("http://example.net","Click")' in texts


def test_the_workbook_has_no_formula_no_link_and_nobodys_name_in_its_properties() -> None:
    files = workbook()
    sheets = "".join(text for name, text in files.items() if name.startswith("xl/worksheets/"))

    assert ("<f" in sheets.replace("<formatting", ""), "hyperlink" in sheets) == (False, False)
    assert [name for name in files if "rels" in name and "hyperlink" in files[name]] == []
    assert re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<", files["docProps/core.xml"]) == ["", ""]


def test_the_heading_stays_in_sight() -> None:
    assert 'ySplit="1"' in workbook()["xl/worksheets/sheet1.xml"]
    assert 'state="frozen"' in workbook()["xl/worksheets/sheet2.xml"]
