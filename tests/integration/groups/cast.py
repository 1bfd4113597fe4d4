"""The cast of the office's tests, and the site they work in.

Mara coordinates. Ana and Ben lead the Tuesday group: Carla, Dan and Priya take part in it (Priya learns to lead), Otto
observes, and two sessions are booked. Cleo leads the Thursday group, which has Finn and no session yet: she must see
nothing of Tuesday's. It is NOW; nobody has been invited.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.mail_queue import SqlMails
from balint_live.adapters.database.tables.attendance import (
    AbsenceRow,
    AcknowledgementRow,
    MeetingRow,
    PresenceRow,
)
from balint_live.adapters.protocol_catalogue import load_catalogue
from balint_live.application.groups.changes import Changes
from balint_live.application.groups.group import (
    Appointment,
    BookedMeeting,
    Details,
    Group,
    NewGroup,
    Registrant,
    Settings,
)
from balint_live.application.identity import OPERATOR, Identity, Kind
from balint_live.application.mail_queue import DueMail, MailState
from balint_live.domain.display import Role
from balint_live.domain.timeline import Source
from balint_live.web.shared.services import GroupServices
from tests.fakes import ManualClock
from tests.integration.groups.visitor import Visitor

CATALOGUE = load_catalogue()
NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
"""A Tuesday; in London the clocks change on 29 March."""
LEASE = timedelta(minutes=5)
TUESDAY, THURSDAY = "tuesday", "thursday"
FIRST, SECOND = "first", "second"
FIRST_START = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)
FIRST_END = FIRST_START + timedelta(minutes=90)
SECOND_START = datetime(2026, 4, 7, 18, 0, tzinfo=UTC)
"""Both at 19:00 in London, on either side of the change."""

MARA, ANA, BEN, CLEO = (Identity(Kind.LEADER, name, 1) for name in ("mara", "ana", "ben", "cleo"))
CARLA = Identity(Kind.REGISTRANT, "carla", 1)


class HerePages:
    """Nobody but Carla has a page open, in whatever session."""

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        """They would come in anew."""

    def login_ended(self, login: str) -> None:
        raise AssertionError(login)

    def here(self, meeting_id: str) -> frozenset[str]:
        return frozenset({"carla"})


@dataclass(frozen=True, slots=True)
class Site:
    """An office over a database of its own, with a clock moved by hand."""

    app: Flask
    database: Database
    clock: ManualClock
    groups: SqlGroups
    mails: SqlMails
    services: GroupServices

    def visitor(self, who: Identity | None) -> Visitor:
        """A browser in which this person is signed in; None is a stranger."""
        return Visitor(self.app, who)

    def group(self, group_id: str = TUESDAY) -> Group:
        """The group as it is stored."""
        return self.groups.group(group_id, MARA)

    def change(self, changes: Changes, group_id: str = TUESDAY) -> None:
        self.groups.change(group_id, MARA, lambda _: changes)

    def cannot_come(self, *people: str) -> None:
        """They have said beforehand that they cannot come to the first session."""
        rows = [{"meeting_id": FIRST, "registrant_id": person} for person in people]
        self.database.write(lambda session: session.execute(insert(AbsenceRow), rows))

    def waiting(self) -> list[DueMail]:
        """Mails that are due, claimed so that a test can settle them."""
        return list(self.mails.claim("test", self.clock.now(), LEASE, 1000))

    def deliver(self, state: MailState = MailState.DELIVERED, problem: str | None = None) -> list[str]:
        """Every mail that waits comes to this; whom they were for."""
        due = self.waiting()
        for one in due:
            self.mails.settle(one.mail.id, one.claim, state, self.clock.now(), problem)
        return sorted(one.mail.registrant_id or one.mail.leader_id or "" for one in due)


def enrol_cast(groups: SqlGroups) -> None:
    """Everybody in their place."""
    for id, coordinator in (("mara", True), ("ana", False), ("ben", False), ("cleo", False)):
        groups.appoint(_appointment(id, coordinator), OPERATOR)
    groups.create([_group(TUESDAY, "Europe/London", "ana", "ben")], MARA)
    groups.create([_group(THURSDAY, "America/Chicago", "cleo")], MARA)
    groups.change(TUESDAY, MARA, lambda _: _tuesday())
    groups.change(THURSDAY, MARA, lambda _: Changes(registrants=(registrant("finn", group_id=THURSDAY),)))


def registrant(
    id: str, group_id: str = TUESDAY, role: Role = Role.REGISTRANT, practice_leader: bool = False
) -> Registrant:
    details = Details(name=id.title(), email=f"{id}@example.org", role=role, practice_leader=practice_leader)
    return Registrant(
        id=id,
        group_id=group_id,
        details=details,
        link_version=1,
        link_issued_at=NOW,
        join_code=f"{id.upper():X<8}",
    )


def booked(id: str, number: int, start: datetime, plan_id: str = "abs60") -> BookedMeeting:
    plan = CATALOGUE.protocols[plan_id]
    return BookedMeeting(id=id, number=number, start=start, end=start + plan.total, plan=plan)


def hold_first(site: Site, *seen: str) -> None:
    """The first session was held, and these people came."""

    def write(session: Session) -> None:
        session.get_one(MeetingRow, FIRST).opened_at = FIRST_START
        session.get_one(MeetingRow, FIRST).closed_at = FIRST_END
        session.get_one(MeetingRow, FIRST).credit_windows = ((FIRST_START, FIRST_END),)
        for who in seen:
            session.add(AcknowledgementRow(meeting_id=FIRST, registrant_id=who, version="1", at=FIRST_START))
            session.add(
                PresenceRow(
                    meeting_id=FIRST,
                    registrant_id=who,
                    source=Source.SELF_CHECKIN,
                    joined_at=FIRST_START,
                    left_at=FIRST_END,
                    provisional=False,
                )
            )

    site.database.write(write)


def open_first(site: Site) -> None:
    def write(session: Session) -> None:
        session.get_one(MeetingRow, FIRST).opened_at = FIRST_START

    site.database.write(write)


def _tuesday() -> Changes:
    return Changes(
        meetings=(booked(FIRST, 1, FIRST_START, "first90"), booked(SECOND, 2, SECOND_START)),
        registrants=(
            registrant("carla"),
            registrant("dan"),
            registrant("priya", practice_leader=True),
            registrant("otto", role=Role.OBSERVER),
        ),
    )


def _appointment(id: str, coordinator: bool = False) -> Appointment:
    return Appointment(id=id, name=id.title(), email=f"{id}@example.org", at=NOW, coordinator=coordinator)


def _group(id: str, timezone: str, *leaders: str) -> NewGroup:
    settings = Settings(
        name=f"{id.title()} group",
        society="The Balint Society",
        timezone=timezone,
        contact="office@example.org",
        zoom_url="https://zoom.example/j/1234567890",
    )
    return NewGroup(
        id=id,
        version=1,
        settings=settings,
        created_at=NOW,
        leaders=tuple(_appointment(each) for each in leaders),
    )
