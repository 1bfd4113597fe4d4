"""Lists of registrants from files: what kind a file is, and its rows as a table.

The kind is read off the first bytes: event systems name files as they please, and ".xls" is often a web page. What needs
the heavy libraries is imported when it is used, in the child process.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from balint_live.application.imports.columns import Field, guess, table_of
from balint_live.application.imports.table import (
    EncodingUnclear,
    ListMistake,
    MistakeCode,
    PossibleReading,
    Table,
    check_bytes,
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

MOST_READ = 8
MOST_OFFERED = 4
MOST_SHOWN = 5
"""Rows; enough to see which letters are right."""
SAVE_AS = "Please open it, save it as XLSX or CSV, and take that file."


class ListFiles:
    """Implements `application.imports.table.ListReader`."""

    def read(self, data: bytes, filename: str, encoding: str = "") -> Table:
        from balint_live.adapters.imports.text import decoded_as
        from balint_live.adapters.imports.workbook import table_of_workbook

        check_bytes(data)
        _require_a_list(data, filename)
        if data.startswith(ZIP):
            return table_of_workbook(data)
        return _table(decoded_as(data, encoding).text) if encoding else _certain_table(data)


def _certain_table(data: bytes) -> Table:
    """Raises EncodingUnclear where the readings differ in anything that would be taken."""
    from balint_live.adapters.imports.text import is_certain, readings

    ranked = readings(data)
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
    from balint_live.adapters.imports.text import rows_of_text

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
