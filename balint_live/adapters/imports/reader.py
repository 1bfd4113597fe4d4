"""Lists of registrants from files: what kind a file is, and its rows as a table.

The kind is read off the first bytes: event systems name files as they please, and ".xls" is often a web page. What needs
the heavy libraries is imported when it is used, in the child process.

A mark at the beginning of a text is believed, and so is UTF-8; any other text is weighed (`text`).

`csv.Sniffer` looks at quotation marks and frequencies and is easily led astray: by "Last, First" in a file with semicolons,
by a title row, by one column. Here each possible separator reads the beginning, and the one under which most headings make
sense wins; where no heading is known, the one under which most rows are equally wide. Excel writes and obeys a first line
"sep=;", and counts its rows without it.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from io import StringIO
from itertools import count, islice
from typing import TYPE_CHECKING

from balint_live.application.imports.table import (
    LAST_ROW,
    EncodingUnclear,
    Field,
    ListMistake,
    MistakeCode,
    PossibleReading,
    Row,
    Table,
    check_bytes,
    guess,
    list_text,
    recognised,
    table_of,
)

if TYPE_CHECKING:
    from balint_live.adapters.imports.text import Decoded

ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""XLS, and XLSX behind a password."""
PASSWORD = "EncryptedPackage".encode("utf-16-le")
PDF = b"%PDF-"
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta")

MARKS = (
    (codecs.BOM_UTF8, "utf_8_sig"),
    (codecs.BOM_UTF32_LE, "utf_32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf_32"),
    (codecs.BOM_UTF16_LE, "utf_16"),
    (codecs.BOM_UTF16_BE, "utf_16"),
)
FEW_LETTERS = 6
SEPARATORS = ";,\t|"
LOOKED_AT = 50
DOUBLED = '""'
_CELL_ENDS = r" {0,9}(?:[%(separator)s\r\n]|\Z)"
_QUOTED = (
    r"""(?<![^%(separator)s\r\n])( {0,9})"((?:[^"\r\n]|""|(?<!%(separator)s)(?<!%(separator)s )"""
    r""""(?!""" + _CELL_ENDS + r""")){0,600}+)"(?=""" + _CELL_ENDS + ")"
)
"""A cell in quotation marks, in one line, with others inside that neither begin nor end a cell."""
_LONE = re.compile(r'""?')
_ADDRESS = r"<[^<>\s@]{1,254}@[^<>\s@]{1,254}>"
_PEOPLE_IN_A_ROW = re.compile(rf"({_ADDRESS})[ \t]{{0,9}}[;,][ \t]{{0,9}}(?=[^<>\r\n]{{0,254}}{_ADDRESS})")
_FAMILY_FIRST = re.compile(rf"(?<![^,\r\n])([^,;\t\"<>@\r\n]{{1,60}}, [^,;\t\"<>@\r\n]{{1,60}}{_ADDRESS})")
"""Ruiz, Ana <ana@example.org>: a comma that separates no cells."""


MOST_READ = 8
MOST_OFFERED = 4
MOST_SHOWN = 5
"""Rows; enough to see which letters are right."""
SAVE_AS = "Please open it, save it as XLSX or CSV, and take that file."


class ListFiles:
    """Implements `application.imports.table.ListReader`."""

    def read(self, data: bytes, filename: str, encoding: str = "") -> Table:
        check_bytes(data)
        _require_a_list(data, filename)
        if data.startswith(ZIP):
            from balint_live.adapters.imports.workbook import table_of_workbook

            return table_of_workbook(data)
        if encoding:
            from balint_live.adapters.imports.text import decoded_as

            return _table(list_text(decoded_as(data, encoding)))
        return _certain_table(data)


def _certain_table(data: bytes) -> Table:
    """Raises EncodingUnclear where the readings differ in anything that would be taken."""
    marked = _marked(data)
    if marked is not None:
        return _table(list_text(data.decode(marked, "replace")))
    if _switches_to_japanese(data):
        from balint_live.adapters.imports.text import in_japanese_mail

        return _likeliest_table([in_japanese_mail(data)])
    text = list_text(data.decode("utf-8", "replace"))
    if _surely_utf8(text):
        return _table(text)
    from balint_live.adapters.imports.text import readings

    return _likeliest_table(readings(data))


def _likeliest_table(ranked: "Sequence[Decoded]") -> Table:
    from balint_live.adapters.imports.text import is_certain

    if is_certain(ranked):
        return _table(ranked[0].text)
    tables = [(one, table) for one in ranked[:MOST_READ] if (table := _table_or_none(one.text)) is not None]
    distinct = list({_taken(table): (reading, table) for reading, table in reversed(tables)}.values())[::-1]
    distinct.sort(key=lambda pair: -pair[0].weight)
    if not distinct:
        return _table(ranked[0].text)
    if is_certain([reading for reading, _ in distinct]):
        return distinct[0][1]
    raise _unclear(distinct[:MOST_OFFERED])


def _table(text: str) -> Table:
    return table_of(rows_of_text(text))


def _table_or_none(text: str) -> Table | None:
    try:
        return _table(text)
    except ListMistake:
        return None


def _taken(table: Table) -> tuple[tuple[str, ...], ...]:
    """All cells that could be imported: only those of known columns, where one of them has the names."""
    columns = guess(table).columns
    named = columns.keys() & {Field.NAME, Field.GIVEN, Field.FAMILY}
    indexes = sorted(set(columns.values())) if named else range(len(table.header))
    return tuple(tuple(row.cell(index) for index in indexes) for row in table.rows)


def _unclear(distinct: "Sequence[tuple[Decoded, Table]]") -> EncodingUnclear:
    told = [_told(table) for _, table in distinct]
    differing = [number for number in told[0] if len({one.get(number) for one in told}) > 1]
    rows = (differing or list(told[0]))[:MOST_SHOWN]
    return EncodingUnclear(
        rows,
        [
            PossibleReading(reading.page.codec, reading.page.label, tuple(one.get(row, "") for row in rows))
            for (reading, _), one in zip(distinct, told, strict=True)
        ],
    )


def _told(table: Table) -> dict[int, str]:
    """By row number, the cells beyond ASCII that could be imported, joined, the name first."""
    columns = guess(table).columns
    first = [columns[field] for field in (Field.NAME, Field.GIVEN, Field.FAMILY) if field in columns]
    indexes = list(dict.fromkeys([*first, *columns.values()])) if first else range(len(table.header))
    return {
        row.number: " ".join(cell for index in indexes if not (cell := row.cell(index)).isascii())
        for row in table.rows
    }


def _require_a_list(data: bytes, filename: str) -> None:
    if data.startswith(OLD_OFFICE) and PASSWORD in data:
        sentence = "This file is protected with a password. Please save it without one."
        raise ListMistake(MistakeCode.PROTECTED, sentence)
    kind = _other_kind(data, filename)
    if kind is not None:
        raise ListMistake(MistakeCode.OTHER_FORMAT, f"This is {kind}. {SAVE_AS}")


def _other_kind(data: bytes, filename: str) -> str | None:
    """What the file is instead of a list; None where it may be one."""
    beginning = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(OLD_OFFICE):
        return "an old Excel file (XLS)"
    if OPEN_DOCUMENT in data[:200]:
        return "an OpenDocument file"
    if data.startswith(PDF) or filename.lower().endswith(".pdf"):
        return "a PDF file"
    return "a web page or an XML file" if beginning.startswith(WEB_PAGE) else None


# ---- Bytes that say themselves which letters they are ---------------------------------------------------------------


def _switches_to_japanese(data: bytes) -> bool:
    """As ISO-2022-JP does, of old mail programs."""
    return b"\x1b$" in data or b"\x1b(J" in data


def _marked(data: bytes) -> str | None:
    if _switches_to_japanese(data):
        return None
    known = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    return known or _unmarked_wide(data)


def _unmarked_wide(data: bytes) -> str | None:
    """The UTF-16 or UTF-32 encoding, told by its zero bytes: in mostly Latin text every other one, or three of four."""
    looked_at = data[:2000]
    even, odd = looked_at[::2].count(0), looked_at[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most + least > 0.7 * len(looked_at):
        return "utf_32_be" if data[:1] == b"\0" else "utf_32_le"
    if most <= 0.2 * len(looked_at) or least > most / 4:
        return None
    return "utf_16_be" if even > odd else "utf_16_le"


def _surely_utf8(text: str) -> bool:
    if "\ufffd" in text:
        return False
    beyond = [sign for sign in text if not sign.isascii()]
    return not beyond or len(beyond) > FEW_LETTERS or max(beyond) > "\u07ff"


# ---- Text into rows ---------------------------------------------------------------------------------------------------


def rows_of_text(text: str) -> list[Row]:
    """Numbered from 1. Raises ListMistake."""
    declared, text = _declared_separator(_one_a_line(text))
    lines = islice(_read(text, declared or _separator(text)), LAST_ROW + 1)
    return [Row(number, tuple(cells)) for number, cells in enumerate(lines, 1)]


def _declared_separator(text: str) -> tuple[str | None, str]:
    """The separator that a first line "sep=;" names, or None; and the text without that line."""
    first, _, rest = text.partition("\n")
    line = first.strip("\r\"'").lower()
    return (line[4], rest) if line.startswith("sep=") and len(line) == 5 else (None, text)


def _one_a_line(text: str) -> str:
    """The text with one person a line, where people pasted from a mail's "To" share one line without a heading."""
    first = text.lstrip().partition("\n")[0]
    return _PEOPLE_IN_A_ROW.sub(r"\1\n", text) if "@" in first else text


def _separator(text: str) -> str:
    return max(SEPARATORS, key=lambda separator: _sense(text, separator))


def _sense(text: str, separator: str) -> tuple[int, int, int]:
    """How well the text reads with this separator: headings known, rows of the usual width, that width."""
    rows = list(_beginning(text, separator))
    widths = Counter(len(cells) for cells in rows if len(cells) > 1)
    headings = max(map(recognised, rows), default=0)
    width, usual = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
    return headings, usual, width


def _beginning(text: str, separator: str) -> Iterator[tuple[str, ...]]:
    """The first rows, as far as they can be read."""
    with suppress(ListMistake):
        yield from map(tuple, islice(_read(text, separator), LOOKED_AT))


def _read(text: str, separator: str) -> Iterator[list[str]]:
    lines = csv.reader(_lines(_mended(text, separator)), delimiter=separator, skipinitialspace=True)
    for number in count(1):
        try:
            cells = next(lines, None)
        except csv.Error:
            raise _run_together(number) from None
        if cells is None:
            return
        yield cells


def _mended(text: str, separator: str) -> str:
    """With quotation marks inside a quoted cell doubled, as they should be: a cell ends only at one before a separator."""
    if separator == "," and "<" in text:
        text = _FAMILY_FIRST.sub(r'"\1"', text)
    if '"' not in text:
        return text
    cell = _QUOTED % {"separator": re.escape(separator)}
    return re.sub(cell, lambda quoted: f'{quoted[1]}"{_LONE.sub(DOUBLED, quoted[2])}"', text)


def _run_together(number: int) -> ListMistake:
    sentence = "From here on the rows cannot be told apart. Is there a quotation mark that was never closed?"
    return ListMistake(MistakeCode.DAMAGED, sentence, number)


def _lines(text: str) -> Iterable[str]:
    """Split at every kind of line end, and only there."""
    return StringIO(text, newline="")
