"""The proof of absence: after a whole session, nothing is kept anywhere but what the ledger names.

The session is played in a real server, with a presenter, every signal, odd lengths and a marked word in every opening. Then
every byte is searched: the database with its free pages and its write-ahead log, log, metrics and outbox.
"""

import asyncio
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from balint_live.adapters.database.tables import METADATA
from balint_live.cli import main
from balint_live.domain.display import KNOWN
from tests.integration.absence.held_session import MARK, ODD_SECONDS, HeldSession
from tests.integration.absence.traces import files_of, naming, unexplained
from tests.integration.live.page import Page
from tests.integration.live.person import Circle
from tests.integration.live.scene import played
from tests.integration.live.served import Served

OPEN_BOOK = {"server": {"metrics": True}, "limits": {"events_per_second": 1000, "events_burst": 1000}}
NOWHERE = {
    "the marked word": MARK,
    "an address in the network": "203.0.113.77",
    "a command's own id": "command-",
    **{f"the signal {id}": id for id in KNOWN},
    **{f"the words of {id}": signal.words for id, signal in KNOWN.items()},
}
MINUTE_US = 60_000_000
MOST_OF_IT = """
    INSERT INTO credit_lines (group_id, place, policy, credit_type, statement, designated_quarters, grace_minutes, gap,
                              rounding, numerator, denominator, required_sessions)
    VALUES (?, 1, 'min_fraction', 'CPD points', 'As approved.', 4, 15, 'consecutive', 'down', 1, 100, 6)
"""
LONG_ENOUGH_S = 2.5
"""Attendance counts whole seconds, and a quick machine plays the session in less than one."""
EXPORTS = {
    "attendance.csv": ["export"],
    "attendance.xlsx": ["export", "--format", "xlsx"],
    "attendance.json": ["export", "--format", "json"],
    "absences.csv": ["export", "--what", "absences"],
    "backup": ["db", "backup"],
}


@played
async def test_after_a_normal_close(fresh: Callable[..., Served]) -> None:
    site = fresh(settings=OPEN_BOOK)
    circle = site.circle()
    held_session = await HeldSession.begins(circle)
    await held_session.until_the_discussion()
    await held_session.they_try_to_write()
    assert traces_while_live(site) == {"the odd length": True, "who is connected": True}
    await held_session.ends()

    nothing_is_left(site, circle)
    site.stop()
    nothing_is_left(site, circle, running=False)


@played
async def test_after_kill_9_in_the_discussion_and_a_restart(fresh: Callable[..., Served]) -> None:
    site = fresh(settings=OPEN_BOOK)
    circle = site.circle()
    held_session = await HeldSession.begins(circle)
    await held_session.until_the_discussion()
    await held_session.they_try_to_write()
    site.kill()
    site.start()
    back = [
        await Page.at(page.ticket)
        for page in (held_session.ana, held_session.ben, held_session.presenter, held_session.other)
    ]
    again = HeldSession(circle, *back)
    await again.ana.taken("presenter.set", person=circle.registrants[0].id)
    await again.everybody_signals()
    await again.ends()

    nothing_is_left(site, circle)
    site.stop()
    nothing_is_left(site, circle, running=False)


@played
async def test_after_the_roll_the_exports_and_an_erasure(
    fresh: Callable[..., Served], tmp_path: Path
) -> None:
    """Somebody with credit is erased: a statement and a bare id stay, and of the rest no byte; nor in any export since."""
    site = fresh(settings=OPEN_BOOK)
    circle = site.circle()
    site.change(MOST_OF_IT, site.rows("SELECT id FROM groups")[0][0])
    held_session = await HeldSession.begins(circle)
    await held_session.until_the_discussion()
    await held_session.they_try_to_write()
    for person in circle.registrants[:2]:
        await held_session.ana.command("attendance.mark", person=person.id, mark="present")
    await asyncio.sleep(LONG_ENOUGH_S)
    await held_session.ends()
    confirmed(site, circle)
    before = exported(site, tmp_path / "before")
    gone, stays = circle.registrants[0], circle.registrants[1]
    address = site.rows("SELECT email FROM registrants WHERE id = ?", gone.id)[0][0]
    gone.post(f"{gone.link}/erase", gone.get(f"{gone.link}/erase").form)
    after = exported(site, tmp_path / "after")

    nothing_is_left(site, circle, alike=False)
    known = {
        "the exports before": bool(naming(gone.name, before)),
        "somebody else": bool(naming(stays.name, after)),
    }
    assert known == {"the exports before": True, "somebody else": True}
    assert naming(gone.name, after) == naming(gone.id, after) == ["after/backup:unpacked"]
    assert naming(address, before) != naming(address, after) == []
    rows = {row.split('"')[1] for row in site.tables() if gone.name in row or gone.id in row}
    assert rows == {"statements", "erasures"}
    site.stop()
    nothing_is_left(site, circle, running=False, alike=False)


def confirmed(site: Served, circle: Circle) -> None:
    """Ana confirms the roll as it is."""
    ana = circle.leaders[0]
    group = site.rows("SELECT group_id FROM meetings WHERE id = ?", circle.meeting)[0][0]
    roll = f"/groups/{group}/sessions/{circle.meeting}/roll"
    page = ana.get(roll)
    people = re.findall(r'name="person" value="(\w+)"', page.text)
    body = urlencode({**page.form, "person": people}, doseq=True).encode()
    answer = ana.ask("POST", roll, body, {"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status == 303, answer.text


def exported(site: Served, folder: Path) -> dict[str, bytes]:
    """All that can be exported, as whoever runs the server does it."""
    folder.mkdir()
    config = folder / "config.toml"
    config.write_text(f"[data]\ndirectory = {json.dumps(str(site.data))}\n")
    group = site.rows("SELECT id FROM groups")[0][0]
    for name, options in EXPORTS.items():
        target = [group, "--output", str(folder / name)] if options[0] == "export" else [str(folder / name)]
        result = CliRunner().invoke(main, [*options, "--config", str(config), *target])
        assert result.exit_code == 0, result.output
    return files_of(folder)


def traces_while_live(site: Served) -> dict[str, bool]:
    """What could leak is there: the look that later finds nothing finds it now."""
    return {
        "the odd length": bool(naming(_odd_length(site), files_of(site.data))),
        "who is connected": "balint_connections 4.0" in site.visitor.get("/metrics").text,
    }


def nothing_is_left(site: Served, circle: Circle, *, running: bool = True, alike: bool = True) -> None:
    files = files_of(site.folder)
    if running:
        files["metrics"] = site.visitor.get("/metrics").body
    words = {**NOWHERE, "the odd length": _odd_length(site)}
    assert {what: found for what, word in words.items() if (found := naming(word, files))} == {}
    assert tables_of(site) == ledger_tables()
    assert site.rows("SELECT * FROM live_meetings") == []
    assert unexplained(_database(site)) == []
    presenter, other = circle.registrants[:2]
    assert not alike or traces_of(site, presenter.id) == traces_of(site, other.id)
    assert said_in_the_log(site) <= {"listening", "stopped", "counts"}
    for person in (*circle.leaders, *circle.registrants):
        outside = {
            name for name in naming(person.id, files) if not name.startswith("data/balint-live.sqlite3")
        }
        assert {name for name in outside if "errors" in name or name == "metrics"} == set()


def _odd_length(site: Served) -> str:
    """The opening's length as it was adjusted, in the database's own grain."""
    return str(3 * MINUTE_US + ODD_SECONDS * 1_000_000)


def tables_of(site: Served) -> dict[str, set[str]]:
    with closing(sqlite3.connect(_database(site))) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: {row[1] for row in database.execute(f'PRAGMA table_info("{name}")')}
            for name in names
            if name != "alembic_version"
        }


def ledger_tables() -> dict[str, set[str]]:
    return {table.name: {column.name for column in table.columns} for table in METADATA.sorted_tables}


def traces_of(site: Served, person: str) -> dict[str, int]:
    """How often somebody stands in each table: no more often for a presenter than for anybody else."""
    rows = (row for row in site.tables() if person in row)
    counted: dict[str, int] = {}
    for row in rows:
        table = row.split('"')[1]
        counted[table] = counted.get(table, 0) + 1
    return counted


def said_in_the_log(site: Served) -> set[str]:
    """A slow machine lives to see a minute's counts. They are kinds and numbers; names are looked for in all files."""
    lines = [line for path in site.folder.glob("errors-*") for line in path.read_text().splitlines()]
    return {json.loads(line)["event"] for line in lines}


def _database(site: Served) -> Path:
    return site.data / "balint-live.sqlite3"


@pytest.mark.parametrize("where", ["a free page", "the write-ahead log"])
def test_the_search_itself_finds_what_was_deleted_but_not_overwritten(tmp_path: Path, where: str) -> None:
    """Without secure_delete, or with a log nobody emptied, the same look finds the word."""
    path = tmp_path / "careless.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL" if "log" in where else "PRAGMA secure_delete = OFF")
        database.execute("CREATE TABLE notes (word TEXT)")
        database.execute("INSERT INTO notes VALUES (?)", (MARK,))
        database.execute("DELETE FROM notes")
        assert (naming(MARK, files_of(tmp_path)) != [], unexplained(path) != []) == (True, True)
