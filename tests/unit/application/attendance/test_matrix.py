"""The attendance matrix: everybody by every session, how far each is settled, and who needs every session left."""

from dataclasses import replace
from datetime import timedelta

import pytest

from balint_live.application.attendance.matrix import matrix, row_of
from balint_live.application.attendance.record import AttendanceRecord, SessionRecord
from balint_live.application.groups.group import SessionStatus
from balint_live.domain.credit import CreditLine, Policy, ReasonCode, SeriesCount
from tests.attendance_cast import ALL_LINES, APA, OTTO, SIX_OF_EIGHT, booked, held, to_come
from tests.attendance_cast import attendance as laid
from tests.unit.application.groups.cast import CARLA, DAN, NOW, START

HOUR = [(0, 60)]
LATER = START + timedelta(days=100)
ONE_OF_TWO = CreditLine(policy=Policy.SERIES_MIN, credit_type="One of two", required_sessions=1)


def all_here(number: int, **changes: bool) -> SessionRecord:
    return held(number, {"carla": HOUR, "dan": HOUR, "otto": HOUR}, **changes)  # type: ignore[arg-type]


def not_held(number: int) -> SessionRecord:
    """Opened, and broken off."""
    start = booked(number).start
    meeting = booked(number, opened_at=start, closed_at=start + timedelta(minutes=5), not_held_at=start)
    return SessionRecord(meeting=meeting)


def series(*sessions: SessionRecord, lines: tuple[CreditLine, ...] = (SIX_OF_EIGHT,)) -> AttendanceRecord:
    """As many sessions are planned as are booked."""
    attendance = laid(*sessions, lines=lines)
    settings = replace(attendance.group.settings, planned_sessions=len(sessions))
    return replace(attendance, group=replace(attendance.group, settings=settings))


def test_every_session_says_how_far_its_attendance_is_settled() -> None:
    running = SessionRecord(meeting=booked(4, opened_at=booked(4).start))
    cancelled = SessionRecord(meeting=booked(5, cancelled_at=NOW))
    never_opened = to_come(6)
    attendance = laid(
        held(1, {"carla": HOUR}),
        held(2, {"carla": HOUR}, confirmed=False),
        not_held(3),
        running,
        cancelled,
        never_opened,
        to_come(7),
    )
    shown = matrix(attendance, booked(6).end)
    assert [column.status for column in shown.columns] == [
        SessionStatus.CONFIRMED,
        SessionStatus.ROLL_OPEN,
        SessionStatus.NOT_HELD,
        SessionStatus.RUNNING,
        SessionStatus.CANCELLED,
        SessionStatus.NOT_HELD,
        SessionStatus.TO_COME,
    ]
    assert [one.number for one in shown.unconfirmed] == [2]


def test_people_stand_in_the_order_of_their_names_with_all_their_sessions() -> None:
    shown = matrix(series(all_here(1), to_come(2), lines=ALL_LINES), LATER)
    assert [(row.person, len(row.record.sessions)) for row in shown.rows] == [(CARLA, 2), (DAN, 2), (OTTO, 2)]


def test_attended_are_the_confirmed_sessions_somebody_was_in_at_all() -> None:
    attendance = series(
        held(1, {"carla": HOUR, "dan": [(-5, 0)]}, absent=["otto"]),
        held(2, {"carla": [(59, 60)]}, absent=["dan"]),
        all_here(3, confirmed=False),
        not_held(4),
        to_come(5),
    )
    assert [(row.attended, row.confirmed) for row in matrix(attendance, booked(4).end).rows] == [
        (2, 2),
        (0, 2),
        (0, 1),
    ]


def test_a_series_minimum_stands_in_the_row_other_credit_does_not() -> None:
    row = row_of(series(all_here(1), to_come(2), lines=(APA, ONE_OF_TWO)), CARLA, NOW)
    assert [(one.line, one.count, one.spare) for one in row.series] == [
        (1, SeriesCount(ReasonCode.SERIES_MET, 1, 2, 1), None)
    ]


@pytest.mark.parametrize(
    ("missed", "left", "spare", "at_risk", "out_of_reach"),
    [
        (1, 7, 1, False, False),
        (2, 6, 0, True, False),
        (3, 5, None, False, True),
    ],
    ids=["can miss one", "needs every session left", "cannot reach it"],
)
def test_dan_who_has_been_to_none(
    missed: int, left: int, spare: int | None, at_risk: bool, out_of_reach: bool
) -> None:
    gone = [held(number, {"carla": HOUR}, absent=["dan", "otto"]) for number in range(1, missed + 1)]
    future = [to_come(number) for number in range(missed + 1, missed + left + 1)]
    shown = matrix(series(*gone, *future), NOW)
    assert [one.spare for one in shown.rows[1].series] == [spare]
    assert (DAN in shown.at_risk(0), DAN in shown.missed(0)) == (at_risk, out_of_reach)
    assert CARLA not in [*shown.at_risk(0), *shown.missed(0)]


def test_an_open_roll_may_yet_count_and_a_session_not_held_does_not() -> None:
    attendance = series(
        *(all_here(number) for number in range(1, 5)),
        not_held(5),
        not_held(6),
        all_here(7, confirmed=False),
        to_come(8),
    )
    shown = matrix(attendance, booked(8).start - timedelta(days=1))
    assert [one.spare for row in shown.rows for one in row.series] == [0, 0, 0]
    assert shown.at_risk(0) == [CARLA, DAN, OTTO]


def test_whoever_left_stays_while_a_session_is_about_them_and_waits_for_nothing() -> None:
    left = booked(1).end + timedelta(days=1)
    attendance = series(
        held(1, {"carla": HOUR}, absent=["dan"]), *(to_come(number) for number in range(2, 7)), to_come(8)
    )
    people = (CARLA, replace(DAN, withdrawn_at=left), replace(OTTO, withdrawn_at=NOW))
    shown = matrix(replace(attendance, group=replace(attendance.group, registrants=people)), left)
    assert [row.person.id for row in shown.rows] == ["carla", "dan"]
    assert [one.at_risk for one in shown.rows[1].series] == [True]
    assert shown.at_risk(0) == []


def test_a_row_by_itself_is_the_row_of_the_matrix() -> None:
    attendance = series(all_here(1), held(2, {"carla": HOUR}, absent=["dan"]), to_come(3), lines=ALL_LINES)
    assert row_of(attendance, DAN, LATER) == matrix(attendance, LATER).rows[1]


def test_a_group_without_sessions_or_people_has_an_empty_matrix() -> None:
    attendance = laid(people=(replace(CARLA, withdrawn_at=NOW),), lines=())
    shown = matrix(attendance, NOW)
    assert (shown.columns, shown.rows, shown.unconfirmed) == ((), (), ())
