"""Rules of dates, and wall-clock times, where calendars are subtle.

In 2026 the clocks change in London on 29 March and 25 October, in New York on 8 March and 1 November.
"""

from datetime import UTC, date, datetime, time

import pytest

from balint_live.adapters.system import CalendarRules, SystemZones

RULES, ZONES = CalendarRules(), SystemZones()
LONDON, NEW_YORK = "Europe/London", "America/New_York"


def dates(first: date, rule: str, count: int) -> list[str]:
    return [each.isoformat() for each in RULES.dates(first, rule, count)]


def test_every_second_tuesday() -> None:
    assert dates(date(2026, 3, 10), "FREQ=WEEKLY;INTERVAL=2", 4) == [
        "2026-03-10",
        "2026-03-24",
        "2026-04-07",
        "2026-04-21",
    ]


def test_every_second_tuesday_of_the_month() -> None:
    assert dates(date(2026, 3, 10), "FREQ=MONTHLY;BYDAY=2TU", 3) == ["2026-03-10", "2026-04-14", "2026-05-12"]


def test_every_last_friday_across_the_end_of_a_year() -> None:
    assert dates(date(2026, 11, 27), "FREQ=MONTHLY;BYDAY=-1FR", 3) == [
        "2026-11-27",
        "2026-12-25",
        "2027-01-29",
    ]


def test_where_the_calendar_ends_there_are_fewer() -> None:
    assert dates(date(9999, 12, 24), "FREQ=WEEKLY;INTERVAL=1", 4) == ["9999-12-24", "9999-12-31"]


def test_a_rule_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^invalid .FREQ.: SOMETIMES$"):
        RULES.dates(date(2026, 3, 10), "FREQ=SOMETIMES", 3)


@pytest.mark.parametrize(
    ("on", "instant"),
    [
        (date(2026, 3, 24), datetime(2026, 3, 24, 19, tzinfo=UTC)),
        (date(2026, 3, 31), datetime(2026, 3, 31, 18, tzinfo=UTC)),
        (date(2026, 10, 20), datetime(2026, 10, 20, 18, tzinfo=UTC)),
        (date(2026, 10, 27), datetime(2026, 10, 27, 19, tzinfo=UTC)),
    ],
)
def test_seven_in_the_evening_stays_seven_in_the_evening(on: date, instant: datetime) -> None:
    assert ZONES.moment(on, time(19), LONDON) == instant


def test_zones_change_on_days_of_their_own() -> None:
    on = date(2026, 3, 10)  # New York has changed two days before, London has not yet
    assert ZONES.moment(on, time(14), NEW_YORK) == datetime(2026, 3, 10, 18, tzinfo=UTC)
    assert ZONES.moment(on, time(19), LONDON) == datetime(2026, 3, 10, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on", "at", "zone"),
    [(date(2026, 3, 29), time(1, 30), LONDON), (date(2026, 3, 8), time(2), NEW_YORK)],
)
def test_a_time_that_the_clocks_skip_is_refused_by_its_name(on: date, at: time, zone: str) -> None:
    with pytest.raises(ValueError, match=f"^On that day the clocks in {zone} skip {at:%H:%M}.$"):
        ZONES.moment(on, at, zone)


@pytest.mark.parametrize("at", [time(0, 59), time(2)])
def test_the_hours_beside_it_are_there(at: time) -> None:
    assert ZONES.moment(date(2026, 3, 29), at, LONDON).date() == date(2026, 3, 29)


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    assert ZONES.moment(date(2026, 10, 25), time(1, 30), LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../etc/passwd", "CET/"])
def test_a_zone_nobody_knows_is_none(zone: str) -> None:
    assert not ZONES.known(zone)
    with pytest.raises(ValueError, match=r"^There is no time zone called "):
        ZONES.moment(date(2026, 3, 10), time(19), zone)


def test_zones_to_choose_from_are_regions_and_cities() -> None:
    zones = ZONES.all()
    assert [zone for zone in zones if "/" not in zone or zone.startswith("Etc/")] == []
    assert {"Europe/London", "America/New_York", "Asia/Kolkata"} <= set(zones)
    assert all(map(ZONES.known, zones))
