"""A list as text in rows and columns, not interpreted yet: its limits, why it cannot be read, and what its cells say.

Rows keep the number the spreadsheet shows beside them and columns keep their place, so that everything said about a row can
be found again by the person who looks at the same file in another window.

A list may be as large as the largest society's, which runs some thousand people; beyond that a file is a mistake or an
attack. Blank rows do not count: sheets are often formatted far below the last person. A cell that is too long is most often
a quotation mark that was never closed and has swallowed the rows after it, so it is named and never cut.

Text that we export is made safe here too, and read back. A cell that begins with a sign of a formula may be executed when
the export is opened, and a name can be anything somebody typed into a form. An apostrophe in front makes it text in every
spreadsheet (domain.md, section 17). What counts is the first sign that a spreadsheet would look at. Full-width, small and
raised forms are the same sign to those that fold them, as Japanese and Chinese editions do; spaces, controls and invisible
signs before it are dropped by one program or another when it reads the file. Marking a cell too many harms nobody: the mark
can be taken off again exactly. Text that looks marked already gets one more apostrophe, so what is read back is always what
was written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_uppercase
from typing import Protocol
from unicodedata import category, combining, normalize

from balint_live.domain import names


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1, titles and heading included."""

    number: int
    cells: tuple[str, ...]

    def cell(self, index: int) -> str:
        """Empty where the row is shorter."""
        return self.cells[index] if index < len(self.cells) else ""

    @property
    def width(self) -> int:
        """The number of columns up to the last that is filled."""
        return max((index + 1 for index, cell in enumerate(self.cells) if cell.strip()), default=0)

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


class MistakeCode(StrEnum):
    """Why a whole list cannot be read or taken. What is wrong with one person's row is a row's outcome, not a mistake."""

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
    """One way to read a list: `encoding` for programs, `label` in plain words, and the rows of EncodingUnclear read so."""

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


MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
LAST_ROW = 100_000
"""Blank ones counted: a list with some gaps ends above that."""
MOST_COLUMNS = 100
MOST_CHARACTERS = 500


def check_bytes(data: bytes) -> None:
    """Raises ListMistake for a file that is too large."""
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


class ListReader(Protocol):
    """Reads an uploaded file."""

    def read(self, data: bytes, filename: str, encoding: str = "") -> Table:
        """The list in an uploaded file, as text; the file's name only helps to say what is wrong.

        `encoding` is what a person chose, empty to find out. Raises ListMistake, and EncodingUnclear to have one chosen.
        """


MARK = "'"
BEGINS_A_FORMULA = frozenset("=+-@\u2212")
"""With the minus sign of mathematics."""
LINE_AND_CELL_ENDS = frozenset("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
"""What follows one of these may be read as the beginning of another cell."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})
FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that show nothing."""


def safe(text: str) -> str:
    """The text as every text cell of every export holds it; called once."""
    return MARK + text if _would_run(text) else text


def read_back(text: str) -> str:
    """The text that `safe` was called with."""
    marked = text.startswith(MARK) and _would_run(text)
    return text.removeprefix(MARK) if marked else text


def _would_run(text: str) -> bool:
    for sign in text:
        if sign in LINE_AND_CELL_ENDS:
            return True
        if sign != MARK and category(sign) not in UNSEEN and sign not in FILLERS:
            return normalize("NFKC", sign)[0] in BEGINS_A_FORMULA
    return False


_NOTHING = frozenset(
    {"n/a", "n.a.", "n.a", "n/d", "n.d.", "k.a.", "k.a", "s/o", "none", "(none)", "(blank)", "(empty)", "(null)", "(leer)",
     "(vide)", "(vacío)", "(vuoto)", "(vazio)", "<none>", "<null>"}
)  # fmt: skip
"""Not "null", "nil" or "na": there are people of these names."""
NO_RESULT = "#FORMULA!"
"""What stands for a formula whose result was not saved."""
_SHEET_ERROR = re.compile(r"#[¡¿]?[^\W\d_a-z]+(?:/0)?[!?]|#N/[AD]|#NV|#GETTING_DATA|Err:\d{3}")


def clean(cell: str) -> str:
    """The text of a cell in one line, without the mark of our own export."""
    return read_back(names.clean(cell))


def folded(text: str) -> str:
    """The text for comparing only: without case, accents and punctuation."""
    bare = "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


def same(one: str, other: str) -> bool:
    """Whether two texts say the same but for case, accents and punctuation."""
    return one == other or (folded(one) != "" and folded(one) == folded(other))


def or_nothing(text: str) -> str:
    """The text; empty for what people and systems write where there is nothing: "-", ".", "N/A", "(blank)"."""
    nothing = text.lower().replace(" ", "") in _NOTHING or not any(sign.isalnum() for sign in text)
    return "" if nothing else text


def is_damaged(text: str) -> bool:
    """Whether a program could not read some of it, ours or one before us."""
    return "\ufffd" in text


def is_sheet_error(text: str) -> bool:
    """ "#N/A", "#REF!", "#¿NOMBRE?": what a spreadsheet shows, in its own language, where a formula has no result."""
    return _SHEET_ERROR.fullmatch(text) is not None
