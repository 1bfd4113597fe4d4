"""A session of the Tuesday group: Carla and Dan come, Ana leads, the roll is confirmed, Carla's record is corrected."""

from datetime import timedelta
from itertools import count
from typing import Any

from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.application.attendance.service import AttendanceService
from balint_live.application.attendance.statements import issued
from balint_live.application.groups.changes import Issue
from balint_live.domain.roll import CorrectionReason
from tests.integration.contract.front_door import Browser, FrontDoor
from tests.integration.database.cast import ANA, CARLA, CATALOGUE, DAN, START, THIRD, at

PAGE = f"/meetings/{THIRD}"


def signed_in(door: FrontDoor) -> Browser:
    """Ana, at her browser."""
    ana = door.browser()
    ana.post(f"/sign-in/{door.tokens.standing_sign_in_token('ana', door.clock.now())}")
    return ana


def come(door: FrontDoor, *who: Any) -> None:
    """They press the button of their links."""
    for each in who:
        assert door.browser().post(door.personal("join", each)).status == 303


class Leading:
    """Ana's page in the third session, through the plain HTTP door."""

    def __init__(self, door: FrontDoor) -> None:
        self._client = signed_in(door)._client
        self._ids = count(1)

    def snapshot(self) -> dict[str, Any]:
        seen: dict[str, Any] = self._client.get(f"{PAGE}/snapshot").get_json()
        return seen

    def command(self, type: str, **more: Any) -> None:
        sent = {"id": f"c{next(self._ids)}", "type": type, "expectedRevision": self.snapshot()["revision"]}
        headers = {"X-Live-Token": self._client.get(f"{PAGE}/token").get_json()["token"]}
        answer = self._client.post(f"{PAGE}/command", json={**sent, **more}, headers=headers).get_json()
        assert answer["ok"], answer


def hold(door: FrontDoor) -> None:
    """Carla's and Dan's whole session, confirmed; then Carla is found to have come late."""
    come(door, CARLA, DAN)
    leading = Leading(door)
    leading.command("meeting.open")
    leading.command("attendance.mark", person="carla", mark="present")
    leading.command("attendance.mark", person="dan", mark="present")
    door.clock.set(at(60))
    leading.command("meeting.close")
    attendance_service = AttendanceService(door.clock, SqlAttendanceRecords(door.database, CATALOGUE))
    attendance_service.confirm(ANA, "tuesday", THIRD, {})
    one = attendance_service.attendance("tuesday", ANA).session(THIRD)
    assert one is not None
    assert one.roll is not None
    here = one.roll.present["carla"]
    late = ((START + timedelta(minutes=10), here[-1][1]),)
    attendance_service.correct(ANA, "tuesday", THIRD, "carla", here, late, CorrectionReason.LEADER_ERROR)


def state(door: FrontDoor, who: str) -> None:
    """A statement of their series is given out."""
    records, now = SqlAttendanceRecords(door.database, CATALOGUE), door.clock.now()
    issue = Issue(now, lambda: f"of-{who}", who.upper)
    records.write("tuesday", ANA, now, lambda attendance: issued(attendance, who, None, issue)[1])
