"""Times of day round one session: across midnight and the changes of the clocks, the session tells the moment."""

from datetime import UTC, datetime, timedelta

import pytest

from balint_live.domain.timeline import Span
from balint_live.web.attendance.roll_forms import RollClock

LONDON = "Europe/London"


def utc(day: int, clock: str, month: int = 3) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


HELD_SESSION = (utc(10, "19:00"), utc(10, "20:30"))
OVER_MIDNIGHT = (utc(10, "23:15"), utc(11, "00:45"))
SPRING = (utc(29, "00:30"), utc(29, "02:00"))
"""At 01:00 UTC London goes from 01:00 to 02:00."""
AUTUMN = (utc(25, "00:00", 10), utc(25, "02:00", 10))
"""At 01:00 UTC London goes from 02:00 back to 01:00."""


@pytest.mark.parametrize(
    ("room", "typed", "moment"),
    [
        (HELD_SESSION, "19:30:15", utc(10, "19:30") + timedelta(seconds=15)),
        (HELD_SESSION, " 9:05 ", utc(10, "09:05")),
        (HELD_SESSION, "20.15", utc(10, "20:15")),
        (HELD_SESSION, "18:30", utc(10, "18:30")),
        (HELD_SESSION, "02:00", utc(11, "02:00")),
        (OVER_MIDNIGHT, "23:30", utc(10, "23:30")),
        (OVER_MIDNIGHT, "00:10", utc(11, "00:10")),
        (OVER_MIDNIGHT, "01:00", utc(11, "01:00")),
        (SPRING, "00:45", utc(29, "00:45")),
        (SPRING, "02:15", utc(29, "01:15")),
        (AUTUMN, "01:20 BST", utc(25, "00:20", 10)),
        (AUTUMN, "01:20:00 gmt", utc(25, "01:20", 10)),
        (AUTUMN, "02:00", utc(25, "02:00", 10)),
    ],
)
def test_the_moment_nearest_to_the_session_is_meant(room: Span, typed: str, moment: datetime) -> None:
    assert RollClock(LONDON, room).moment(typed) == moment


def test_an_hour_that_is_skipped_is_one_outside_the_session() -> None:
    assert RollClock(LONDON, SPRING).moment("01:30") == utc(30, "00:30")


def test_as_far_from_the_session_on_either_side_the_earlier_is_taken() -> None:
    assert RollClock(LONDON, HELD_SESSION).moment("07:45") == utc(10, "07:45")


@pytest.mark.parametrize(
    ("room", "typed", "sentence"),
    [
        (HELD_SESSION, "", "Type the time in 24 hours, such as 19:00 or 19:00:30."),
        (HELD_SESSION, "24:00", "Type the time in 24 hours, such as 19:00 or 19:00:30."),
        (HELD_SESSION, "7 pm", "Type the time in 24 hours, such as 19:00 or 19:00:30."),
        (
            AUTUMN,
            "01:20",
            "The clocks were set back, and this time came twice. Type 01:20:00 BST or 01:20:00 GMT.",
        ),
    ],
)
def test_what_is_no_time_or_two_is_said(room: Span, typed: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the sentence is what is compared
        RollClock(LONDON, room).moment(typed)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("room", [HELD_SESSION, OVER_MIDNIGHT, SPRING, AUTUMN])
@pytest.mark.parametrize("timezone", [LONDON, "America/Chicago", "Australia/Lord_Howe", "Asia/Tehran"])
def test_what_is_shown_is_read_back_as_the_same_moment(room: Span, timezone: str) -> None:
    times = RollClock(timezone, room)
    shown = [room[0] + minute * timedelta(seconds=61) for minute in range(88)]
    assert [times.moment(times.text(each)) for each in shown] == shown


def test_a_name_stands_only_where_a_time_comes_twice() -> None:
    times = RollClock(LONDON, AUTUMN)
    hours = [AUTUMN[0] + quarter * timedelta(minutes=30) for quarter in range(5)]
    assert [times.text(each) for each in hours] == [
        "01:00:00 BST",
        "01:30:00 BST",
        "01:00:00 GMT",
        "01:30:00 GMT",
        "02:00:00",
    ]
