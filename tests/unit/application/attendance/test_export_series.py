from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from balint_live.application.attendance.export import SeriesRow, series_rows
from balint_live.application.attendance.record import SessionRecord, person_records
from balint_live.application.groups.group import Registrant
from balint_live.domain.credit import CreditLine
from tests.attendance_cast import (
    ALL_LINES,
    AMA,
    APA,
    HALF_MORE_AT_FIRST,
    attendance,
    held,
    six_sessions,
    to_come,
)
from tests.unit.application.groups.cast import CARLA, DAN, START

NOW = START + timedelta(days=200)
SIX = tuple(held(number, {"carla": [(0, 60)]}, absent=["dan"]) for number in range(1, 7))


def series(
    *sessions: SessionRecord,
    lines: tuple[CreditLine, ...] = ALL_LINES,
    people: tuple[Registrant, ...] = (CARLA, DAN),
) -> tuple[SeriesRow, ...]:
    laid = attendance(*sessions, lines=lines, people=people)
    return series_rows(laid, person_records(laid, NOW))


def test_what_each_series_comes_to() -> None:
    assert series(*SIX) == (
        SeriesRow(
            group="Tuesday group",
            participant_id="carla",
            name="Carla",
            sessions_attended=6,
            sessions_planned=8,
            minimum_met="yes",
            credits=(
                ("APA CE", Decimal("6.00")),
                ("AMA PRA Category 1", Decimal("6.00")),
                ("CPD points", Decimal("6.00")),
                ("ABFM", Decimal("6.00")),
            ),
        ),
        SeriesRow(
            group="Tuesday group",
            participant_id="dan",
            name="Dan",
            sessions_attended=0,
            sessions_planned=8,
            minimum_met="no",
            credits=tuple((line.credit_type, Decimal("0.00")) for line in ALL_LINES),
        ),
    )


def test_a_minimum_that_can_still_be_met_is_open() -> None:
    assert [row.minimum_met for row in series(held(1, {"carla": [(0, 60)]}))] == ["open", "open"]


def test_without_a_minimum_every_session_in_which_they_were_here_counts() -> None:
    sessions = (
        held(1, {"carla": [(0, 5)]}),
        held(2, {"carla": [(0, 60)]}),
        held(3, {"carla": [(0, 60)]}, confirmed=False),
        to_come(4),
    )

    assert [(row.sessions_attended, row.minimum_met) for row in series(*sessions, lines=())] == [
        (2, ""),
        (0, ""),
    ]


def test_two_lines_of_one_type_are_one_sum() -> None:
    lines = (APA, replace(AMA, credit_type="APA CE"))

    assert series(held(1, {"carla": [(0, 60)]}), lines=lines)[0].credits == (("APA CE", Decimal("2.00")),)


def test_whoever_left_is_in_it_only_for_a_roll_they_are_on() -> None:
    gone = replace(DAN, withdrawn_at=START - timedelta(days=1))
    on_a_roll, on_none = held(1, {"carla": [(0, 60)], "dan": [(0, 60)]}), held(1, {"carla": [(0, 60)]})

    assert [
        [row.participant_id for row in series(one, people=(CARLA, gone))] for one in (on_a_roll, on_none)
    ] == [["carla", "dan"], ["carla"]]


def test_each_session_counts_with_its_own_figure() -> None:
    (carla,) = series(*six_sessions(), lines=HALF_MORE_AT_FIRST, people=(CARLA,))

    assert carla.credits == (
        ("APA CE", Decimal("6.00")),
        ("AMA PRA Category 1", Decimal("6.50")),
        ("CPD points", Decimal("6.50")),
        ("ABFM", Decimal("6.50")),
    )
