"""A list as text in rows and columns, not interpreted yet: its limits, why it cannot be read, and its columns.

Rows keep the number the spreadsheet shows beside them and columns keep their place, so that everything said about a row can
be found again by the person who looks at the same file in another window.

A list may be as large as the largest society's, which runs some thousand people; beyond that a file is a mistake or an
attack. Blank rows do not count: sheets are often formatted far below the last person. A cell that is too long is most often
a quotation mark that was never closed and has swallowed the rows after it, so it is named and never cut.

Which column is which field is a guess from the headings, which the person may correct. The heading is the row, among the
first twenty, in which most fields are recognised; title rows may be above it. A row with an address in it is a person and
never a heading, and below an address one known word is not enough: it may be somebody's role. In a list without headings
the columns are called by their letters, so no row is lost to a wrong guess. For the address alone the cells below are read
too: a column of addresses is unmistakable whatever it is called. The order of the columns makes no difference; of two such
columns neither is guessed.

The headings are data (`catalogue/list_words.json`): what event systems (Wild Apricot, Eventbrite, Indico, pretix) and
people call the columns, in six languages, folded (no case, accents, punctuation). Words that could mean several things
("State", "Title", "Ticket type") are left out on purpose: a column not taken is named in the preview and can be chosen
there; a column taken wrongly would be stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from string import ascii_uppercase
from typing import Protocol

from balint_live.application.imports.values import clean, folded, listed_words
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
MOST_CONTROLS = 0.05
"""Of all signs; a few stray ones are dropped like everything that nobody sees."""


def check_bytes(data: bytes) -> None:
    """Raises ListMistake for a file that is too large."""
    if len(data) > MOST_BYTES:
        raise ListMistake(MistakeCode.TOO_LARGE, "This file is larger than 2 MB.")


def list_text(text: str) -> str:
    """The text without NULs. Raises ListMistake for a picture, a program or the like."""
    controls = sum(sign < " " and sign not in "\t\r\n\v\f" for sign in text[:100_000])
    if controls > MOST_CONTROLS * len(text[:100_000]):
        raise ListMistake(MistakeCode.OTHER_FORMAT, "This is not a list. Please take an XLSX or CSV file.")
    return text.replace("\0", "")


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


# ---- Columns --------------------------------------------------------------------------------------------------------


class Field(StrEnum):
    """What is taken from a list. `STATUS` is read for cancelled orders and never stored; the others are details."""

    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    EMAIL = "email"
    ROLE = "role"
    TIMEZONE = "timezone"
    PROFESSION = "profession"
    LICENCE_NO = "licence_no"
    LICENCE_REGION = "licence_region"
    STATUS = "status"


ROWS_LOOKED_AT = 20
"""For a heading."""
LONGEST = {
    Field.NAME: names.MOST_CHARACTERS,
    Field.PROFESSION: 100,
    Field.LICENCE_NO: 64,
    Field.LICENCE_REGION: 64,
}


HEADINGS: dict[Field, tuple[str, ...]] = {
    Field(name): words for name, words in listed_words("headings").items()
}
"""Per field, the first heading that is there is taken: the address of who attends before the address of who ordered."""

EITHER_NAME = frozenset({"name", "nom", "nombre", "nome"})
"""The whole name where it is alone; beside given names the family's ("Name, Vorname"), beside family names the given one."""

YES_IS_NO = frozenset(HEADINGS[Field.STATUS][HEADINGS[Field.STATUS].index("cancelled") :])
"""Over columns in which "yes", or a date, means that somebody is not coming."""

_MEANING = {heading: field for field, headings in HEADINGS.items() for heading in headings}
_RANK = {heading: rank for headings in HEADINGS.values() for rank, heading in enumerate(headings)}


@dataclass(frozen=True, slots=True)
class Mapping:
    """Per field the index of its column, from 0. Two fields may share a column ("Jane Doe <jane@example.org>")."""

    columns: dict[Field, int]

    def text(self, field: Field, row: Row) -> str:
        """The row's cell of this field; empty where no column is taken for it."""
        index = self.columns.get(field)
        return "" if index is None else row.cell(index)

    def heading(self, field: Field, table: Table) -> str | None:
        """The heading of the column taken for this field."""
        index = self.columns.get(field)
        return None if index is None else table.header[index]

    def choosing(self, field: Field, index: int | None) -> "Mapping":
        """The person's own choice; None takes the column out."""
        others = {known: column for known, column in self.columns.items() if known is not field}
        return replace(self, columns=others if index is None else {**others, field: index})

    def require_within(self, table: Table) -> None:
        """Raises ListMistake: a form may name a column of another file."""
        for field, index in self.columns.items():
            if not 0 <= index < len(table.header):
                sentence = f"The column chosen for {field} is not in this file."
                raise ListMistake(MistakeCode.NO_SUCH_COLUMN, sentence)

    def ignored(self, table: Table) -> tuple[str, ...]:
        """Headings of the columns that hold something and are not taken."""
        taken = set(self.columns.values())
        left = [index for index in range(len(table.header)) if index not in taken]
        return tuple(
            table.header[index] for index in left if any(row.cell(index).strip() for row in table.rows)
        )


def normal_heading(heading: str) -> str:
    """The heading as we know it, or folded as it is: "E-Mail *" is "e mail", "Name (as on badge)" is "name".

    A "#" is read as a word: "Attendee #" is a number and no name.
    """
    spelled = heading.replace("#", " no ")
    whole = folded(spelled)
    return whole if whole in _MEANING else folded(spelled.partition("(")[0]) or whole


def guess(table: Table) -> Mapping:
    """The mapping that the headings suggest; fields without a heading are left out."""
    found: dict[Field, int] = {}
    for index, heading in enumerate(table.header):
        field = field_of(heading)
        if field is not None and _better(index, found.get(field), table):
            found[field] = index
    if Field.EMAIL not in found:
        found.update(_column_of_addresses(table))
    return Mapping(_sharing(_names_apart(found, table), table))


def field_of(heading: str) -> Field | None:
    """The field that columns with this heading hold; None for an unknown one."""
    return _MEANING.get(normal_heading(heading))


def recognised(cells: tuple[str, ...]) -> int:
    """How many different fields these would be the headings of."""
    return len({field_of(cell) for cell in cells} - {None})


def _better(index: int, other: int | None, table: Table) -> bool:
    """Whether to prefer this column: not an empty one (systems export columns nobody was asked for), then by its heading."""
    if other is None:
        return True
    empty, other_empty = (not any(row.cell(each).strip() for row in table.rows) for each in (index, other))
    rank, other_rank = (_RANK[normal_heading(table.header[each])] for each in (index, other))
    return (empty, rank) < (other_empty, other_rank)


def _names_apart(found: dict[Field, int], table: Table) -> dict[Field, int]:
    """ "Name" beside "Vorname" is the family's name; "Nome" beside "Cognome" is the given one."""
    either = Field.NAME in found and normal_heading(table.header[found[Field.NAME]]) in EITHER_NAME
    if not either or (Field.GIVEN in found) == (Field.FAMILY in found):
        return found
    part = Field.FAMILY if Field.GIVEN in found else Field.GIVEN
    return {part if field is Field.NAME else field: index for field, index in found.items()}


def _sharing(found: dict[Field, int], table: Table) -> dict[Field, int]:
    """One column may hold names and addresses: "Jane Doe <jane@example.org>"."""
    named = found.keys() & {Field.NAME, Field.GIVEN, Field.FAMILY}
    if Field.EMAIL in found and not named and _with_names(table, found[Field.EMAIL]):
        return {**found, Field.NAME: found[Field.EMAIL]}
    if Field.NAME in found and Field.EMAIL not in found and _with_names(table, found[Field.NAME]):
        return {**found, Field.EMAIL: found[Field.NAME]}
    return found


def _with_names(table: Table, index: int) -> bool:
    return any("@" in row.cell(index).partition("<")[2] for row in table.rows)


def _column_of_addresses(table: Table) -> dict[Field, int]:
    unknown = [index for index, heading in enumerate(table.header) if field_of(heading) is None]
    counts = {index: sum("@" in row.cell(index) for row in table.rows) for index in unknown}
    most = max(counts.values(), default=0)
    best = [index for index, count in counts.items() if count == most]
    return {Field.EMAIL: best[0]} if most and len(best) == 1 else {}


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
    width = max(row.width for row in (*people, *([heading] if heading else [])))
    rows = tuple(Row(row.number, tuple(row.cell(index) for index in range(width))) for row in listed)
    named = ["" if heading is None else clean(heading.cell(index)) for index in range(width)]
    return Table(tuple(name or letter(index) for index, name in enumerate(named)), rows)


def heading_of(filled: Sequence[Row]) -> Row | None:
    """The row of headings; None when nothing looks like one."""
    possible = [row for row in filled[:ROWS_LOOKED_AT] if not _addressed(row)]
    best = max(possible, key=lambda row: recognised(row.cells), default=None)
    if best is None:
        return None
    below_people = any(_addressed(row) for row in filled if row.number < best.number)
    return best if recognised(best.cells) >= (2 if below_people else 1) else None


def _addressed(row: Row) -> bool:
    return any("@" in cell for cell in row.cells)
