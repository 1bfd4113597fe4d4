from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from balint_live.application.attendance.export_names import given_and_family
from balint_live.application.attendance.export_times import iso, iso_date, iso_intervals

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


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Clara Maria Costa", "Clara Maria", "Costa"),
        ("Cher", "", "Cher"),
        ("王 小明", "王", "小明"),
        ("Renée O’Conner, MD", "Renée", "O’Conner, MD"),
        ("Jane Doe, MD, FAAFP", "Jane", "Doe, MD, FAAFP"),
        ("", "", ""),
    ],
)
def test_a_name_comes_apart_at_its_last_space(name: str, given: str, family: str) -> None:
    assert given_and_family(name) == (given, family)
    assert " ".join(filter(None, given_and_family(name))) == name
