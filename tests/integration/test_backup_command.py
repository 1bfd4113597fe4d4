"""`db backup` and `db restore` at the command line."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from balint_live.adapters.database import engine
from balint_live.adapters.database.engine import Database
from balint_live.cli import main
from tests.integration.database.kept_cast import Society, society


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Society]:
    """In the embedded database of this directory, with the series just over."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BALINT_LIVE_CONFIG", raising=False)
    assert run("group", "list").exit_code == 0
    [file] = tmp_path.rglob("*.sqlite3")
    database = Database(f"sqlite+pysqlite:///{file}")
    engine.upgrade(database)
    kept = society(database)
    kept.end_at(datetime.now(UTC))
    yield kept
    database.dispose()


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, list(words), input=typed)


def said(*words: str, typed: str = "") -> list[str]:
    result = run(*words, typed=typed)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout.splitlines()


def complaint(*words: str) -> str:
    result = run(*words)
    assert result.exit_code == 1, result.output
    return result.stderr.strip().removeprefix("Error: ")


def rows(kept: Society) -> int:
    return sum(map(len, kept.everything().values()))


def test_there_and_back(kept: Society) -> None:
    before, count = kept.everything(), rows(kept)

    assert said("db", "backup", "b.gz") == [
        f"Backed up to b.gz; rows: {count}.",
        "It holds names and addresses. Keep it where only you can read it, and not for ever.",
    ]
    kept.execute("DELETE FROM registrants")
    [restored] = said("db", "restore", "b.gz", "--yes")

    assert restored.startswith("Restored the backup of 20")
    assert restored.endswith(f" UTC; rows: {count}.")
    assert kept.everything() == before


def test_who_was_erased_stays_erased(kept: Society) -> None:
    said("db", "backup", "b.gz")
    kept.erase("zenobia")
    kept.erase("quentin")

    assert said("db", "restore", "b.gz", "--yes")[1:] == [
        "People erased since, who stay erased: 2.",
        "Their statements, which are kept: 1.",
    ]
    assert kept.people() == ["carla", "dan", "otto", "priya"]


def test_what_was_due_to_go_since_goes_at_once(kept: Society) -> None:
    kept.execute("INSERT INTO erasures (id, at) VALUES ('long ago', '2001-01-01 00:00:00')")
    said("db", "backup", "b.gz")
    said("purge")

    assert said("db", "restore", "b.gz", "--yes")[1:] == [
        "Due to be forgotten since, and gone:",
        "Apart from any series: notes of erasures: 1.",
    ]


def test_it_asks_first_and_takes_no_for_an_answer(kept: Society) -> None:
    said("db", "backup", "b.gz")
    kept.execute("DELETE FROM registrants")
    before = kept.everything()

    result = run("db", "restore", "b.gz", typed="n\n")

    assert "Everything in the database is replaced by the backup of 20" in result.stdout
    assert (result.exit_code, kept.everything()) == (1, before)


def test_a_yes_is_enough(kept: Society) -> None:
    before = kept.everything()
    said("db", "backup", "b.gz")
    kept.execute("DELETE FROM registrants")

    said("db", "restore", "b.gz", typed="y\n")

    assert kept.everything() == before


def test_a_file_that_is_there_is_not_replaced(kept: Society) -> None:
    Path("b.gz").write_text("something else", encoding="utf-8")

    assert complaint("db", "backup", "b.gz") == "b.gz: File exists."
    assert Path("b.gz").read_text(encoding="utf-8") == "something else"


def test_what_is_no_backup_is_said_to_be_none_before_anybody_is_asked(kept: Society) -> None:
    Path("b.gz").write_text("something else", encoding="utf-8")

    assert complaint("db", "restore", "b.gz") == "The file is not a backup, or it is damaged."
    assert complaint("db", "restore", "none.gz") == "none.gz: No such file or directory."


def test_a_running_session_is_spared_unless_it_is_said_otherwise(kept: Society) -> None:
    said("db", "backup", "b.gz")
    kept.execute(
        "INSERT INTO live_meetings (meeting_id, revision, position, countdowns, reminder_showing)"
        " VALUES ('second', 1, 1, '[]', 0)"
    )

    assert complaint("db", "restore", "b.gz", "--yes") == (
        "A session is running. Wait for its end, or say --even-though-live."
    )
    assert said("db", "backup", "c.gz")[1] == (
        "A session is running: where it stands is not in the backup, only what is meant to last."
    )
    assert said("db", "restore", "b.gz", "--yes", "--even-though-live")[1:] == [
        "Sessions that were running and are broken off: 1."
    ]


def test_erasures_are_taken_from_a_later_backup(kept: Society) -> None:
    said("db", "backup", "b.gz")
    kept.erase("quentin")
    said("db", "backup", "later.gz")
    kept.execute("DELETE FROM erasures")

    assert said("db", "restore", "b.gz", "--yes", "--erasures", "later.gz")[1:] == [
        "People erased since, who stay erased: 1."
    ]
    assert "quentin" not in kept.people()
