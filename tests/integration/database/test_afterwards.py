"""Which sessions' rolls are open, and which series are complete."""

from datetime import timedelta

from sqlalchemy import text

from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.adapters.database.mail_contents import SqlAfterwards
from balint_live.application.attendance.service import AttendanceService
from balint_live.application.mail.reminders import CompleteSeries, OpenRoll
from tests.fakes import ManualClock
from tests.integration.database.cast import ANA, CATALOGUE, THIRD, Site, at

LATER = at(60) + timedelta(days=1)


def held(site: Site) -> None:
    """The third session, with Carla there throughout."""
    site.attendance.press(THIRD, "carla", "1", at(0))
    site.open()
    site.attendance.witness(THIRD, {"carla": (at(0), at(59))}, frozenset({"carla"}))
    site.close()


def confirmed(site: Site) -> None:
    attendance_service = AttendanceService(
        ManualClock(at(62)), SqlAttendanceRecords(site.database, CATALOGUE)
    )
    attendance_service.confirm(ANA, "tuesday", THIRD, here={})


def said(site: Site, statement: str) -> None:
    site.database.write(lambda session: session.execute(text(statement)))


def test_a_roll_is_open_until_it_is_confirmed(enrolled: Site) -> None:
    store = SqlAfterwards(enrolled.database)
    held(enrolled)

    assert store.open_rolls(at(0), LATER) == [OpenRoll("tuesday", THIRD, ("ana", "ben"))]
    assert (store.open_rolls(at(61), LATER), store.open_rolls(at(0), at(60))) == ([], [])
    confirmed(enrolled)
    assert store.open_rolls(at(0), LATER) == []


def test_what_was_not_held_has_no_roll(enrolled: Site) -> None:
    held(enrolled)
    said(enrolled, "UPDATE meetings SET not_held_at = closed_at")

    assert SqlAfterwards(enrolled.database).open_rolls(at(0), LATER) == []


def test_a_series_is_complete_with_its_last_planned_session_and_every_roll(enrolled: Site) -> None:
    store = SqlAfterwards(enrolled.database)
    held(enrolled)
    said(enrolled, "UPDATE groups SET planned_sessions = 1")
    said(enrolled, "UPDATE meetings SET cancelled_at = scheduled_start WHERE id = 'fourth'")

    assert store.complete_series(at(0), LATER) == []
    confirmed(enrolled)
    assert store.complete_series(at(0), LATER) == [CompleteSeries("tuesday", ("carla",))]
    said(enrolled, "UPDATE groups SET planned_sessions = 8")
    assert store.complete_series(at(0), LATER) == []
