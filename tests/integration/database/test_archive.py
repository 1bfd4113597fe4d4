"""A backup and its way back: everything that is meant to last, as of one moment, on either kind of database."""

import gzip
import json
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from balint_live.adapters.database import engine
from balint_live.adapters.database.archive.backup import (
    ArchiveMistake,
    BackedUp,
    Header,
    back_up,
    header_of,
    lasting_rows,
    snapshot,
)
from balint_live.adapters.database.archive.restore import Restored, restore
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.tables import METADATA
from balint_live.application.ports import Unavailable
from tests.integration.database.cast import ISSUED, START
from tests.integration.database.cast import site as standing_site
from tests.integration.database.kept_cast import Society, society
from tests.integration.database.present import present_database

LATER = timedelta(days=1)


@pytest.fixture
def kept(database: Database) -> Society:
    kept = society(database)
    kept.invite()
    kept.deliver()
    kept.state("zenobia")
    return kept


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.gz"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Database]:
    """An empty database on another machine."""
    database = present_database(tmp_path / "elsewhere.sqlite3")
    yield database
    database.dispose()


def lines(file: Path) -> list[str]:
    with gzip.open(file, "rt", encoding="utf-8") as said:
        return said.read().splitlines()


def now_in(database: Database) -> dict[str, list[tuple[object, ...]]]:
    return Society.everything(_only(database))


def _only(database: Database) -> Society:
    return Society(database, *[None] * 6)  # type: ignore[arg-type]


def test_everything_comes_back_on_the_same_database(kept: Society, file: Path) -> None:
    before = kept.everything()
    back_up(kept.database, file, kept.clock.now())
    kept.execute("DELETE FROM registrants")
    kept.execute("UPDATE groups SET name = 'Other'")

    restored = restore(kept.database, file)

    rows = sum(map(len, before.values()))
    assert kept.everything() == before
    assert restored == Restored(kept.clock.now(), rows=rows, left_out=0, statements=0, broken_off=0)


def test_everything_comes_back_on_another_kind_of_database(
    kept: Society, elsewhere: Database, file: Path
) -> None:
    done = back_up(kept.database, file, kept.clock.now())

    restored = restore(elsewhere, file)

    assert now_in(elsewhere) == kept.everything()
    assert (restored.rows, done) == (done.rows, BackedUp(done.rows, running=0))


def test_the_database_goes_on_counting_where_it_was(kept: Society, file: Path) -> None:
    back_up(kept.database, file, kept.clock.now())
    restore(kept.database, file)

    kept.execute(
        "INSERT INTO presence_intervals (meeting_id, registrant_id, source, joined_at, left_at, provisional)"
        " VALUES ('second', 'dan', 'self_checkin', :at, :at, :no)",
        at=START,
        no=False,
    )

    assert len(kept.everything()["presence_intervals"]) == 4


def test_every_column_there_is_can_be_archived(kept: Society, file: Path) -> None:
    back_up(kept.database, file, kept.clock.now())

    said = [json.loads(line) for line in lines(file)[1:-1]]
    names = {table: set(row) for table, row in said}
    assert names == {name: {each.name for each in METADATA.tables[name].columns} for name in names}
    assert set(names) >= {"groups", "credit_lines", "meetings", "registrants", "rolls", "statements", "mails"}


def test_only_its_owner_may_read_it_and_it_replaces_no_other_file(kept: Society, file: Path) -> None:
    back_up(kept.database, file, kept.clock.now())
    written = file.read_bytes()

    with pytest.raises(FileExistsError):
        back_up(kept.database, file, kept.clock.now())

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes() == written
    with kept.database.engine.connect() as connection:
        newest = engine.revision(connection)
    assert header_of(file) == Header(newest, kept.clock.now())


def test_a_backup_that_came_to_nothing_leaves_no_file(kept: Society, file: Path) -> None:
    kept.execute("ALTER TABLE erasures RENAME TO elsewhere")

    with pytest.raises((Unavailable, SQLAlchemyError)):
        back_up(kept.database, file, kept.clock.now())

    assert not file.exists()


def test_where_a_session_stands_is_left_out_and_so_is_what_lasts_minutes(
    database: Database, elsewhere: Database, file: Path
) -> None:
    site = standing_site(database)
    site.open()
    site.attendance.press("third", "carla", "1", START)
    kept = _only(database)
    kept.execute(
        "INSERT INTO sign_ins (id, browser, asked_at, wrong_codes) VALUES ('s', 'b', :now, 0)", now=START
    )
    for id, sign_in, address in (("a", "s", None), ("b", None, "zenobia@example.org"), ("c", None, None)):
        kept.execute(
            "INSERT INTO mails (id, key, kind, sign_in_id, address, created_at, expires_at, due_at, state, state_at,"
            " attempts) VALUES (:id, :id, 'erased', :sign_in, :address, :now, :now, :now, 'waiting', :now, 0)",
            id=id, sign_in=sign_in, address=address, now=ISSUED,
        )  # fmt: skip

    done = back_up(database, file, START)
    restore(elsewhere, file)

    here, there = kept.everything(), now_in(elsewhere)
    minutes = {"live_meetings": 1, "sign_ins": 1, "presence_intervals": 1}
    assert done.running == 1
    assert {name: len(here[name]) for name in minutes} == minutes
    assert {name: there.pop(name) for name in minutes} == {name: [] for name in minutes}
    assert [mail[0] for mail in there.pop("mails")] == ["c"]
    assert there == {name: here[name] for name in there}
    assert "zenobia" not in "".join(lines(file))


def test_a_running_session_is_not_broken_off_unasked(database: Database, file: Path) -> None:
    site = standing_site(database)
    back_up(database, file, START)
    site.open()
    before = now_in(database)

    with pytest.raises(ArchiveMistake, match="A session is running"):
        restore(database, file)
    assert now_in(database) == before

    assert restore(database, file, even_though_live=True).broken_off == 1
    assert now_in(database)["live_meetings"] == []


def test_a_backup_is_one_moment_whatever_is_written_meanwhile(kept: Society) -> None:
    with snapshot(kept.database) as connection:
        before = list(lasting_rows(connection))
    with snapshot(kept.database) as connection:
        taken = lasting_rows(connection)
        seen = [next(taken)]
        kept.execute("DELETE FROM mails")
        kept.execute("DELETE FROM registrants WHERE id = 'dan'")
        seen += taken

    assert seen == before
    assert kept.people() == ["carla", "otto", "priya", "quentin", "zenobia"]
