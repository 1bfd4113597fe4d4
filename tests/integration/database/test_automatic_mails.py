"""Mails that a look queues by itself go out once, whatever comes of them; only a press asks for one again. Eve leads
another group, which meets at the same time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import text

from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.adapters.database.mail_contents import SqlAfterwards, SqlMailFacts
from balint_live.adapters.database.mail_queue import SqlMails, queue
from balint_live.application.attendance.service import AttendanceService
from balint_live.application.mail.reminders import Afterwards, Reminders
from balint_live.application.mail_queue import MailKind, MailState, NewMail
from tests.fakes import ManualClock
from tests.integration.database.cast import ANA, CATALOGUE, ISSUED, START, THIRD, Site, at

LEASE = timedelta(minutes=10)
EVERY_LOOK = timedelta(seconds=30)
CAME_TO_NOTHING = (MailState.REFUSED, MailState.GIVEN_UP, MailState.DROPPED)
INVITATION = NewMail(
    id="invitation",
    key="invitation:carla:1",
    kind=MailKind.INVITATION,
    created_at=ISSUED,
    expires_at=ISSUED + timedelta(days=3),
    group_id="tuesday",
    registrant_id="carla",
)


@dataclass(frozen=True)
class PostRoom:
    """The queue, and whoever looks every half minute for what has become due."""

    site: Site

    def look(self, now: datetime) -> int:
        """How many mails the looks queued."""
        ids = (f"{now:%d%H%M%S}-{number}" for number in count())
        facts = SqlMailFacts(self.site.database, CATALOGUE)
        after = SqlAfterwards(self.site.database)
        return Reminders(facts, ids.__next__).look(now) + Afterwards(after, ids.__next__).look(now)

    def sent(self, state: MailState, now: datetime) -> list[tuple[MailKind, str]]:
        """What waits is tried, and this comes of it."""
        mails = SqlMails(self.site.database)
        due = mails.claim("worker", now, LEASE, 100)
        for one in due:
            mails.settle(one.mail.id, one.claim, state, now, "5.1.1")
        return sorted((one.mail.kind, one.mail.registrant_id or one.mail.leader_id or "") for one in due)


def invited(site: Site) -> None:
    site.database.write(lambda session: queue(session, [INVITATION]))
    PostRoom(site).sent(MailState.DELIVERED, ISSUED)


def test_who_cannot_come_is_not_reminded_and_who_can_after_all_is(enrolled: Site) -> None:
    invited(enrolled)
    said = "INSERT INTO absences VALUES ('third', 'carla')"
    enrolled.database.write(lambda session: session.execute(text(said)))
    near = START - timedelta(minutes=14)
    room = PostRoom(enrolled)
    room.look(near)
    assert room.sent(MailState.DELIVERED, near) == [(MailKind.SOON, one) for one in ("ana", "ben", "eve")]
    enrolled.database.write(lambda session: session.execute(text("DELETE FROM absences")))
    room.look(near + EVERY_LOOK)
    assert room.sent(MailState.DELIVERED, near + EVERY_LOOK) == [(MailKind.SOON, "carla")]


def test_the_leaders_list_knows_who_cannot_come(enrolled: Site) -> None:
    said = "INSERT INTO absences VALUES ('third', 'carla')"
    enrolled.database.write(lambda session: session.execute(text(said)))
    cannot = [each.member.id for each in enrolled.attendance.roster(THIRD) if each.cannot_come]
    assert cannot == ["carla"]


def held(site: Site) -> None:
    site.attendance.press(THIRD, "carla", "1", at(0))
    site.open()
    site.attendance.witness(THIRD, {"carla": (at(0), at(59))}, frozenset({"carla"}))
    site.close()


def completed(site: Site) -> None:
    held(site)
    attendance_service = AttendanceService(
        ManualClock(at(62)), SqlAttendanceRecords(site.database, CATALOGUE)
    )
    attendance_service.confirm(ANA, "tuesday", THIRD, here={})
    site.database.write(lambda session: session.execute(text("UPDATE groups SET planned_sessions = 1")))
    cancelled = text("UPDATE meetings SET cancelled_at = scheduled_start WHERE id = 'fourth'")
    site.database.write(lambda session: session.execute(cancelled))


AUTOMATIC: dict[MailKind, tuple[Callable[[Site], None], datetime, list[str]]] = {
    MailKind.DAY_BEFORE: (invited, START - timedelta(hours=23), ["ana", "ben", "carla", "eve"]),
    MailKind.SOON: (invited, START - timedelta(minutes=14), ["ana", "ben", "carla", "eve"]),
    MailKind.ROLL_OPEN: (held, at(60) + timedelta(hours=2), ["ana", "ben"]),
    MailKind.STATEMENT: (completed, at(60) + timedelta(hours=2), ["carla"]),
}
"""By kind: what has to have happened, when a look finds it due, and who is written to."""


@pytest.mark.parametrize("kind", list(AUTOMATIC))
@pytest.mark.parametrize("state", CAME_TO_NOTHING)
def test_what_came_to_nothing_is_not_queued_by_the_next_look(
    enrolled: Site, kind: MailKind, state: MailState
) -> None:
    happened, now, people = AUTOMATIC[kind]
    happened(enrolled)
    room = PostRoom(enrolled)

    looks = [(room.look(each), room.sent(state, each)) for each in (now + n * EVERY_LOOK for n in range(10))]

    assert looks == [(len(people), [(kind, one) for one in people]), *[(0, [])] * 9]


def test_a_press_asks_again_for_what_came_to_nothing(enrolled: Site) -> None:
    room = PostRoom(enrolled)
    sends = []
    for state in (*CAME_TO_NOTHING, MailState.DELIVERED, MailState.DELIVERED):
        enrolled.database.write(lambda session: queue(session, [INVITATION]))
        sends.append(room.sent(state, ISSUED))

    assert sends == [[(MailKind.INVITATION, "carla")]] * 4 + [[]]
