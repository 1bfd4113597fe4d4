"""Statements as they are stored: found by their code as they were given out, replaced, kept longer, and nobody's at last."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.application.attendance.record import Entries, StatedCredit, StatedSession, Statement
from balint_live.application.identity import OPERATOR
from tests.integration.database.cast import CATALOGUE, END, START, THIRD, Site

YEARS = timedelta(days=2200)
GIVEN = Statement(
    id="s-1",
    code="ACDE2346FGHJ",
    registrant_id="carla",
    group_id="tuesday",
    meeting_id=THIRD,
    issued_at=END,
    kept_until=END + YEARS,
    name="Carla Müller 王",
    organisation="The Society",
    activity="Tuesday group",
    timezone="Europe/London",
    sessions=(StatedSession(3, START, END, START + timedelta(seconds=1), END, 3599),),
    credits=(StatedCredit("AMA", 3, "Word\nfor word."), StatedCredit("APA", 4)),
)


@pytest.fixture
def records(enrolled: Site) -> SqlAttendanceRecords:
    """With that one statement in it."""
    records = SqlAttendanceRecords(enrolled.database, CATALOGUE)
    write(records, Entries(statements=(GIVEN,)))
    return records


def write(records: SqlAttendanceRecords, entries: Entries) -> None:
    records.write("tuesday", OPERATOR, END, lambda _: entries)


def test_it_comes_back_as_it_was_given_out(records: SqlAttendanceRecords) -> None:
    assert records.statement(GIVEN.code) == GIVEN
    assert records.attendance("tuesday", OPERATOR).statements == (GIVEN,)
    assert records.statement("ZZZZ9999ZZZZ") is None


def test_a_newer_one_takes_its_place_once(records: SqlAttendanceRecords) -> None:
    newer = replace(GIVEN, id="s-2", code="KMNP2346QRTU", issued_at=END + timedelta(days=1))
    write(records, Entries(statements=(newer,), replaced=(GIVEN.id,)))
    records.write("tuesday", OPERATOR, END + YEARS, lambda _: Entries(replaced=(GIVEN.id,)))

    assert records.attendance("tuesday", OPERATOR).statements == (replace(GIVEN, replaced_at=END), newer)


def test_it_can_be_kept_longer(records: SqlAttendanceRecords) -> None:
    write(records, Entries(prolonged=((GIVEN.id, END + 2 * YEARS),)))

    assert records.statement(GIVEN.code) == replace(GIVEN, kept_until=END + 2 * YEARS)


def test_it_outlives_person_session_and_group(enrolled: Site, records: SqlAttendanceRecords) -> None:
    with enrolled.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM registrants WHERE id = 'carla'"))
        connection.execute(text("DELETE FROM groups WHERE id = 'tuesday'"))

    assert records.statement(GIVEN.code) == replace(GIVEN, registrant_id=None, meeting_id=None, group_id=None)
