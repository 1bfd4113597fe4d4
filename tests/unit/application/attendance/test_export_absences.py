from dataclasses import replace
from datetime import timedelta

from balint_live.application.attendance.export_rows import AbsenceRow, absence_rows
from balint_live.application.attendance.record import SessionRecord, person_records
from tests.attendance_cast import Minutes, attendance, held
from tests.unit.application.groups.cast import START

NOW = START + timedelta(days=20)


def absences(*sessions: SessionRecord) -> list[tuple[object, ...]]:
    laid = attendance(*sessions)
    return [
        (
            row.session_no,
            row.name,
            row.absent,
            row.minutes_missed,
            row.minutes_present,
            row.minutes_of_session,
        )
        for row in absence_rows(laid, person_records(laid, NOW), NOW)
    ]


def here(minutes: Minutes) -> list[tuple[object, ...]]:
    return absences(held(1, {"carla": minutes}))


def test_a_whole_row() -> None:
    laid = attendance(held(1, {"carla": [(0, 60)]}, absent=["dan"]))

    assert absence_rows(laid, person_records(laid, NOW), NOW) == (
        AbsenceRow(
            activity_title="Tuesday group",
            session_no=1,
            session_date="2026-03-10",
            participant_id="dan",
            name="Dan",
            absent="all",
            minutes_missed=60,
            minutes_present=0,
            minutes_of_session=60,
        ),
    )


def test_somebody_away_for_a_part() -> None:
    assert here([(0, 20), (30, 60)]) == [(1, "Carla", "part", 10, 50, 60)]
    assert here([(15.5, 60)]) == [(1, "Carla", "part", 16, 44, 60)]


def test_a_gap_the_roll_would_not_ask_about_is_none() -> None:
    assert here([(3, 30), (32, 60)]) == []
    assert here([(0, 56.9)]) == [(1, "Carla", "part", 4, 56, 60)]


def test_only_the_door_is_no_presence() -> None:
    assert here([(-10, 0)]) == [(1, "Carla", "all", 60, 0, 60)]


def test_only_sessions_that_were_held_and_confirmed() -> None:
    unconfirmed = held(1, {"carla": [(0, 10)]}, confirmed=False)
    one = held(2, {"carla": [(0, 10)]})
    broken_off = replace(one, meeting=replace(one.meeting, not_held_at=one.meeting.closed_at))

    assert absences(unconfirmed, broken_off) == []
    assert absences(unconfirmed, one) == [(2, "Carla", "part", 50, 10, 60)]


def test_it_has_no_column_for_a_reason() -> None:
    assert list(AbsenceRow.__dataclass_fields__) == [
        "activity_title",
        "session_no",
        "session_date",
        "participant_id",
        "name",
        "absent",
        "minutes_missed",
        "minutes_present",
        "minutes_of_session",
    ]
