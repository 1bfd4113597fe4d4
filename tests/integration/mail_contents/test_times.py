"""Times in letters: the reader's first, the group's second, both by their city, right while clocks disagree."""

from datetime import UTC, datetime

import pytest

from balint_live.adapters.mail.render import Times, When

PARIS, NEW_YORK, LONDON = "Europe/Paris", "America/New_York", "Europe/London"


def clocks(reader: str, group: str, moment: datetime) -> str:
    return Times(reader, group).when(moment).clocks


def test_a_moment_in_two_zones() -> None:
    assert Times(NEW_YORK, PARIS).when(datetime(2026, 3, 6, 0, 0, tzinfo=UTC)) == When(
        date="Thursday, 5 March 2026",
        day="Thursday 5 March",
        clock="19:00 New York",
        clocks="19:00 New York · 01:00 Paris, Friday",
    )


def test_a_moment_in_one() -> None:
    at_home = When("Friday, 6 March 2026", "Friday 6 March", "01:00 Paris", "01:00 Paris")
    moment = datetime(2026, 3, 6, 0, 0, tzinfo=UTC)
    assert Times(PARIS, PARIS).when(moment) == Times(None, PARIS).when(moment) == at_home


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 7, 19, 0, tzinfo=UTC), "14:00 New York · 20:00 Paris"),
        (datetime(2026, 3, 8, 19, 0, tzinfo=UTC), "15:00 New York · 20:00 Paris"),  # America is in summer
        (datetime(2026, 3, 28, 19, 0, tzinfo=UTC), "15:00 New York · 20:00 Paris"),
        (datetime(2026, 3, 29, 19, 0, tzinfo=UTC), "15:00 New York · 21:00 Paris"),  # and Europe too
        (datetime(2026, 10, 24, 18, 0, tzinfo=UTC), "14:00 New York · 20:00 Paris"),
        (datetime(2026, 10, 25, 18, 0, tzinfo=UTC), "14:00 New York · 19:00 Paris"),  # Europe is in winter
        (datetime(2026, 10, 31, 18, 0, tzinfo=UTC), "14:00 New York · 19:00 Paris"),
        (datetime(2026, 11, 1, 18, 0, tzinfo=UTC), "13:00 New York · 19:00 Paris"),  # and America too
    ],
)
def test_the_weeks_in_which_america_and_europe_differ(moment: datetime, said: str) -> None:
    assert clocks(NEW_YORK, PARIS, moment) == said


def test_the_other_day_is_said_before_and_after() -> None:
    assert clocks("Asia/Tokyo", NEW_YORK, datetime(2026, 6, 4, 23, 30, tzinfo=UTC)) == (
        "08:30 Tokyo · 19:30 New York, Thursday"
    )
    assert clocks("Pacific/Honolulu", "Pacific/Auckland", datetime(2026, 6, 5, 7, 0, tzinfo=UTC)) == (
        "21:00 Honolulu · 19:00 Auckland, Friday"
    )


def test_two_zones_are_both_named_while_their_clocks_agree() -> None:
    assert clocks("Europe/Berlin", PARIS, datetime(2026, 6, 4, 18, 0, tzinfo=UTC)) == (
        "20:00 Berlin · 20:00 Paris"
    )


def test_an_hour_that_comes_twice_is_told_apart_by_its_offset() -> None:
    first, again = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert clocks(NEW_YORK, LONDON, first) == "20:30 New York · 01:30 London (GMT+01:00), Sunday"
    assert clocks(NEW_YORK, LONDON, again) == "21:30 New York · 01:30 London (GMT+00:00), Sunday"
    assert clocks(LONDON, LONDON, again) == "01:30 London (GMT+00:00)"


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("Asia/Calcutta", "Kolkata"),
        ("America/St_Johns", "St John’s"),
        ("UTC", "UTC"),
    ],
)
def test_zones_are_named_by_their_city(zone: str, city: str) -> None:
    assert Times(None, zone).when(datetime(2026, 6, 4, 18, 0, tzinfo=UTC)).clock.split(" ", 1)[1] == city


def test_midnight_is_of_the_day_that_begins() -> None:
    when = Times(LONDON, LONDON).when(datetime(2026, 1, 1, 0, 0, tzinfo=UTC))
    assert (when.date, when.clock) == ("Thursday, 1 January 2026", "00:00 London")
