"""Why a whole list cannot be read or taken. What is wrong with one person's row is a row's outcome, not a mistake."""

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
