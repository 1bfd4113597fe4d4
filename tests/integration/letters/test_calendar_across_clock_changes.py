"""Sessions keep their hour in the group's zone when clocks change, and a moved one replaces what it was."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from balint_live.application.groups.group import BookedMeeting
from balint_live.application.post.mail import MailKind
from tests.integration.letters.calendars import Read, calendars
from tests.integration.letters.cast import SECOND, TUESDAY, letter, meeting, message

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


def test_an_hour_that_clocks_show_twice_lasts_an_hour() -> None:
    """The first session ends while clocks are put back: its end is an hour after its start, whatever they show."""
    night = replace(
        SECOND, start=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), end=datetime(2026, 10, 25, 2, 30, tzinfo=UTC)
    )
    read = file(MailKind.DAY_BEFORE, night)
    assert (read.event.dtstart.value.hour, read.event.dtend.value.hour) == (2, 3)
