"""XLSX, read by calamine: the first sheet with something like a heading, as text.

calamine lays a sheet out as a full rectangle from the first cell to the last, so two cells in opposite corners of an empty
sheet make it ask for 512 GB, and refused that it ends its process. Therefore this is work for a child process, whose limits
on time and memory hold whatever a file does (runtime.child_process). To measure a sheet beforehand took a second parser of
it, longer than this reader.

XLS and OpenDocument, which calamine reads too, are turned away with what to do.
"""

import re
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from balint_live.adapters.lists.shown import shown
from balint_live.adapters.lists.zip_members import damaged, members_of, packed_again
from balint_live.application.lists.cells import NO_RESULT
from balint_live.application.lists.columns import recognised
from balint_live.application.lists.heading_row import heading_of, table_of
from balint_live.application.lists.mistake import ListMistake, MistakeCode
from balint_live.application.lists.table import Row, Table

Rows = list[Row]
_ERROR = re.compile(rb"""(<(?:\w+:)?c\s[^<>]*?)\bt=["']e["']""")
_NO_RESULT = re.compile(rb"(</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*/>)\s*(</(?:\w+:)?c>)")
_SAID = rb"\1<v>" + NO_RESULT.encode() + rb"</v>\2"
PLAUSIBLE = 2
"""So many headings are known where the list is; one may be a word on a cover sheet."""


def table_of_workbook(data: bytes) -> Table:
    """Raises ListMistake."""
    members = {name: content for name, content in members_of(data).items() if _belongs(name)}
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
    """Else the first with anything in it."""
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
        with CalamineWorkbook.from_filelike(packed_again(members)) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.visible is SheetVisibleEnum.Visible:
                    yield _rows(workbook, sheet.name)
    except CalamineError:
        raise damaged() from None


def _rows(workbook: CalamineWorkbook, name: str) -> Rows:
    cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [Row(number, tuple(shown(value) for value in row)) for number, row in enumerate(cells, 1)]
