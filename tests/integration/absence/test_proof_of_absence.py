"""The proof of absence: after a whole evening, nothing is kept anywhere but what the ledger names.

The evening is played in a real server, with a presenter, every signal, odd lengths and a marked word in every opening. Then
every byte is searched: the database with its free pages and its write-ahead log, log, metrics and outbox.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from balint_live.adapters.database.ledger import METADATA
from balint_live.domain.signals import KNOWN
from tests.integration.absence.evening import MARK, ODD_SECONDS, Evening
from tests.integration.absence.traces import files_of, naming, unexplained
from tests.integration.live.page import Page
from tests.integration.live.person import Circle
from tests.integration.live.scene import played
from tests.integration.live.served import Served

OPEN_BOOK = {"server": {"metrics": True}}
NOWHERE = {
    "the marked word": MARK,
    "an address in the network": "203.0.113.77",
    "a command's own id": "command-",
    **{f"the signal {id}": id for id in KNOWN},
    **{f"the words of {id}": signal.words for id, signal in KNOWN.items()},
}
MINUTE_US = 60_000_000


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


def traces_while_live(house: Served) -> dict[str, bool]:
    """What could leak is there: the look that later finds nothing finds it now."""
    return {
        "the odd length": bool(naming(_odd_length(house), files_of(house.data))),
        "who is connected": "balint_connections 4.0" in house.visitor.get("/metrics").text,
    }


def nothing_is_left(house: Served, circle: Circle, running: bool = True) -> None:
    files = files_of(house.folder)
    if running:
        files["metrics"] = house.visitor.get("/metrics").body
    words = {**NOWHERE, "the odd length": _odd_length(house)}
    assert {what: found for what, word in words.items() if (found := naming(word, files))} == {}
    assert tables_of(house) == ledger_tables()
    assert house.rows("SELECT * FROM live_meetings") == []
    assert unexplained(_database(house)) == []
    presenter, other = circle.registrants[:2]
    assert traces_of(house, presenter.id) == traces_of(house, other.id)
    assert said_in_the_log(house) <= {"listening", "stopped"}
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
