"""The archive: a compressed file of lines of JSON, the same for every kind of database.

The first line says what it is: `{"archive": "balint-live", "version": 1, "schema": "0006", "made_at": "…"}`. Then there is
one line for each row, `["groups", {"id": …}]`, in an order in which each follows those it refers to; and at last the number
of rows, `["end", 1234]`, so that half an archive is not taken for a whole one. It holds names and addresses: nobody but its
owner may read it, and it never replaces another file.
"""

import gzip
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

KIND, VERSION, END = "balint-live", 1, "end"
OWNER_ONLY = 0o600
Line = tuple[str, dict[str, Any]]


class ArchiveMistake(Exception):
    """It cannot be restored; the message says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Header:
    """`schema` is the migration the database was at; `made_at` the moment whose state it holds."""

    schema: str
    made_at: datetime


def write(path: Path, header: Header, rows: Iterable[Line]) -> int:
    """How many rows. Raises OSError, also where there is such a file already; a half-written one is taken away again."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) as lines:
                count = _write(lines, header, rows)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise
    return count


@contextmanager
def opened(path: Path) -> Iterator[tuple[Header, Iterator[Line]]]:
    """Raises OSError, and ArchiveMistake here or while the rows are read."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        with _readable():
            header = _header(file.readline())
        yield header, _rows(file)


def header_of(path: Path) -> Header:
    with opened(path) as (header, _):
        return header


def _write(lines: gzip.GzipFile, header: Header, rows: Iterable[Line]) -> int:
    made_at = header.made_at.isoformat()
    lines.write(_line({"archive": KIND, "version": VERSION, "schema": header.schema, "made_at": made_at}))
    count = 0
    for row in rows:
        lines.write(_line(row))
        count += 1
    lines.write(_line((END, count)))
    return count


def _line(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _header(line: str) -> Header:
    said = json.loads(line)
    if not isinstance(said, dict) or (said.get("archive"), said.get("version")) != (KIND, VERSION):
        raise ArchiveMistake("This is not a backup that this version of the program can read.")
    return Header(str(said["schema"]), datetime.fromisoformat(said["made_at"]))


def _rows(file: IO[str]) -> Iterator[Line]:
    count = 0
    with _readable():
        for line in file:
            table, row = json.loads(line)
            if table == END:
                if row != count or file.readline():
                    raise ArchiveMistake("The backup is damaged: its rows are not those that were written.")
                return
            count += 1
            yield table, row
    raise ArchiveMistake("The backup is not complete: its end is missing.")


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error, ValueError, KeyError, TypeError) as damage:
        raise ArchiveMistake("The file is not a backup, or it is damaged.") from damage
