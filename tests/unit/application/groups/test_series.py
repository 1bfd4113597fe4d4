"""A rhythm becomes dates: each with the plan it is for, and with what stands in its way."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from balint_live.adapters.system import CalendarRules, SystemZones
from balint_live.application.groups.group import Group
from balint_live.application.groups.schedule import (
    LONGEST_AHEAD,
    Hitch,
    Proposed,
    Rhythm,
    Series,
    Slot,
    dates,
    hitch,
    in_the_way,
    nth_of_month,
    proposed,
)
from tests.unit.application.groups.cast import FIRST, NOW, SECOND, START, group
from tests.unit.domain.shipped import SHIPPED

RULES, ZONES = CalendarRules(), SystemZones()
FIRST90, ABS60 = SHIPPED.protocols["first90"], SHIPPED.protocols["abs60"]


def series(first: date, rhythm: Rhythm, count: int = 3, at: time = time(19)) -> Series:
    return Series(first=first, at=at, rhythm=rhythm, count=count, first_plan=FIRST90, other_plan=ABS60)


def looked_at(of: Series, *struck_off: date, at: Group | None = None) -> list[Proposed]:
    return proposed(at or group(meetings=()), of, struck_off, NOW, RULES, ZONES)


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (Rhythm.ONCE, ["2026-04-14"]),
        (Rhythm.EVERY_WEEK, ["2026-04-14", "2026-04-21", "2026-04-28"]),
        (Rhythm.EVERY_2_WEEKS, ["2026-04-14", "2026-04-28", "2026-05-12"]),
        (Rhythm.EVERY_3_WEEKS, ["2026-04-14", "2026-05-05", "2026-05-26"]),
        (Rhythm.EVERY_4_WEEKS, ["2026-04-14", "2026-05-12", "2026-06-09"]),
        (Rhythm.EVERY_MONTH, ["2026-04-14", "2026-05-12", "2026-06-09"]),
    ],
)
def test_each_rhythm_has_its_dates(rhythm: Rhythm, days: list[str]) -> None:
    assert [each.isoformat() for each in dates(series(date(2026, 4, 14), rhythm), RULES)] == days


@pytest.mark.parametrize(("day", "nth"), [(1, 1), (7, 1), (8, 2), (14, 2), (28, 4), (29, 5), (31, 5)])
def test_weekdays_of_a_month_are_counted_in_sevens(day: int, nth: int) -> None:
    assert nth_of_month(date(2026, 3, day)) == nth


@pytest.mark.parametrize("day", range(23, 30))
def test_every_weekday_keeps_its_name_through_the_months(day: int) -> None:
    first = date(2026, 3, day)
    found = dates(series(first, Rhythm.EVERY_MONTH, count=12), RULES)
    assert {each.weekday() for each in found} == {first.weekday()}
    assert len(found) == 12


def test_the_plan_of_the_first_goes_to_the_first_that_is_kept() -> None:
    of = series(date(2026, 4, 14), Rhythm.EVERY_WEEK)
    assert [one.plan for one in looked_at(of)] == [FIRST90, ABS60, ABS60]
    kept = [one.slot for one in looked_at(of, date(2026, 4, 14))]
    assert kept == [
        None,
        Slot(datetime(2026, 4, 21, 18, tzinfo=UTC), FIRST90),
        Slot(datetime(2026, 4, 28, 18, tzinfo=UTC), ABS60),
    ]


def test_a_date_that_cannot_be_booked_does_not_use_it_up() -> None:
    past_and_to_come = series(NOW.date() - timedelta(days=7), Rhythm.EVERY_WEEK)
    found = looked_at(past_and_to_come)
    assert [(one.hitch, one.slot and one.slot.plan) for one in found] == [
        (Hitch.PAST, None),
        (None, FIRST90),
        (None, ABS60),
    ]


def test_a_change_of_the_clocks_is_marked_where_it_has_happened() -> None:
    found = looked_at(series(date(2026, 3, 24), Rhythm.EVERY_WEEK))
    assert [(f"{one.start:%d %H}", one.clocks_changed) for one in found] == [
        ("24 19", False),
        ("31 18", True),
        ("07 18", False),
    ]


def test_an_hour_that_is_skipped_has_no_start_and_the_next_date_says_that_the_clocks_changed() -> None:
    found = looked_at(series(date(2026, 3, 22), Rhythm.EVERY_WEEK, at=time(1, 30)))
    assert [(one.start is None, one.hitch, one.clocks_changed) for one in found] == [
        (False, None, False),
        (True, Hitch.SKIPPED, False),
        (False, None, True),
    ]


def test_an_hour_that_comes_twice_is_marked() -> None:
    found = looked_at(series(date(2026, 10, 18), Rhythm.EVERY_WEEK, at=time(1, 30)))
    assert [one.comes_twice for one in found] == [False, True, False]


def test_what_stands_in_the_way_of_a_session() -> None:
    an_hour = timedelta(hours=1)
    ahead = NOW + LONGEST_AHEAD
    found = [
        hitch(group(), Slot(start, ABS60), NOW)
        for start in (
            NOW,
            ahead + timedelta(seconds=1),
            START - an_hour / 2,
            START - an_hour,
            FIRST.end,
            ahead,
        )
    ]
    assert found == [Hitch.PAST, Hitch.TOO_FAR, Hitch.TAKEN, None, None, None]


def test_neither_the_session_itself_nor_a_cancelled_one_does() -> None:
    assert hitch(group(), Slot(START, ABS60), NOW, but="first") is None
    assert hitch(group(meetings=(replace(FIRST, cancelled_at=NOW), SECOND)), Slot(START, ABS60), NOW) is None


def test_the_session_in_the_way_is_named() -> None:
    assert in_the_way(group(), Slot(SECOND.start, FIRST90)) == SECOND
