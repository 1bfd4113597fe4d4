"""The tables explain themselves, agree with their migrations, and take nothing a person typed while meeting."""

from datetime import timedelta

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Column, Enum, String, Table, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TypeDecorator

from balint_live.adapters.database import engine
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.tables import METADATA, ledger
from balint_live.adapters.database.tables.attendance import MOVES
from balint_live.adapters.database.tables.base import Countdowns, Plan, ProgressBefore, Quarters, Stretches
from balint_live.adapters.database.tables.groups import GroupRow
from balint_live.adapters.system import SystemClock
from balint_live.application.identity import OPERATOR
from balint_live.domain.timeline import LeaderMark, Mark
from tests.integration.database.cast import CATALOGUE, ISSUED, START, THIRD, UNTOUCHED, Site, at

FILLED_WHILE_MEETING = (
    "meetings",
    "live_meetings",
    "acknowledgements",
    "presence_intervals",
    "attendance_marks",
    "rolls",
    "roll_entries",
    "corrections",
    "zoom_facts",
)
OURS_TO_FILL = {
    ("meetings", "protocol_name"),  # copied from a plan when the session is booked
    ("meetings", "protocol_id"),
    ("acknowledgements", "version"),  # the shipped text's own number
    ("live_meetings", "moved_by_practice_leader"),  # an id of our own making
    *(("zoom_facts", name) for name in ("key", "run", "connection", "stay")),  # digests
}

OF_THE_ROLL = (
    ("rolls", "meeting_id, roll_call, leader_id, at", "'third', 'final', 'ana', '2026-03-05 20:02:00'"),
    ("roll_entries", "meeting_id, registrant_id, spans", "'third', 'carla', '[]'"),
    (
        "corrections",
        "meeting_id, registrant_id, number, at, reason, before, after",
        "'third', 'carla', 1, '2026-03-05 20:03:00', 'leader_error', '[]', '[]'",
    ),
)


def columns() -> list[Column[object]]:
    return [column for table in METADATA.sorted_tables for column in table.columns]


@pytest.mark.parametrize("column", columns(), ids=str)
def test_every_column_says_what_it_is_for_and_how_long_it_is_kept(column: Column[object]) -> None:
    assert sorted(column.info) == ["kept", "purpose"]
    assert all(column.info.values())


@pytest.mark.parametrize("table", METADATA.sorted_tables, ids=str)
def test_every_table_says_what_it_is_for_and_who_sees_it(table: Table) -> None:
    assert sorted(table.info) == ["purpose", "seen_by"]
    assert all(table.info.values())


@pytest.mark.parametrize("column", columns(), ids=str)
def test_no_text_is_without_bound(column: Column[object]) -> None:
    assert not isinstance(column.type, String) or column.type.length


def test_no_column_that_a_meeting_fills_takes_free_text() -> None:
    free = {
        (column.table.name, column.name)
        for column in columns()
        if column.table.name in FILLED_WHILE_MEETING and _takes_text(column)
    }

    assert free == OURS_TO_FILL


def test_the_ledger_has_every_column_of_every_table() -> None:
    told = [(entry["table"], column["name"]) for entry in ledger() for column in entry["columns"]]

    assert told == [(column.table.name, column.name) for column in columns()]
    assert {tuple(sorted(column)) for entry in ledger() for column in entry["columns"]} == {
        ("kept", "name", "purpose")
    }


def test_the_migrated_schema_is_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_migrating_twice_changes_nothing(url: str) -> None:
    database = Database(url)

    assert (engine.is_current(database), engine.upgrade(database)) == (False, True)
    assert (engine.is_current(database), engine.upgrade(database)) == (True, False)
    database.dispose()


def test_the_newest_migration_is_the_last_of_their_one_line(database: Database) -> None:
    with database.engine.connect() as connection:
        all_of_them = ScriptDirectory.from_config(engine.scripts(connection))

    assert all_of_them.get_heads() == [engine.newest()]


def test_the_first_migration_can_be_taken_back(database: Database) -> None:
    with database.engine.begin() as connection:
        command.downgrade(engine.scripts(connection), "base")

    assert [name for name in inspect(database.engine).get_table_names() if name != "alembic_version"] == []


def test_of_groups_that_were_there_the_earliest_moment_known_is_their_making(enrolled: Site) -> None:
    _run(enrolled, "DELETE FROM registrants WHERE group_id = 'thursday'")
    bare = "'bare', 'Bare', 'Europe/London', 'o@example.org', 4, 'soft', 8, '2030-01-01 00:00:00'"
    columns = "id, name, timezone, contact, quorum, participant_clock, planned_sessions, created_at"
    _run(enrolled, f"INSERT INTO groups ({columns}) VALUES ({bare})")
    with enrolled.database.engine.begin() as connection:
        command.downgrade(engine.scripts(connection), "0003")
    engine.upgrade(enrolled.database)

    rows = enrolled.database.read(
        lambda session: session.execute(select(GroupRow.id, GroupRow.created_at)).all()
    )
    made = dict(rows)
    now = SystemClock().now()

    assert (made["tuesday"], made["thursday"]) == (ISSUED, min(START, made["bare"]))
    assert now - timedelta(minutes=5) < made["bare"] < now + timedelta(minutes=5)
    assert _count(enrolled, "registrants") == 3


def test_sessions_that_ended_keep_the_one_figure_their_lines_had(enrolled: Site) -> None:
    """What has not ended, and a group without credit, have none to keep."""
    with enrolled.database.engine.begin() as connection:
        command.downgrade(engine.scripts(connection), "0007")
    for place, (policy, most) in enumerate((("full_hour", 4), ("quarter_hour", 6)), start=1):
        values = f"'tuesday', {place}, '{policy}', 'CE', '', {most}, 15, 'consecutive', 'down', 4, 5, 6"
        _run(enrolled, f"INSERT INTO credit_lines VALUES ({values})")
    _run(enrolled, "UPDATE meetings SET closed_at = scheduled_end WHERE id IN ('third', 'elsewhere')")
    engine.upgrade(enrolled.database)

    catalogue = SqlGroups(enrolled.database, CATALOGUE)
    tuesday, thursday = (catalogue.group(id, OPERATOR) for id in ("tuesday", "thursday"))
    lines = tuesday.settings.credit_lines
    assert [(one.id, one.designated_quarters, one.by_plan) for one in lines] == [("1", 4, ()), ("2", 6, ())]
    assert [one.designated for one in tuesday.meetings] == [(("1", 4), ("2", 6)), ()]
    assert [one.designated for one in thursday.meetings] == [()]


def test_a_deleted_group_takes_everything_of_it_along(enrolled: Site) -> None:
    enrolled.open()
    enrolled.attendance.press(THIRD, "carla", "1", at(0))
    for table, columns, values in OF_THE_ROLL:
        _run(enrolled, f"INSERT INTO {table} ({columns}) VALUES ({values})")
    _run(enrolled, "DELETE FROM groups WHERE id = 'tuesday'")
    left = {
        table: _count(enrolled, table) for table in ("registrants", "meetings", *FILLED_WHILE_MEETING[1:])
    }

    assert left == {
        "registrants": 1,
        "meetings": 1,
        "live_meetings": 0,
        "acknowledgements": 0,
        "presence_intervals": 0,
        "attendance_marks": 0,
        "rolls": 0,
        "roll_entries": 0,
        "corrections": 0,
        "zoom_facts": 0,
    }


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE live_meetings SET move_type = 'he told us that'",
        "UPDATE attendance_marks SET mark = 'perhaps'",
        "UPDATE presence_intervals SET source = 'camera'",
        "UPDATE registrants SET role = 'leader'",
    ],
)
def test_the_database_itself_takes_known_words_only(enrolled: Site, statement: str) -> None:
    enrolled.open()
    enrolled.attendance.press(THIRD, "carla", "1", at(0))
    enrolled.attendance.mark(THIRD, "carla", "ana", LeaderMark(Mark.PRESENT, at(0)))

    with pytest.raises(IntegrityError):
        _run(enrolled, statement)


def test_every_undoable_move_has_its_word() -> None:
    opened = UNTOUCHED.open("ana", at(0))
    second = opened.next("ana", at(1))
    moves = [
        opened,
        second,
        second.back("ana", at(2)),
        second.goto(5, "ana", at(2)),
        second.pause("ana", at(2)),
        second.pause("ana", at(2)).resume("ana", at(3)),
        second.adjust(at(1) - at(0), "ana", at(2)),
        opened.adjust(at(5) - at(0), "ana", at(2)).spread("ana", at(3)),
    ]

    assert tuple(each.last_move.type for each in moves if each.last_move) == MOVES


def _takes_text(column: Column[object]) -> bool:
    kind = column.type
    if isinstance(kind, (Countdowns, ProgressBefore, Plan, Quarters, Stretches)):
        return False
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    if isinstance(kind, Enum) or column.foreign_keys or column.name == "id":
        return False
    return isinstance(kind, (String, JSON))


def _run(site: Site, statement: str) -> None:
    site.database.write(lambda session: session.execute(text(statement)))


def _count(site: Site, table: str) -> int:
    query = text(f"SELECT count(*) FROM {table}")
    return int(site.database.read(lambda session: session.execute(query).scalar_one()))
