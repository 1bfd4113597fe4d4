"""The proof of absence: after a whole evening, nothing is kept anywhere but what the ledger names.

The evening is played in a real server, with a presenter, every signal, odd lengths and a marked word in every opening. Then
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
from tests.integration.absence.evening import MARK, ODD_SECONDS, Evening
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
"""Attendance counts whole seconds, and a quick machine plays the evening in less than one."""
EXPORTS = {
    "attendance.csv": ["export"],
    "attendance.xlsx": ["export", "--format", "xlsx"],
    "attendance.json": ["export", "--format", "json"],
    "absences.csv": ["export", "--what", "absences"],
    "backup": ["db", "backup"],
}


@played
async def test_after_a_normal_close(fresh: Callable[..., Served]) -> None:
    house = fresh(settings=OPEN_BOOK)
    circle = house.circle()
    evening = await Evening.begins(circle)
    await evening.until_the_discussion()
    await evening.they_try_to_write()
    assert traces_while_live(house) == {"the odd length": True, "who is connected": True}
    await evening.ends()

    nothing_is_left(house, circle)
    house.stop()
    nothing_is_left(house, circle, running=False)


@played
async def test_after_kill_9_in_the_discussion_and_a_restart(fresh: Callable[..., Served]) -> None:
    house = fresh(settings=OPEN_BOOK)
    circle = house.circle()
    evening = await Evening.begins(circle)
    await evening.until_the_discussion()
    await evening.they_try_to_write()
    house.kill()
    house.start()
    back = [
        await Page.at(page.ticket) for page in (evening.ana, evening.ben, evening.presenter, evening.other)
    ]
    again = Evening(circle, *back)
    await again.ana.taken("presenter.set", person=circle.registrants[0].id)
    await again.everybody_signals()
    await again.ends()

    nothing_is_left(house, circle)
    house.stop()
    nothing_is_left(house, circle, running=False)


@played
async def test_after_the_roll_the_exports_and_an_erasure(
    fresh: Callable[..., Served], tmp_path: Path
) -> None:
    """Somebody with credit is erased: a statement and a bare id stay, and of the rest no byte; nor in any export since."""
    house = fresh(settings=OPEN_BOOK)
    circle = house.circle()
    house.change(MOST_OF_IT, house.rows("SELECT id FROM groups")[0][0])
    evening = await Evening.begins(circle)
    await evening.until_the_discussion()
    await evening.they_try_to_write()
    for person in circle.registrants[:2]:
        await evening.ana.command("attendance.mark", person=person.id, mark="present")
    await asyncio.sleep(LONG_ENOUGH_S)
    await evening.ends()
    confirmed(house, circle)
    before = exported(house, tmp_path / "before")
    gone, stays = circle.registrants[0], circle.registrants[1]
    address = house.rows("SELECT email FROM registrants WHERE id = ?", gone.id)[0][0]
    gone.post(f"{gone.link}/erase", gone.get(f"{gone.link}/erase").form)
    after = exported(house, tmp_path / "after")

    nothing_is_left(house, circle, alike=False)
    known = {
        "the exports before": bool(naming(gone.name, before)),
        "somebody else": bool(naming(stays.name, after)),
    }
    assert known == {"the exports before": True, "somebody else": True}
    assert naming(gone.name, after) == naming(gone.id, after) == ["after/backup:unpacked"]
    assert naming(address, before) != naming(address, after) == []
    rows = {row.split('"')[1] for row in house.tables() if gone.name in row or gone.id in row}
    assert rows == {"statements", "erasures"}
    house.stop()
    nothing_is_left(house, circle, running=False, alike=False)


def confirmed(house: Served, circle: Circle) -> None:
    """Ana confirms the roll as it is."""
    ana = circle.leaders[0]
    group = house.rows("SELECT group_id FROM meetings WHERE id = ?", circle.meeting)[0][0]
    roll = f"/groups/{group}/sessions/{circle.meeting}/roll"
    page = ana.get(roll)
    people = re.findall(r'name="person" value="(\w+)"', page.text)
    body = urlencode({**page.form, "person": people}, doseq=True).encode()
    answer = ana.ask("POST", roll, body, {"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status == 303, answer.text


def exported(house: Served, folder: Path) -> dict[str, bytes]:
    """All that can be exported, as whoever runs the server does it."""
    folder.mkdir()
    config = folder / "config.toml"
    config.write_text(f"[data]\ndirectory = {json.dumps(str(house.data))}\n")
    group = house.rows("SELECT id FROM groups")[0][0]
    for name, options in EXPORTS.items():
        target = [group, "--output", str(folder / name)] if options[0] == "export" else [str(folder / name)]
        result = CliRunner().invoke(main, [*options, "--config", str(config), *target])
        assert result.exit_code == 0, result.output
    return files_of(folder)


def traces_while_live(house: Served) -> dict[str, bool]:
    """What could leak is there: the look that later finds nothing finds it now."""
    return {
        "the odd length": bool(naming(_odd_length(house), files_of(house.data))),
        "who is connected": "balint_connections 4.0" in house.visitor.get("/metrics").text,
    }


def nothing_is_left(house: Served, circle: Circle, *, running: bool = True, alike: bool = True) -> None:
    files = files_of(house.folder)
    if running:
        files["metrics"] = house.visitor.get("/metrics").body
    words = {**NOWHERE, "the odd length": _odd_length(house)}
    assert {what: found for what, word in words.items() if (found := naming(word, files))} == {}
    assert tables_of(house) == ledger_tables()
    assert house.rows("SELECT * FROM live_meetings") == []
    assert unexplained(_database(house)) == []
    presenter, other = circle.registrants[:2]
    assert not alike or traces_of(house, presenter.id) == traces_of(house, other.id)
    assert said_in_the_log(house) <= {"listening", "stopped", "counts"}
    for person in (*circle.leaders, *circle.registrants):
        outside = {
            name for name in naming(person.id, files) if not name.startswith("data/balint-live.sqlite3")
        }
        assert {name for name in outside if "errors" in name or name == "metrics"} == set()


def _odd_length(house: Served) -> str:
    """The opening's length as it was adjusted, in the database's own grain."""
    return str(3 * MINUTE_US + ODD_SECONDS * 1_000_000)


def tables_of(house: Served) -> dict[str, set[str]]:
    with closing(sqlite3.connect(_database(house))) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: {row[1] for row in database.execute(f'PRAGMA table_info("{name}")')}
            for name in names
            if name != "alembic_version"
        }


def ledger_tables() -> dict[str, set[str]]:
    return {table.name: {column.name for column in table.columns} for table in METADATA.sorted_tables}


def traces_of(house: Served, person: str) -> dict[str, int]:
    """How often somebody stands in each table: no more often for a presenter than for anybody else."""
    rows = (row for row in house.tables() if person in row)
    counted: dict[str, int] = {}
    for row in rows:
        table = row.split('"')[1]
        counted[table] = counted.get(table, 0) + 1
    return counted


def said_in_the_log(house: Served) -> set[str]:
    """A slow machine lives to see a minute's counts. They are kinds and numbers; names are looked for in all files."""
    lines = [line for path in house.folder.glob("errors-*") for line in path.read_text().splitlines()]
    return {json.loads(line)["event"] for line in lines}


def _database(house: Served) -> Path:
    return house.data / "balint-live.sqlite3"


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
