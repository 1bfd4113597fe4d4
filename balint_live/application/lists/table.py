"""A list as it stands in the file: text in rows and columns, nothing understood yet.

Rows keep the number the spreadsheet shows beside them and columns keep their place, so that everything said about a row can
be found again by the person who looks at the same file in another window.
"""

from dataclasses import dataclass
from string import ascii_uppercase


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1, titles and heading included."""

    number: int
    cells: tuple[str, ...]

    def cell(self, index: int) -> str:
        """Empty where the row is shorter."""
        return self.cells[index] if index < len(self.cells) else ""

    @property
    def blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """`header` names every column; one without a heading is called by its letter."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def letter(index: int) -> str:
    """A, B, …, Z, AA, as spreadsheets call the column at `index` (from 0)."""
    above, last = divmod(index, len(ascii_uppercase))
    return (letter(above - 1) if above else "") + ascii_uppercase[last]
