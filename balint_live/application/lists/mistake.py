"""Why a whole list cannot be read or taken. What is wrong with one person's row is a row's outcome, not a mistake."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class MistakeCode(StrEnum):
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    CELL_TOO_LONG = "cell_too_long"
    EMPTY = "empty"
    OTHER_FORMAT = "other_format"
    PROTECTED = "protected"
    DAMAGED = "damaged"
    ENCODING = "encoding"
    NO_SUCH_COLUMN = "no_such_column"
    NOT_READY = "not_ready"


class ListMistake(Exception):
    """`code` for programs, `sentence` for people; `row` and `column` as the spreadsheet itself shows them."""

    def __init__(
        self, code: MistakeCode, sentence: str, row: int | None = None, column: str | None = None
    ) -> None:
        super().__init__(code, sentence, row, column)
        self.code = code
        self.sentence = sentence
        self.row = row
        self.column = column

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class PossibleReading:
    """`encoding` as a program is told it, `label` in plain words; what it makes of some rows, as in EncodingUnclear."""

    encoding: str
    label: str
    said: tuple[str, ...]


class EncodingUnclear(Exception):
    """A list whose names can be read in several ways; a person must say which is right.

    `rows` are the numbers of some rows on which the readings differ, likeliest reading first.
    """

    def __init__(self, rows: Sequence[int], readings: Sequence[PossibleReading]) -> None:
        super().__init__(rows, readings)
        self.rows = tuple(rows)
        self.readings = tuple(readings)
