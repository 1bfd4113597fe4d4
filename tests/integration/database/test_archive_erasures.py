"""A backup made before somebody was erased must not bring them back: not in a row, not in a byte of the file."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from balint_live.adapters.database.archive.backup import back_up
from balint_live.adapters.database.archive.restore import restore
from balint_live.adapters.database.engine import Database
from balint_live.application.groups.changes import Changes
from tests.integration.database.kept_cast import Society, society
from tests.integration.database.present import present_database
from tests.integration.groups.cast import MARA, TUESDAY, booked, registrant

LATER = timedelta(days=1)
EVERYBODY = ["carla", "dan", "otto", "priya", "quentin", "zenobia"]
ERASED = ("zenobia", "quentin")


@pytest.fixture
def kept(database: Database) -> Society:
    kept = society(database)
    kept.invite()
    kept.deliver()
    return kept


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "before.gz"


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[tuple[Society, Path]]:
    path = tmp_path / "watched.sqlite3"
    database = present_database(path)
    yield society(database), path
    database.dispose()


def about(kept: Society, name: str) -> dict[str, int]:
    """In how many rows of which table the name stands, in whatever form."""
    found = {
        table: sum(name in repr(row).lower() for row in rows) for table, rows in kept.everything().items()
    }
    return {table: count for table, count in found.items() if count}


def test_who_was_erased_since_stays_erased_and_everybody_else_comes_back(kept: Society, file: Path) -> None:
    back_up(kept.database, file, kept.clock.now())
    stays = kept.erase("zenobia").stays
    assert stays is not None
    assert kept.erase("quentin").stays is None
    kept.execute("DELETE FROM registrants WHERE id = 'carla'")

    restored = restore(kept.database, file)

    assert kept.people() == ["carla", "dan", "otto", "priya"]
    assert (restored.left_out, restored.statements) == (2, 1)
    assert (about(kept, "zenobia"), about(kept, "quentin")) == (
        {"erasures": 1, "statements": 1},
        {"erasures": 1},
    )
    assert kept.statements.verify(stays.code, "Zenobia") == kept.attendance().statements[0]
    assert [(one.code, one.credits, one.registrant_id) for one in kept.attendance().statements] == [
        (stays.code, stays.credits, None)
    ]
    assert set(kept.attendance().sessions[0].evidence) == {"carla"}


def test_a_statement_given_out_before_is_the_one_that_stays(kept: Society, file: Path) -> None:
    given = kept.state("zenobia")
    of_session = kept.statements.issue(MARA, TUESDAY, "zenobia", "first")
    back_up(kept.database, file, kept.clock.now())
    kept.erase("zenobia")

    restore(kept.database, file)

    assert sorted(one.id for one in kept.attendance().statements) == sorted((given.id, of_session.id))
    assert {one.registrant_id for one in kept.attendance().statements} == {None}


def test_a_statement_that_did_not_outlive_the_erasure_does_not_come_back(kept: Society, file: Path) -> None:
    kept.state("quentin")  # who attended, and earned nothing
    back_up(kept.database, file, kept.clock.now())
    kept.erase("quentin")

    restore(kept.database, file)

    assert kept.attendance().statements == ()


def test_a_statement_of_a_group_founded_since_stays_though_the_group_does_not(
    kept: Society, file: Path
) -> None:
    back_up(kept.database, file, kept.clock.now())
    kept.groups.change(
        TUESDAY,
        MARA,
        lambda _: Changes(
            meetings=(booked("new", 3, kept.clock.now() + LATER),), registrants=(registrant("nina"),)
        ),
    )
    stays = kept.erase("zenobia").stays
    assert stays is not None
    kept.execute("UPDATE statements SET meeting_id = 'new'")

    restore(kept.database, file)

    [left] = kept.attendance().statements
    assert (left.code, left.group_id, left.meeting_id) == (stays.code, TUESDAY, None)


def test_erasures_can_be_taken_from_a_later_backup_when_the_database_is_lost(
    kept: Society, file: Path, tmp_path: Path
) -> None:
    back_up(kept.database, file, kept.clock.now())
    kept.groups.change(TUESDAY, MARA, lambda _: Changes(registrants=(registrant("nina"),)))
    stays = kept.erase("zenobia").stays
    later = tmp_path / "later.gz"
    back_up(kept.database, later, kept.clock.now())
    anew = present_database(tmp_path / "anew.sqlite3")

    restored = restore(anew, file, erasures_in=later)

    there = Society(
        anew, kept.clock, kept.groups, kept.attendance_service, kept.erasures, kept.statements, kept.retention
    )
    assert stays is not None
    assert (restored.left_out, restored.statements) == (1, 1)
    assert about(there, "zenobia") == {"erasures": 1, "statements": 1}
    assert about(there, "nina") == {}
    anew.dispose()


def test_a_second_restore_forgets_them_again(kept: Society, file: Path) -> None:
    back_up(kept.database, file, kept.clock.now())
    kept.erase("zenobia")
    restore(kept.database, file)
    once = kept.everything()

    restore(kept.database, file)

    assert kept.everything() == once


def test_not_a_byte_of_them_is_in_the_files_of_the_database(
    on_sqlite: tuple[Society, Path], tmp_path: Path
) -> None:
    kept, path = on_sqlite
    file = tmp_path / "before.gz"
    kept.invite()
    kept.deliver()
    back_up(kept.database, file, kept.clock.now())
    kept.database.forget_deleted()
    there_before = [name in _bytes(path) for name in (b"zenobia", b"quentin", b"quentin@example.org")]
    for who in ERASED:
        kept.erase(who)
    kept.deliver()

    restore(kept.database, file)
    kept.execute("DELETE FROM erasures")
    kept.database.forget_deleted()

    assert there_before == [True, True, True]
    assert [name for name in (b"zenobia", b"quentin", b"Quentin") if name in _bytes(path)] == []
    assert b"Zenobia" in _bytes(path), "her statement, and nothing else"


def _bytes(path: Path) -> bytes:
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
