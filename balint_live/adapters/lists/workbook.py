"""XLSX, read by calamine: the first sheet with something like a heading, as text.

XLS and OpenDocument, which calamine reads too, are turned away with what to do: it lays them out as full rectangles as well
(see extent), and neither can be measured beforehand without a parser of its own.
"""

from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from balint_live.adapters.lists.extent import check_extent
from balint_live.adapters.lists.shown import shown
from balint_live.adapters.lists.zip_members import damaged, members_of, packed_again
from balint_live.application.lists.columns import recognised
from balint_live.application.lists.heading_row import heading_of, table_of
from balint_live.application.lists.mistake import ListMistake, MistakeCode
from balint_live.application.lists.table import Row, Table

Rows = list[Row]
PLAUSIBLE = 2
"""So many headings are known where the list is; one may be a word on a cover sheet."""


def table_of_workbook(data: bytes) -> Table:
    """Raises ListMistake."""
    members = {name: content for name, content in members_of(data).items() if _belongs(name)}
    if "xl/workbook.xml" not in members:
        raise ListMistake(MistakeCode.OTHER_FORMAT, "This is not a list. Please take an XLSX or CSV file.")
    check_extent(members)
    return table_of(_first_with_a_heading(members))


def _belongs(name: str) -> bool:
    """Only the sheets and what they refer to: no pictures, no macros, and no second document of another format."""
    return name.startswith(("xl/", "_rels/", "[Content_Types]")) and name.endswith((".xml", ".rels"))


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
