"""A session's status is one word, wherever it is said: the list of groups, the group's page, the matrix, the export."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from balint_live.application.attendance.matrix import columns_of
from balint_live.application.groups.group import SessionStatus
from balint_live.application.groups.schedule import current, held
from balint_live.application.identity import OPERATOR
from tests.integration.groups.cast import ANA, FIRST_END, FIRST_START, MARA, NOW, Site
from tests.integration.groups.held_session import at

NOTHING = "UPDATE meetings SET number = number"
RUNNING = "UPDATE meetings SET opened_at = :start WHERE id = 'first'"
HELD = "UPDATE meetings SET opened_at = :start, closed_at = :end WHERE id = 'first'"
BROKEN_OFF = "UPDATE meetings SET opened_at = :start, closed_at = :end, not_held_at = :end WHERE id = 'first'"
CLOSED_UNOPENED = "UPDATE meetings SET closed_at = :end WHERE id = 'first'"
CANCELLED = "UPDATE meetings SET cancelled_at = :start WHERE id = 'first'"
BEFORE, DURING, AFTER = NOW, at(10), FIRST_END + timedelta(hours=1)
WAYS = [
    (NOTHING, BEFORE, SessionStatus.TO_COME, "first"),
    (NOTHING, DURING, SessionStatus.TO_COME, "first"),
    (NOTHING, AFTER, SessionStatus.NOT_HELD, "second"),
    (RUNNING, DURING, SessionStatus.RUNNING, "first"),
    (RUNNING, AFTER, SessionStatus.RUNNING, "first"),  # it overruns
    (HELD, AFTER, SessionStatus.HELD, "second"),
    (BROKEN_OFF, AFTER, SessionStatus.NOT_HELD, "second"),
    (CLOSED_UNOPENED, AFTER, SessionStatus.NOT_HELD, "second"),
    (CANCELLED, BEFORE, SessionStatus.CANCELLED, "second"),
]


@pytest.mark.parametrize(("way", "now", "expected", "upcoming"), WAYS)
def test_the_overview_and_the_group_say_the_same(
    site: Site, way: str, now: datetime, expected: SessionStatus, upcoming: str
) -> None:
    bound = {name: value for name, value in _moments().items() if f":{name}" in way}
    site.database.write(lambda session: session.execute(text(way), bound))
    site.clock.set(now)

    (line,) = [one for one in site.groups.overview(MARA, now) if one.id == "tuesday"]
    meetings = site.group().meetings
    attendance = site.services.attendance_service.attendance("tuesday", OPERATOR)
    next_one = current(meetings, now)

    assert meetings[0].status(now) is expected
    assert next_one is not None
    assert (line.held, held(meetings, now)) == (int(expected is SessionStatus.HELD),) * 2
    assert (next_one.id, line.next_start) == (upcoming, next_one.start)
    assert _as_standing(columns_of(attendance, now)[0].status.value) == expected.value


def test_of_a_running_session_the_opening_stands_elsewhere(site: Site) -> None:
    """Its live row is not the booked one, and the overview looks there too."""
    columns = "meeting_id, revision, opened_at, position, countdowns, reminder_showing"
    live = f"INSERT INTO live_meetings ({columns}) VALUES (:a, 1, :b, 0, '[]', 0)"
    moment = FIRST_START.strftime("%Y-%m-%d %H:%M:%S.%f")
    site.database.write(lambda session: session.execute(text(live), {"a": "first", "b": moment}))
    site.clock.set(FIRST_END + timedelta(minutes=5))

    (line,) = site.groups.overview(ANA, site.clock.now())

    assert (line.next_start, line.held) == (FIRST_START, 0)
    assert "Tuesday 10 March 2026, 19:00 in London" in site.visitor(ANA).look("/groups").text


def _moments() -> dict[str, str]:
    return {
        "start": FIRST_START.strftime("%Y-%m-%d %H:%M:%S.%f"),
        "end": FIRST_END.strftime("%Y-%m-%d %H:%M:%S.%f"),
    }


def _as_standing(settled: str) -> str:
    """The matrix tells held sessions further apart."""
    return "held" if settled in ("roll_open", "confirmed") else settled
