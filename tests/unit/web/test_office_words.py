"""What the pages say in English is what the command line says: the sentences stand in two places, one to be translated."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import Babel

from balint_live.web.shared.context import city, clock, day, full, minutes, plan_words
from tests.unit.domain.shipped import SHIPPED, plan

HELD_SESSION = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    """Words are looked up in the language of whoever asks."""
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("timezone", "name"),
    [
        ("Europe/London", "London"),
        ("America/New_York", "New York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("Asia/Calcutta", "Kolkata"),
    ],
)
def test_a_zone_is_named_by_its_city(timezone: str, name: str) -> None:
    assert city(timezone) == name


def test_a_moment_is_said_on_the_day_it_has_there() -> None:
    assert full(HELD_SESSION, "Europe/London") == "Tuesday 10 March 2026, 23:30 in London"
    assert full(HELD_SESSION, "Asia/Tokyo") == "Wednesday 11 March 2026, 08:30 in Tokyo"


def test_hours_run_to_24() -> None:
    assert clock(HELD_SESSION + timedelta(minutes=35), "UTC") == "00:05"


def test_an_hour_that_comes_twice_is_told_apart_by_its_name() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    said = [clock(first + timedelta(hours=hours), "Europe/London") for hours in (-1, 0, 1, 2)]
    assert said == ["00:30", "01:30 BST", "01:30 GMT", "02:30"]
    assert full(first, "Europe/London") == "Sunday 25 October 2026, 01:30 BST in London"


def test_a_day_has_its_weekday() -> None:
    assert day(HELD_SESSION.date()) == "Tuesday 10 March 2026"


def test_minutes_are_whole() -> None:
    assert minutes(timedelta(minutes=90, seconds=59)) == 90


def test_a_plan_is_said_with_its_length_once() -> None:
    assert plan_words(SHIPPED.protocols["abs60"]) == "ABS-style, 60 minutes"
    assert plan_words(plan("opening 5", "closing 5")) == "Our own, 10 minutes"
    assert plan_words(replace(plan("checkin 1"), name="Short")) == "Short, 1 minute"
