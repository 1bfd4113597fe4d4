"""XLSX, read by calamine: the first sheet with something like a heading, as text.

calamine lays a sheet out as a full rectangle from the first cell to the last, so two cells in opposite corners of an empty
sheet make it ask for 512 GB, and refused that it ends its process. Therefore this is work for a child process, whose limits
on time and memory hold whatever a file does (runtime.child_process). To measure a sheet beforehand took a second parser of
it, longer than this reader.

XLS and OpenDocument, which calamine reads too, are turned away with what to do.

A few hundred packed bytes can unfold into gigabytes. So the file is unpacked under a limit that does not trust the sizes it
declares, and calamine gets a new file made of exactly what was read.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from balint_live.application.imports.table import (
    ListMistake,
    MistakeCode,
    Row,
    Table,
    heading_of,
    recognised,
    table_of,
)
from balint_live.application.imports.values import NO_RESULT

MOST_UNPACKED = 40_000_000
"""Bytes in all. 5,000 rows of 100 short cells take about half."""
MOST_MEMBERS = 1_000
Value = int | float | str | bool | time | date | datetime | timedelta
Rows = list[Row]
_ERROR = re.compile(rb"""(<(?:\w+:)?c\s[^<>]*?)\bt=["']e["']""")
_NO_RESULT = re.compile(rb"(</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*/>)\s*(</(?:\w+:)?c>)")
_SAID = rb"\1<v>" + NO_RESULT.encode() + rb"</v>\2"
PLAUSIBLE = 2
"""So many headings are known where the list is; one may be a word on a cover sheet."""


def table_of_workbook(data: bytes) -> Table:
    """The first sheet with something like a heading. Raises ListMistake."""
    members = {name: content for name, content in _members_of(data).items() if _belongs(name)}
    if "xl/workbook.xml" not in members:
        raise ListMistake(MistakeCode.OTHER_FORMAT, "This is not a list. Please take an XLSX or CSV file.")
    return table_of(_first_with_a_heading({name: _with_errors(xml) for name, xml in members.items()}))


def _belongs(name: str) -> bool:
    """Only the sheets and what they refer to: no pictures, no macros, and no second document of another format."""
    return name.startswith(("xl/", "_rels/", "[Content_Types]")) and name.endswith((".xml", ".rels"))


def _with_errors(xml: bytes) -> bytes:
    """With errors, and formulas whose results were not saved, as text: calamine takes both for empty cells."""
    return _NO_RESULT.sub(_SAID, _ERROR.sub(rb'\1t="str"', xml))


def _first_with_a_heading(members: dict[str, bytes]) -> Rows:
    """The rows of the first sheet with a known heading; else of the first with anything in it."""
    filled: Rows = []
    for rows in _sheets(members):
        lines = [row for row in rows if not row.blank]
        heading = heading_of(lines)
        if heading is not None and recognised(heading.cells) >= PLAUSIBLE:
            return rows
        filled = filled or (rows if lines else [])
    return filled


def _sheets(members: dict[str, bytes]) -> Iterator[Rows]:
    """Those a person sees, in their order, each read when it is asked for."""
    try:
        with CalamineWorkbook.from_filelike(_packed_again(members)) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.visible is SheetVisibleEnum.Visible:
                    yield _rows(workbook, sheet.name)
    except CalamineError:
        raise _damaged() from None


def _rows(workbook: CalamineWorkbook, name: str) -> Rows:
    cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [Row(number, tuple(shown(value) for value in row)) for number, row in enumerate(cells, 1)]


def shown(value: Value) -> str:
    """A cell's value as the text a person sees: 3 and not 3.0, dates and times in ISO 8601.

    How a figure was formatted is not known here; fifteen digits are what spreadsheets keep of one.
    """
    match value:
        case bool():
            return str(value).upper()
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
        case datetime():
            midnight = value.time() == time()
            return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="minutes")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _members_of(data: bytes) -> dict[str, bytes]:
    """Every file inside, by name. Raises ListMistake."""
    try:
        with ZipFile(BytesIO(data)) as packed:
            return _read(packed)
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise _damaged() from None


def _packed_again(members: Mapping[str, bytes]) -> BytesIO:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as packed:
        for name, content in members.items():
            packed.writestr(ZipInfo(name), content)
    file.seek(0)
    return file


def _damaged() -> ListMistake:
    sentence = "This file is damaged. Please save it once more as XLSX or CSV, and take that file."
    return ListMistake(MistakeCode.DAMAGED, sentence)


def _read(packed: ZipFile) -> dict[str, bytes]:
    declared = [member for member in packed.infolist() if not member.is_dir()]
    if len(declared) > MOST_MEMBERS or sum(member.file_size for member in declared) > MOST_UNPACKED:
        sentence = "There is far more inside this file than a list of people needs."
        raise ListMistake(MistakeCode.TOO_LARGE, sentence)
    return {_path(member.filename): packed.read(member) for member in declared}


def _path(name: str) -> str:
    """Some writers begin at the root, or write Windows paths."""
    return name.replace("\\", "/").lstrip("/")
