"""`purge`: what is due goes, or is only said, by group and number and never by name."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from balint_live import config as configuration
from balint_live.adapters.database import engine
from balint_live.adapters.database.engine import Database
from balint_live.cli import main
from balint_live.composition import create_app
from balint_live.runtime import runtime
from tests.integration.database.kept_cast import END, Society, society


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Society]:
    """In the embedded database of this directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BALINT_LIVE_CONFIG", raising=False)
    assert run("group", "list").exit_code == 0
    [file] = tmp_path.rglob("*.sqlite3")
    database = Database(f"sqlite+pysqlite:///{file}")
    engine.upgrade(database)
    yield society(database)
    database.dispose()


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def said(*words: str) -> list[str]:
    result = run(*words)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout.splitlines()


def over_for(kept: Society, days: int) -> None:
    kept.end_at(datetime.now(UTC) - timedelta(days=days))


@pytest.mark.parametrize("words", [("purge",), ("purge", "--dry-run")], ids=" ".join)
def test_where_nothing_is_due_it_says_so(kept: Society, words: tuple[str, ...]) -> None:
    over_for(kept, days=13)
    before = kept.everything()

    assert said(*words) == ["Nothing is due."]
    assert kept.everything() == before


def test_a_dry_run_says_what_would_go_and_changes_nothing(kept: Society) -> None:
    over_for(kept, days=91)
    before = kept.everything()

    assert said("purge", "--dry-run") == [
        "Tuesday group (tuesday): people, whole: 4; people, all but the record of their credit: 2.",
        "Nothing was changed.",
    ]
    assert kept.everything() == before


def test_purging_says_what_went(kept: Society) -> None:
    over_for(kept, days=91)
    kept.execute(
        "INSERT INTO sign_ins (id, browser, asked_at, wrong_codes) VALUES ('s', 'b', :at, 0)", at=END
    )

    assert said("purge") == [
        "Tuesday group (tuesday): people, whole: 4; people, all but the record of their credit: 2.",
        "Apart from any series: sign-ins: 1.",
    ]
    assert kept.people() == ["carla", "zenobia"]
    assert said("purge") == ["Nothing is due."]


def test_after_two_weeks_it_is_the_codes(kept: Society) -> None:
    over_for(kept, days=15)

    assert said("purge") == ["Tuesday group (tuesday): join codes: 6."]


@pytest.mark.parametrize(("in_server", "left"), [(True, 2), (False, 6)])
def test_the_server_purges_by_itself_where_it_also_sends_the_mail(
    kept: Society, in_server: bool, left: int
) -> None:
    over_for(kept, days=91)
    settings = {
        "database": {"url": str(kept.database.engine.url)},
        "mail": {"send_from_server": in_server},
    }
    config = configuration.from_settings(settings, "test").settled(lambda _: "s" * 32)

    for daily_job in create_app(config, runtime("threading")).jobs[1:]:
        daily_job()

    assert len(kept.people()) == left


def test_nothing_of_anybody_is_left_in_the_files(kept: Society, tmp_path: Path) -> None:
    over_for(kept, days=91)
    files = list(tmp_path.rglob("*.sqlite3*"))
    there_before = any(b"quentin@example.org" in each.read_bytes() for each in files)

    said("purge")

    assert there_before
    assert [each.name for each in tmp_path.rglob("*.sqlite3*") if b"quentin" in each.read_bytes()] == []
