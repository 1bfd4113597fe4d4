"""When a session is, in the reader's zone first and in the group's second, both named."""

from datetime import UTC, datetime

import pytest

from balint_live.application.identity import Member, Seat
from balint_live.domain.display import Role
from balint_live.web.shared.context import session_words
from tests.cast import booking, gathering


@pytest.mark.parametrize(
    ("timezone", "said"),
    [
        (None, ("Thursday 5 March, 19:00 in London", "Thursday 5 March, 19:00 in London", "18:30")),
        (
            "America/New_York",
            ("Thursday 5 March, 14:00 in New York", "Thursday 5 March, 19:00 in London", "13:30"),
        ),
        (
            "Asia/Tokyo",
            ("Friday 6 March, 04:00 in Tokyo", "Thursday 5 March, 19:00 in London", "03:30"),
        ),
    ],
)
def test_times_are_said_in_both_zones(timezone: str | None, said: tuple[str, str, str]) -> None:
    seat = Seat(Member("carla", "Carla", Role.REGISTRANT, timezone), booking(), gathering())
    words = session_words(seat, datetime(2026, 3, 5, 18, 30, tzinfo=UTC))

    assert (words["start_reader"], words["start_group"], words["door_time"]) == said
