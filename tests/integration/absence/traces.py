"""Looking for what should not be there: in every byte of every file a server keeps, unpacked where it is packed.

Two looks. One asks for words that must be nowhere. The other needs to know of no word: every readable stretch of the
database's files, free pages and write-ahead log included, must be explained by the tables' own definition or by a value that
stands in a column of the ledger right now; what is left unexplained is a trace.
"""

import gzip
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

READABLE = re.compile(r"[^\x00-\x1f\x7f-\x9f\ufffd]+")
SHORTEST_TRACE = 6
"""Shorter leftovers are ids of rows, lengths and the like."""
SHORTEST_KNOWN = 3
WAL_HEADER, FRAME_HEADER = 32, 24


def files_of(*folders: Path) -> dict[str, bytes]:
    """Every file with its contents; what is packed is there once more, unpacked."""
    found: dict[str, bytes] = {}
    for folder in folders:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            found[str(path.relative_to(folder.parent))] = path.read_bytes()
    return {**found, **dict(_unpacked(found))}


def naming(word: str, files: dict[str, bytes]) -> list[str]:
    """The files in which the word stands, in any usual writing of it."""
    forms = {form for each in (word, word.lower(), word.upper()) for form in _encoded(each)}
    return [name for name, content in files.items() if any(form in content for form in forms)]


def unexplained(database: Path) -> list[str]:
    """Readable stretches of the database's files that no definition and no present value accounts for."""
    known = sorted(_known(database), key=len, reverse=True)
    log = database.with_name(f"{database.name}-wal")
    pages = [database.read_bytes(), *_pages_of(log.read_bytes() if log.exists() else b"")]
    return [trace for page in pages for trace in _left_over(page, known)]


def _pages_of(log: bytes) -> Iterator[bytes]:
    """The pages in a write-ahead log, without the random salts and checksums before each (SQLite, file format 4.1)."""
    size = int.from_bytes(log[8:12])
    for start in range(WAL_HEADER, len(log), FRAME_HEADER + size):
        yield log[start + FRAME_HEADER : start + FRAME_HEADER + size]


def _unpacked(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name, content in files.items():
        if content.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for member in archive.namelist():
                    yield f"{name}:{member}", archive.read(member)
        elif content.startswith(b"\x1f\x8b"):
            yield f"{name}:unpacked", gzip.decompress(content)


def _encoded(word: str) -> Iterable[bytes]:
    return (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"))


def _known(database: Path) -> set[str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        schema = list(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))
        tables = [name for type, name, _, _ in schema if type == "table"]
        rows = [row for name in tables for row in connection.execute(f'SELECT * FROM "{name}"')]
    words = [str(each) for row in (*schema, *rows) for each in row if isinstance(each, str)]
    words += [_header(row) for row in (*schema, *rows)]
    lines = [line for each in (*words, "SQLite format 3") for line in READABLE.findall(each)]
    return {line for line in lines if len(line) >= SHORTEST_KNOWN}


def _header(row: tuple[object, ...]) -> str:
    """What stands before a row's values: their kinds and lengths, which may look like letters (SQLite, file format 2.1)."""
    kinds = [2 * len(value.encode()) + 13 if isinstance(value, str) else 1 for value in row]
    return b"".join(_varint(kind) for kind in kinds).decode("utf-8", "replace")


def _varint(number: int) -> bytes:
    seven_bits = [number & 0x7F]
    while number := number >> 7:
        seven_bits.append(number & 0x7F | 0x80)
    return bytes(reversed(seven_bits))


def _left_over(content: bytes, known: list[str]) -> Iterator[str]:
    for stretch in READABLE.findall(content.decode("utf-8", "replace")):
        left = [stretch]
        for word in known:
            if len(word) <= len(stretch) and word in stretch:
                left = [part for each in left for part in each.split(word)]
        yield from (part for part in left if len(part.strip()) >= SHORTEST_TRACE)
