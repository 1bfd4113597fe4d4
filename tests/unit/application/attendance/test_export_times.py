from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from balint_live.application.attendance.export_rows import iso, iso_date, iso_intervals

LONDON = ZoneInfo("Europe/London")
AUTUMN = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
"""Half an hour before the clocks go back in London."""


def test_a_session_across_a_clock_change_has_both_offsets() -> None:
    assert iso_intervals([(AUTUMN, AUTUMN + timedelta(minutes=60))], LONDON) == (
        "2026-10-25T01:30:00+01:00/2026-10-25T01:30:00+00:00"
    )


def test_moments_are_cut_to_their_second() -> None:
    assert iso(datetime(2026, 3, 10, 19, 0, 59, 999_999, tzinfo=UTC), LONDON) == "2026-03-10T19:00:59+00:00"
    assert iso(None, LONDON) == ""


def test_the_day_is_the_groups_own() -> None:
    late = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)

    assert [iso_date(late, ZoneInfo(zone)) for zone in ("Europe/London", "America/Chicago")] == [
        "2026-03-10",
        "2026-03-09",
    ]
