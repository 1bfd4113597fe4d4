"""On the wire: milliseconds since 1970 and in length, camel case, the words of closed lists; everything else as it is."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from balint_live.domain.display import Role
from balint_live.domain.errors import Code
from balint_live.web.shared.context import encoded

MOMENT = datetime(2026, 3, 5, 17, 2, 11, 123000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        (MOMENT, 1772730131123),
        (MOMENT.astimezone(timezone(timedelta(hours=-5))), 1772730131123),
        (MOMENT + timedelta(microseconds=999), 1772730131123),
        (datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC), -1),
        (timedelta(minutes=7), 420000),
        (timedelta(), 0),
        (timedelta(microseconds=1999), 1),
        (timedelta(seconds=-3), -3000),
        (Role.REGISTRANT, "registrant"),
        (Code.STALE_REVISION, "stale_revision"),
        ("snake_case stays in a text", "snake_case stays in a text"),
        (18, 18),
        (True, True),
        (None, None),
    ],
)
def test_each_kind_of_value(value: object, wire: object) -> None:
    assert (encoded(value), type(encoded(value))) == (wire, type(wire))


def test_keys_are_camel_case_however_deep() -> None:
    message: dict[str, Any] = {
        "server_now": MOMENT,
        "clock": {"running_since": None, "length": timedelta(seconds=1)},
        "steps": [{"position": 1}, {"undo_until_then": MOMENT}],
        "spans": (MOMENT, MOMENT),
        "role": Role.LEADER,
    }
    assert encoded(message) == {
        "serverNow": 1772730131123,
        "clock": {"runningSince": None, "length": 1000},
        "steps": [{"position": 1}, {"undoUntilThen": 1772730131123}],
        "spans": [1772730131123, 1772730131123],
        "role": "leader",
    }


def test_what_was_encoded_is_left_as_it_was() -> None:
    message = {"server_now": MOMENT, "steps": [timedelta(seconds=1)]}
    encoded(message)
    assert message == {"server_now": MOMENT, "steps": [timedelta(seconds=1)]}
