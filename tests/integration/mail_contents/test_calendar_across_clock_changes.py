"""Sessions keep their hour in the group's zone when clocks change, and a moved one replaces what it was."""

import io
import re
from bisect import bisect
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from balint_live.adapters.mail.calendar import calendar_file
from balint_live.application.groups.group import BookedMeeting
from balint_live.application.mail_queue import MailKind
from tests.integration.mail_contents.calendars import Read, calendars
from tests.integration.mail_contents.cast import SECOND, SENDER, TUESDAY, letter, meeting, message

NEW_YORK, PARIS = ZoneInfo("America/New_York"), ZoneInfo("Europe/Paris")
BEFORE_THE_CHANGE = datetime(2026, 3, 24, 20, 0, tzinfo=PARIS)
AFTER_THE_CHANGE = datetime(2026, 3, 31, 20, 0, tzinfo=PARIS)
"""Europe's clocks go forward between the two, on 29 March; America's went on the 8th."""


def file(kind: MailKind, of: BookedMeeting, timezone: str = "Europe/Paris") -> Read:
    settings = replace(TUESDAY, timezone=timezone)
    return calendars(message(letter(kind, meeting=of, meetings=(of,), settings=settings)))[0]


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 3, 7, 20, 0, tzinfo=PARIS),
        datetime(2026, 3, 8, 20, 0, tzinfo=PARIS),
        BEFORE_THE_CHANGE,
        datetime(2026, 3, 29, 20, 0, tzinfo=PARIS),
        AFTER_THE_CHANGE,
        datetime(2026, 10, 24, 20, 0, tzinfo=PARIS),
        datetime(2026, 10, 25, 20, 0, tzinfo=PARIS),
        datetime(2026, 10, 31, 20, 0, tzinfo=PARIS),
        datetime(2026, 11, 1, 20, 0, tzinfo=PARIS),
        datetime(2027, 1, 1, 0, 0, tzinfo=PARIS),
    ],
)
@pytest.mark.parametrize("timezone", ["Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Sydney"])
def test_a_file_is_read_as_the_right_moment(start: datetime, timezone: str) -> None:
    booked = meeting(2, start.astimezone(UTC))
    read = file(MailKind.DAY_BEFORE, booked, timezone)

    assert read.instants == (booked.start, booked.end)
    assert f"DTSTART;TZID={timezone}:{start.astimezone(ZoneInfo(timezone)):%Y%m%dT%H%M%S}" in read.text


def test_a_session_moved_across_the_change_replaces_the_earlier_one() -> None:
    was = meeting(2, BEFORE_THE_CHANGE.astimezone(UTC))
    now = meeting(2, AFTER_THE_CHANGE.astimezone(UTC), sequence=1)
    before, after = file(MailKind.INVITATION, was), file(MailKind.MOVED, now)

    assert before.instants[0].astimezone(PARIS).isoformat() == "2026-03-24T20:00:00+01:00"
    assert before.instants[0].astimezone(NEW_YORK).isoformat() == "2026-03-24T15:00:00-04:00"
    assert after.instants[0].astimezone(PARIS).isoformat() == "2026-03-31T20:00:00+02:00"
    assert after.instants[0].astimezone(NEW_YORK).isoformat() == "2026-03-31T14:00:00-04:00"
    assert after.says("uid") == before.says("uid")
    assert (before.says("sequence"), after.says("sequence")) == ("0", "1")


def test_the_letter_about_it_says_both_times() -> None:
    moved = meeting(2, AFTER_THE_CHANGE.astimezone(UTC), sequence=1)
    said = message(
        letter(
            MailKind.MOVED, meeting=moved, meetings=(moved,), previous_start=BEFORE_THE_CHANGE.astimezone(UTC)
        )
    ).get_body(("plain",))
    assert said is not None
    assert said.get_content().split("\n\n")[2:4] == [
        "New time\nTuesday, 31 March 2026\n14:00 New York · 20:00 Paris · 60 minutes",
        "Old time\nTuesday, 24 March 2026\n15:00 New York · 20:00 Paris",
    ]


HOUR, QUARTER, WEEK = timedelta(hours=1), timedelta(minutes=15), timedelta(weeks=1)


def changes() -> list[tuple[str, datetime]]:
    """Every way in which clocks are put back or forward in 2026: one of the zones that do it, and when."""
    found: dict[tuple[datetime, timedelta, timedelta], str] = {}
    weeks = [datetime(2026, 1, 1, tzinfo=UTC) + week * WEEK for week in range(52)]
    for zone in map(ZoneInfo, sorted(available_timezones())):
        for week in weeks:
            before, after = offset(week, zone), offset(week + WEEK, zone)
            if before != after:
                found.setdefault((change(week, zone), before, after), zone.key)
    return [(zone, at) for (at, _before, _after), zone in found.items()]


def change(week: datetime, zone: ZoneInfo) -> datetime:
    quarters = [week + each * QUARTER for each in range(1, WEEK // QUARTER + 1)]
    return quarters[bisect(quarters, False, key=lambda each: offset(each, zone) != offset(week, zone))]


def offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


CHANGES = changes()


@pytest.mark.parametrize(("timezone", "at"), CHANGES, ids=[f"{zone}-{at:%Y-%m-%d}" for zone, at in CHANGES])
def test_sessions_round_a_change_are_read_as_the_moments_they_are(timezone: str, at: datetime) -> None:
    """By the zone's name, and by the rule the file brings along; booked at every quarter of the hours around it."""
    booked = [
        replace(SECOND, start=at + quarter * QUARTER, end=at + quarter * QUARTER + length)
        for quarter in range(-10, 6)
        for length in (HOUR, 1.5 * HOUR)
    ]
    written = [
        calendar_file(letter(MailKind.DAY_BEFORE), one, timezone, SENDER, "Session", "").text
        for one in booked
    ]

    meant = [(one.start, one.end) for one in booked]
    assert [read_by_name(text) for text in written] == meant
    assert [read_by_rule(text) for text in written] == meant


def read_by_name(text: str) -> tuple[datetime, ...]:
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return tuple(event.decoded(name).astimezone(UTC) for name in ("dtstart", "dtend"))


def read_by_rule(text: str) -> tuple[datetime, ...]:
    rules = tzical(io.StringIO(text.replace("\r\n", "\n")))
    (zone,) = [rules.get(name) for name in list(rules.keys())] or [UTC]
    said = re.findall(r"^DT(?:START|END)\b.*:(\w{15})Z?\r$", text.partition("BEGIN:VEVENT")[2], re.MULTILINE)
    return tuple(
        datetime.strptime(each, "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC) for each in said
    )


def test_an_hour_that_clocks_show_twice_is_written_in_utc_and_needs_no_zone() -> None:
    night = replace(
        SECOND, start=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), end=datetime(2026, 10, 25, 2, 30, tzinfo=UTC)
    )
    read = file(MailKind.DAY_BEFORE, night)
    assert "DTSTART:20261025T003000Z\r\nDTEND:20261025T023000Z\r\n" in read.text
    assert "VTIMEZONE" not in read.text
    assert read.instants == (night.start, night.end)
