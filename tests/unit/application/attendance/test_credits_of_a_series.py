"""From the book to what each person attended and earned."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from balint_live.application.attendance.record import person_record
from balint_live.domain.credit import ReasonCode
from balint_live.domain.credit_results import Tally
from tests.attendance_cast import HALF_MORE_AT_FIRST, attendance, held, six_sessions, to_come
from tests.unit.application.groups.cast import CARLA, DAN, START

NOW: datetime = START + timedelta(days=40)


def test_a_whole_hour_earns_under_every_line_that_a_session_decides() -> None:
    record = person_record(attendance(held(1, {"carla": [(0, 60)]})), CARLA, NOW)

    assert [each.code for each in record.sessions[0].outcomes] == [
        ReasonCode.FULL_HOURS,
        ReasonCode.QUARTERS,
        ReasonCode.FRACTION_MET,
        ReasonCode.SERIES_OPEN,
    ]
    assert [record.quarters(line) for line in range(4)] == [4, 4, 4, 0]


def test_nothing_is_earned_on_an_open_roll() -> None:
    record = person_record(attendance(held(1, {"carla": [(0, 60)]}, confirmed=False)), CARLA, NOW)

    assert {each.code for each in record.sessions[0].outcomes[:3]} == {ReasonCode.ROLL_OPEN}
    assert (record.sessions[0].time.attended, record.quarters(0)) == (3600, 0)


def test_an_open_roll_and_what_is_planned_may_yet_count() -> None:
    sessions = (
        held(1, {"carla": [(0, 60)]}),
        held(2, {}, absent=["carla"]),
        held(3, {"carla": [(0, 60)]}, confirmed=False),
        to_come(4),
    )
    record = person_record(attendance(*sessions), CARLA, NOW)

    assert record.tallies[3] == Tally(planned=8, attended=1, undecided=6)


def test_the_minimum_of_a_series_pays_each_session_once_it_is_met() -> None:
    six = tuple(held(number, {"carla": [(0, 60)]}) for number in range(1, 7))
    record = person_record(attendance(*six), CARLA, START + timedelta(days=90))

    assert record.series[3] is not None
    assert (record.series[3].code, record.series[3].quarters) == (ReasonCode.SERIES_MET, 24)
    assert record.quarters(3) == 24


def test_somebody_never_seen_is_on_an_open_roll_while_enrolled() -> None:
    record = person_record(attendance(held(1, {"carla": [(0, 60)]}, confirmed=False)), DAN, NOW)

    assert (record.sessions[0].on_roll, record.sessions[0].spans) == (True, ())


@pytest.mark.parametrize(
    ("place", "first", "others"),
    [(0, 4, 4), (1, 6, 4), (2, 6, 4), (3, 6, 4)],
    ids=["full hours, of which there is one", "time attended", "most of it", "six sessions"],
)
def test_each_session_awards_the_figure_of_its_plan(place: int, first: int, others: int) -> None:
    record = person_record(
        attendance(*six_sessions(), lines=HALF_MORE_AT_FIRST), CARLA, START + timedelta(days=90)
    )

    assert [one.outcomes[place].quarters for one in record.sessions] == [first, *[others] * 5]
    assert record.quarters(place) == first + 5 * others


def test_the_whole_of_a_series_is_the_sum_of_its_sessions_own_figures() -> None:
    record = person_record(
        attendance(*six_sessions(), lines=HALF_MORE_AT_FIRST), CARLA, START + timedelta(days=90)
    )

    assert record.series[3] is not None
    assert record.series[3].quarters == record.quarters(3) == 26


def test_without_a_figure_of_its_own_a_longer_session_is_capped_like_the_others() -> None:
    plain = tuple(replace(line, by_plan=()) for line in HALF_MORE_AT_FIRST)
    record = person_record(attendance(*six_sessions(), lines=plain), CARLA, START + timedelta(days=90))

    assert [one.quarters for one in record.sessions[0].outcomes] == [4, 4, 4, 4]
    assert record.sessions[0].outcomes[1].words == "90 minutes present; at most 1.00 can be awarded."


def test_what_a_session_ended_with_is_not_changed_by_later_figures() -> None:
    then = tuple((line.id, 5) for line in HALF_MORE_AT_FIRST)
    record = person_record(
        attendance(*six_sessions(then), lines=HALF_MORE_AT_FIRST), CARLA, START + timedelta(days=90)
    )

    assert [one.quarters for one in record.sessions[0].outcomes] == [4, 5, 5, 5]
    assert [one.quarters for one in record.sessions[1].outcomes] == [4, 4, 4, 4]


def test_a_line_that_came_later_awards_what_its_plan_says() -> None:
    record = person_record(
        attendance(*six_sessions(((HALF_MORE_AT_FIRST[0].id, 4),)), lines=HALF_MORE_AT_FIRST), CARLA, START
    )

    assert [one.quarters for one in record.sessions[0].outcomes[:3]] == [4, 6, 6]
