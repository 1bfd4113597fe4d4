"""Groups, laid out before whoever may look after them. Implements `application.groups.ports.GroupStore`.

Access is part of every query: a coordinator reaches every group, a leader the ones they lead, and whoever runs the server
all of them. For anybody else there is no row, and so no Desk.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.desks import desk_of
from balint_live.adapters.database.group_changes import add_group, carry_out
from balint_live.adapters.database.group_overview import overview
from balint_live.adapters.database.group_tables import LeaderRow
from balint_live.adapters.database.staff import require_staff, staff_behind, staff_of
from balint_live.application.groups.changes import NOTHING, Changes
from balint_live.application.groups.group import Desk, Group, GroupLeader, Staff
from balint_live.application.groups.ports import AddressTaken, GroupSummary, NoSuchGroup
from balint_live.application.people import Asker
from balint_live.domain.protocol import Catalogue


class SqlGroups:
    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def staff(self, who: Asker) -> Staff | None:
        return self._database.read(lambda session: staff_behind(session, who))

    def overview(self, who: Asker, now: datetime) -> Sequence[GroupSummary]:
        return self._database.read(lambda session: overview(session, require_staff(session, who), now))

    def desk(self, group_id: str, who: Asker) -> Desk:
        return self._database.read(lambda session: desk_of(session, group_id, who, self._catalogue))

    def change(self, group_id: str, who: Asker, decide: Callable[[Desk], Changes]) -> Changes:
        def work(session: Session) -> Changes:
            desk = desk_of(session, group_id, who, self._catalogue)
            changes = decide(desk)
            if changes != NOTHING:
                carry_out(session, desk, changes)
            return changes

        try:
            return self._database.write(work)
        except IntegrityError as clash:
            raise AddressTaken from clash

    def found(self, group: Group, leaders: Sequence[GroupLeader], who: Asker) -> None:
        def work(session: Session) -> None:
            if not require_staff(session, who).coordinator:
                raise NoSuchGroup
            add_group(session, group, leaders)

        self._database.write(work)

    def everyone(self, who: Asker) -> Sequence[Staff]:
        def work(session: Session) -> list[Staff]:
            if not require_staff(session, who).coordinator:
                raise NoSuchGroup
            rows = session.scalars(select(LeaderRow).order_by(LeaderRow.name, LeaderRow.id))
            return [staff_of(row) for row in rows]

        return self._database.read(work)

    def by_email(self, email: str) -> Staff | None:
        query = select(LeaderRow).where(LeaderRow.email == email)
        row = self._database.read(lambda session: session.scalars(query).one_or_none())
        return None if row is None else staff_of(row)

    def appoint(self, staff: Staff, now: datetime) -> None:
        def work(session: Session) -> None:
            row = session.get(LeaderRow, staff.id)
            if row is None:
                row = LeaderRow(id=staff.id, login_version=1, login_issued_at=now)
                session.add(row)
            row.name, row.email, row.coordinator = staff.name, staff.email, staff.coordinator

        try:
            self._database.write(work)
        except IntegrityError as clash:
            raise AddressTaken from clash
