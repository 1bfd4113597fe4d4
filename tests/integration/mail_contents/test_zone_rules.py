"""A zone written out for calendars says what the zone says, hour by hour, as another library reads it."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from balint_live.adapters.mail.calendar import vtimezone

ZONES = [
    "America/New_York",
    "America/Phoenix",
    "America/Santiago",
    "America/St_Johns",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Dublin",
    "Europe/London",
    "Europe/Paris",
    "Pacific/Auckland",
]
YEAR = 2026
WITHOUT_RULE = {"America/Santiago", "Africa/Casablanca"}


def written(zone: str) -> str:
    return vtimezone(ZoneInfo(zone), YEAR).to_ical().decode().replace("\r\n", "\n")


@pytest.mark.parametrize("name", ZONES)
def test_every_hour_of_the_year_has_its_offset(name: str) -> None:
    read, zone = tzical(io.StringIO(written(name))).get(), ZoneInfo(name)
    hours = [datetime(YEAR, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(365 * 24)]
    plain = [hour.astimezone(zone).replace(tzinfo=None) for hour in hours if not hour.astimezone(zone).fold]
    settled = [hour for hour in plain if _twice(hour, zone) is False]

    assert [
        hour
        for hour in settled
        if hour.replace(tzinfo=read).utcoffset() != hour.replace(tzinfo=zone).utcoffset()
    ] == []


def _twice(hour: datetime, zone: ZoneInfo) -> bool:
    """Whether clocks show this hour twice: calendars cannot tell which of the two is meant."""
    once, again = (hour.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return once != again


@pytest.mark.parametrize("name", ZONES)
def test_a_rule_is_written_where_there_is_one(name: str) -> None:
    changing = written(name).count("BEGIN:DAYLIGHT") > 0
    assert written(name).count("RRULE") == (2 if changing and name not in WITHOUT_RULE else 0)


def test_both_offsets_and_their_rule() -> None:
    assert written("America/New_York") == (
        "BEGIN:VTIMEZONE\n"
        "TZID:America/New_York\n"
        "BEGIN:DAYLIGHT\n"
        "DTSTART:20250309T020000\n"
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\n"
        "TZNAME:EDT\n"
        "TZOFFSETFROM:-0500\n"
        "TZOFFSETTO:-0400\n"
        "END:DAYLIGHT\n"
        "BEGIN:STANDARD\n"
        "DTSTART:20251102T020000\n"
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\n"
        "TZNAME:EST\n"
        "TZOFFSETFROM:-0400\n"
        "TZOFFSETTO:-0500\n"
        "END:STANDARD\n"
        "END:VTIMEZONE\n"
    )


def test_the_last_sunday_is_no_fourth() -> None:
    assert "BYDAY=-1SU;BYMONTH=3" in written("Europe/Paris")
    assert "BYDAY=-1SU;BYMONTH=10" in written("Europe/Paris")


def test_a_zone_that_never_changes_has_its_one_offset() -> None:
    assert written("Asia/Kolkata").count("BEGIN:") == 2
    assert "TZOFFSETTO:+0530" in written("Asia/Kolkata")
