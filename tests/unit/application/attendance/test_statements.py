"""Statements through their use case: given out, printed and verified; a registrant reaches their own and nobody else's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from balint_live.application.access.links import Claim
from balint_live.application.attendance.statements import Licence, Printed, Statements
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.identity import OPERATOR, Identity, Kind
from tests.attendance_cast import AMA, attendance, held
from tests.fake_attendance import FakeAttendanceRecords
from tests.fakes import ManualClock
from tests.unit.application.groups.cast import DAN, START, details, numbered, person

NOW = START + timedelta(days=400)
CARLAS = Claim(Identity(Kind.REGISTRANT, "carla", 1), "tuesday")
DANS = Claim(Identity(Kind.REGISTRANT, "dan", 1), "tuesday")
CODES = ("ACDE2346FGHJ", "KMNP2346QRTU")


@pytest.fixture
def records() -> FakeAttendanceRecords:
    licensed = person("carla", details=details("carla", licence_no="123", licence_region="Bavaria"))
    return FakeAttendanceRecords(
        attendance(held(1, {"carla": [(0, 60)], "dan": [(0, 60)]}), people=(licensed, DAN), lines=(AMA,))
    )


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def statements(records: FakeAttendanceRecords, clock: ManualClock) -> Statements:
    codes = iter(CODES)
    return Statements(clock, records, numbered("s"), lambda: next(codes))


def test_given_out_once_and_printed_with_what_is_true_today(
    statements: Statements, records: FakeAttendanceRecords
) -> None:
    statement = statements.issue(OPERATOR, "tuesday", "carla", None)

    assert (statement.id, statements.issue(OPERATOR, "tuesday", "carla", None)) == ("s-1", statement)
    assert records.kept.statements == (statement,)
    assert statements.printed(OPERATOR, "tuesday", "s-1") == Printed(
        statement=statement,
        planned=8,
        leaders=("Ana",),
        contact="office@example.org",
        licence=Licence("123", "Bavaria"),
    )


def test_of_somebody_erased_it_is_printed_without_a_licence(
    statements: Statements, records: FakeAttendanceRecords
) -> None:
    statement = replace(statements.issue(OPERATOR, "tuesday", "carla", None), registrant_id=None)
    records.kept = replace(records.kept, statements=(statement,))
    printed = statements.printed(OPERATOR, "tuesday", "s-1")

    assert printed == Printed(statement=statement, planned=8, leaders=("Ana",), contact="office@example.org")


def test_one_that_is_not_there(statements: Statements) -> None:
    assert statements.printed(OPERATOR, "tuesday", "s-1") is None
    with pytest.raises(NoSuchGroup):
        statements.printed(OPERATOR, "thursday", "s-1")


def test_ones_own_and_nobody_elses(statements: Statements) -> None:
    carlas, dans = statements.issue_own(CARLAS, "m1"), statements.issue_own(DANS, None)
    reached = {
        (claim.who.id, one.id): statements.printed_own(claim, one.id) is not None
        for claim in (CARLAS, DANS)
        for one in (carlas, dans)
    }

    assert (carlas.registrant_id, dans.registrant_id) == ("carla", "dan")
    assert reached == {
        ("carla", "s-1"): True,
        ("carla", "s-2"): False,
        ("dan", "s-1"): False,
        ("dan", "s-2"): True,
    }


def test_verified_by_code_and_name(statements: Statements) -> None:
    carlas, dans = statements.issue_own(CARLAS, None), statements.issue_own(DANS, None)

    assert statements.verify("acde-2346-fghj", " CARLA ") == carlas
    assert statements.verify(CODES[1], "Dan") == dans
    assert statements.verify(CODES[0], "Dan") is None
    assert statements.verify("ZZZZ9999ZZZZ", "Carla") is None
    assert statements.verify("", "") is None


def test_not_verified_once_it_should_be_gone(statements: Statements, clock: ManualClock) -> None:
    statement = statements.issue_own(CARLAS, None)
    clock.set(statement.kept_until - timedelta(seconds=1))
    assert statements.verify(CODES[0], "Carla") == statement
    clock.set(statement.kept_until)
    assert statements.verify(CODES[0], "Carla") is None
