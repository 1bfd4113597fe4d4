"""How large a list may be. The largest society runs some thousand people; beyond that a file is a mistake or an attack.

Blank rows do not count: sheets are often formatted far below the last person. A cell that is too long is most often a
quotation mark that was never closed and has swallowed the rows after it, so it is named and never cut.
"""

from collections.abc import Sequence

from balint_live.application.lists.mistake import ListMistake, MistakeCode
from balint_live.application.lists.table import Row, letter

MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
LAST_ROW = 100_000
"""Blank ones counted: a person below that is not on a list with some gaps."""
MOST_COLUMNS = 100
MOST_CHARACTERS = 500


def check_bytes(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise ListMistake(MistakeCode.TOO_LARGE, "This file is larger than 2 MB.")


def check_rows(rows: Sequence[Row]) -> None:
    """Raises ListMistake for the first limit that is passed."""
    if len(rows) > MOST_ROWS:
        raise ListMistake(MistakeCode.TOO_MANY_ROWS, "A list may have 5,000 rows.", rows[MOST_ROWS].number)
    for row in rows:
        if row.number > LAST_ROW:
            raise ListMistake(MistakeCode.TOO_MANY_ROWS, "A list ends above row 100,000.", row.number)
        _check(row)


def _check(row: Row) -> None:
    for index, cell in enumerate(row.cells):
        if index >= MOST_COLUMNS and cell.strip():
            sentence = "A list may have 100 columns."
            raise ListMistake(MistakeCode.TOO_MANY_COLUMNS, sentence, row.number, letter(index))
        if len(cell) > MOST_CHARACTERS:
            sentence = (
                "This cell is longer than 500 characters. Is there a quotation mark that was never closed?"
            )
            raise ListMistake(MistakeCode.CELL_TOO_LONG, sentence, row.number, letter(index))
