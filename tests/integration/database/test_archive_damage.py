"""What cannot be restored is refused in a sentence, and nothing is changed by it."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from balint_live.adapters.database.archive.backup import ArchiveMistake, back_up
from balint_live.adapters.database.archive.restore import restore
from tests.integration.database.kept_cast import Society, society
from tests.integration.database.present import present_database

Damage = Callable[[list[str]], list[str]]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Society]:
    database = present_database(tmp_path / "kept.sqlite3")
    yield society(database)
    database.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.gz"


def _lines(file: Path) -> list[str]:
    with gzip.open(file, "rt", encoding="utf-8") as said:
        return said.read().splitlines()


def _put(file: Path, said: list[str]) -> None:
    with gzip.open(file, "wt", encoding="utf-8") as into:
        into.write("\n".join(said) + "\n")


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda said: said[:-1], "not complete"),
        (lambda said: [*said[:-2], said[-1]], "not those that were written"),
        (lambda said: [*said, said[-2]], "not those that were written"),
        (lambda said: [said[0], "nonsense", *said[1:]], "not a backup, or it is damaged"),
        (lambda said: [said[0], '["nowhere", {}]', *said[1:]], "what the database does not take"),
        (lambda said: [said[0], '["groups", {"id": 1}]', *said[1:]], "what the database does not take"),
        (lambda said: [said[0], said[1], *said[1:]], "what the database does not take"),
        (lambda said: [line.replace("+00:00", "+99:99") for line in said], "damaged"),
        (lambda said: [re.sub(r'(?<="schema":")[0-9]+', "0002", said[0]), *said[1:]], "made at schema 0002"),
        (lambda said: ['{"archive": "other"}', *said[1:]], "not a backup that this version"),
        (lambda said: [], "not a backup, or it is damaged"),
    ],
    ids=["end", "row gone", "after the end", "no JSON", "table", "columns", "twice", "moment", "schema", "kind", "empty"],
)  # fmt: skip
def test_what_is_damaged_or_foreign_is_refused_and_nothing_changes(
    kept: Society, file: Path, damage: Damage, why: str
) -> None:
    back_up(kept.database, file, kept.clock.now())
    _put(file, damage(_lines(file)))
    before = kept.everything()

    with pytest.raises(ArchiveMistake, match=why):
        restore(kept.database, file)
    assert kept.everything() == before


CUT_OFF = gzip.compress(b"x" * 1000, mtime=0)[:-12]


@pytest.mark.parametrize("content", [b"", b"nonsense", CUT_OFF], ids=["empty", "nonsense", "cut off"])
def test_a_file_that_is_none_is_refused(kept: Society, file: Path, content: bytes) -> None:
    file.write_bytes(content)

    with pytest.raises(ArchiveMistake, match="not a backup"):
        restore(kept.database, file)


def test_a_file_that_is_not_there_is_said_to_be(kept: Society, file: Path) -> None:
    with pytest.raises(FileNotFoundError):
        restore(kept.database, file)
