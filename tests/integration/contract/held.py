"""A session that is over: the third session of the Tuesday group was held, confirmed by Ana, and can earn credit."""

from datetime import timedelta

from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.adapters.database.tables.groups import CreditLineRow
from balint_live.application.attendance.service import AttendanceService
from balint_live.domain.credit import Gap, Policy, Rounding
from tests.integration.contract.front_door import FrontDoor
from tests.integration.database.cast import ANA, CARLA, CATALOGUE, DAN, START, THIRD

HOUR = timedelta(minutes=60)


def held(door: FrontDoor, confirmed: bool = True) -> None:
    """Carla was there throughout, Dan and Otto were not. It is an hour after the start."""
    door.database.write(lambda session: session.add(_ama()))
    door.site.attendance.press(THIRD, CARLA.id, "1", START)
    door.site.open()
    door.site.attendance.witness(THIRD, {CARLA.id: (START, START + HOUR)}, frozenset({CARLA.id}))
    door.clock.set(START + HOUR)
    door.site.close()
    if confirmed:
        attendance_service(door).confirm(ANA, "tuesday", THIRD, {}, not_here=[DAN.id])


def attendance_service(door: FrontDoor) -> AttendanceService:
    return AttendanceService(door.clock, SqlAttendanceRecords(door.database, CATALOGUE))


def _ama() -> CreditLineRow:
    return CreditLineRow(
        group_id="tuesday",
        place=0,
        policy=Policy.QUARTER_HOUR,
        credit_type="AMA PRA Category 1",
        statement="Designated for 1 credit.",
        designated_quarters=4,
        grace_minutes=15,
        gap=Gap.CONSECUTIVE,
        rounding=Rounding.DOWN,
        numerator=4,
        denominator=5,
        required_sessions=6,
    )
