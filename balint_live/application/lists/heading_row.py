"""Where the list begins: title rows above the heading, heading, people.

The heading is the row, among the first twenty, in which most fields are recognised; a row with an address in it is a person
and never a heading, and below an address one known word is not enough: it may be somebody's role. In a list nobody gave
headings the columns are called by their letters, and no row is lost to a wrong guess.
"""

from collections.abc import Sequence

from balint_live.application.lists.cells import clean
from balint_live.application.lists.columns import recognised
from balint_live.application.lists.limits import check_rows
from balint_live.application.lists.mistake import ListMistake, MistakeCode
from balint_live.application.lists.table import Row, Table, letter

LOOKED_AT = 20


def table_of(rows: Sequence[Row]) -> Table:
    """The list in a sheet. Raises ListMistake when it is empty or passes a limit."""
    filled = [row for row in rows if not row.blank]
    check_rows(filled)
    heading = heading_of(filled)
    first = 1 if heading is None else heading.number + 1
    people = [row for row in filled if row.number >= first]
    if not people:
        raise ListMistake(MistakeCode.EMPTY, "There is nobody on this list.")
    listed = tuple(row for row in rows if first <= row.number <= people[-1].number)
    width = max(_width(row) for row in (*people, *([heading] if heading else [])))
    return Table(_header(heading, width), tuple(_cut(row, width) for row in listed))


def heading_of(filled: Sequence[Row]) -> Row | None:
    """None when nothing looks like one."""
    possible = [row for row in filled[:LOOKED_AT] if not _addressed(row)]
    best = max(possible, key=lambda row: recognised(row.cells), default=None)
    if best is None:
        return None
    below_people = any(_addressed(row) for row in filled if row.number < best.number)
    return best if recognised(best.cells) >= (2 if below_people else 1) else None


def _addressed(row: Row) -> bool:
    return any("@" in cell for cell in row.cells)


def _header(heading: Row | None, width: int) -> tuple[str, ...]:
    names = ["" if heading is None else clean(heading.cell(index)) for index in range(width)]
    return tuple(name or letter(index) for index, name in enumerate(names))


def _width(row: Row) -> int:
    return max((index + 1 for index, cell in enumerate(row.cells) if cell.strip()), default=0)


def _cut(row: Row, width: int) -> Row:
    """All rows as wide as the header."""
    return Row(row.number, tuple(row.cell(index) for index in range(width)))
