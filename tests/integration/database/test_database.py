"""What the database promises: on disk when acknowledged, gone when deleted, unavailable rather than half done."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from balint_live.adapters.database import engine
from balint_live.adapters.database.engine import Database, UnknownDatabase
from balint_live.application.ports import Unavailable
from tests.integration.database.cast import ANA, THIRD, Site, at, site, stores
from tests.integration.database.present import present_database

PROJECT = Path(__file__).parents[3]
TELLTALE = timedelta(minutes=12, microseconds=345_678)
AT_NO_PLACE = [
    "sqlite+pysqlite:////no/such/folder/x.sqlite3",
    "postgresql+psycopg2://nobody@127.0.0.1:1/none",
]


@pytest.fixture
def sqlite(tmp_path: Path) -> Path:
    return tmp_path / "test.sqlite3"


@pytest.fixture
def on_sqlite(sqlite: Path) -> Site:
    return site(present_database(sqlite))


@pytest.mark.parametrize(
    "url", ["postgresql://x@localhost/x", "sqlite:///x", "mysql+pymysql://x@localhost/x", "nonsense", ""]
)
def test_an_address_without_a_known_driver_is_refused(url: str) -> None:
    with pytest.raises(UnknownDatabase):
        Database(url)


@pytest.mark.parametrize(
    "name", ["dir?mode=ro", "%41", "a#b", "100%", "a b;c&d=e", "ü", ":memory:", "file:x", "a@b:c"]
)
def test_a_file_lies_where_its_name_says(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    database = Database(folder / "x.sqlite3")
    engine.upgrade(database)
    database.dispose()

    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert (folder / "x.sqlite3").exists()


@pytest.mark.parametrize("url", AT_NO_PLACE)
def test_a_database_that_is_not_there_is_unavailable(url: str) -> None:
    database = Database(url)

    assert database.answers() is False
    with pytest.raises(Unavailable):
        stores(database).meetings.seat(THIRD, ANA)


def test_an_empty_database_does_not_answer_and_a_migrated_one_does(url: str) -> None:
    database = Database(url)
    empty = database.answers()
    engine.upgrade(database)

    assert (empty, database.answers()) == (False, True)
    database.dispose()


def test_a_full_disk_saves_nothing_and_says_so(on_sqlite: Site, sqlite: Path) -> None:
    opened = on_sqlite.open().meeting
    _for_new_connections(on_sqlite.database, "PRAGMA max_page_count = 1")

    with pytest.raises(Unavailable):
        on_sqlite.database.write(
            lambda session: session.execute(text("CREATE TABLE big AS SELECT randomblob(1000000) AS x"))
        )
    assert on_sqlite.meeting() == opened


def test_a_database_somebody_else_keeps_locked_is_unavailable(on_sqlite: Site, sqlite: Path) -> None:
    _for_new_connections(on_sqlite.database, "PRAGMA busy_timeout = 1")
    other = Database(f"sqlite+pysqlite:///{sqlite}")
    with other.engine.execution_options(writes=True).begin(), pytest.raises(Unavailable):
        on_sqlite.open()
    other.dispose()

    assert on_sqlite.meeting().revision == 0


def test_other_faults_come_through_as_they_are(enrolled: Site) -> None:
    def twice(session: Any) -> None:
        session.execute(text("INSERT INTO group_leaders (group_id, leader_id) VALUES ('tuesday', 'ana')"))

    with pytest.raises(IntegrityError):
        enrolled.database.write(twice)


def test_sqlite_is_set_up_to_keep_what_was_acknowledged_and_forget_what_was_deleted(on_sqlite: Site) -> None:
    def pragma(name: str) -> Any:
        return on_sqlite.database.read(lambda session: session.execute(text(f"PRAGMA {name}")).scalar_one())

    settings = {
        name: pragma(name) for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_a_change_survives_the_death_of_its_process(on_sqlite: Site, sqlite: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from balint_live.adapters.database.engine import Database\n"
        "from tests.integration.database.cast import stores\n"
        "stores(Database(sys.argv[1])).open()\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, f"sqlite+pysqlite:///{sqlite}"],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        check=False,
    )

    assert (done.returncode, on_sqlite.meeting().revision) == (-9, 1)


def test_what_was_live_is_in_no_byte_of_the_files_after_the_close(on_sqlite: Site, sqlite: Path) -> None:
    on_sqlite.open()
    on_sqlite.meetings.change(THIRD, ANA, lambda seat: seat.meeting.adjust(TELLTALE, "ana", at(1)))
    on_sqlite.meetings.change(THIRD, ANA, lambda seat: seat.meeting.next("ana", at(2)))
    length = b"900345678"  # of the first step: 3 minutes planned, and the telltale
    while_live = _bytes_beside(sqlite).count(length)
    on_sqlite.close(60)

    assert (while_live > 0, _bytes_beside(sqlite).count(length)) == (True, 0)


def _for_new_connections(database: Database, statement: str) -> None:
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute(statement)

    database.engine.dispose()
    event.listen(database.engine, "connect", prepare)


def _bytes_beside(path: Path) -> bytes:
    """Everything in the folder of the database: the file, its log and its index."""
    return b"".join(each.read_bytes() for each in sorted(path.parent.iterdir()))
