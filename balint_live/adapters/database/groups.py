"""Groups, laid out before whoever may look after them. Implements `application.groups.ports.GroupStore`.

Access is part of every query: a coordinator reaches every group, a leader the ones they lead, and whoever runs the server
all of them. For anybody else there is no row, and so no Desk.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.desks import desk_of, require_group
from balint_live.adapters.database.group_changes import add_group, carry_out, let_lead
from balint_live.adapters.database.group_overview import overview
from balint_live.adapters.database.group_tables import LeaderRow
from balint_live.adapters.database.locks import hold_groups, hold_staff
from balint_live.adapters.database.staff import (
    appointed,
    require_coordinator,
    require_staff,
    staff_behind,
    staff_of,
)
from balint_live.application.groups.changes import NOTHING, Changes
from balint_live.application.groups.group import Appointment, BookedMeeting, Desk, Group, Staff
from balint_live.application.groups.ports import GroupSummary
from balint_live.application.people import Asker
from balint_live.domain.names import by_family
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
        (changes,) = self.change_all((group_id,), who, lambda desks: (decide(desks[0]),))
        return changes

    def change_all(
        self,
        group_ids: Sequence[str],
        who: Asker,
        decide: Callable[[Sequence[Desk]], Sequence[Changes]],
    ) -> Sequence[Changes]:
        def work(session: Session) -> Sequence[Changes]:
            hold_groups(session, group_ids)
            desks = [desk_of(session, id, who, self._catalogue) for id in group_ids]
            decided = decide(desks)
            for desk, changes in zip(desks, decided, strict=True):
                if changes != NOTHING:
                    carry_out(session, desk, changes)
            return decided

        return self._database.write(work)

    def found(
        self,
        group: Group,
        leaders: Sequence[Appointment],
        meetings: Sequence[BookedMeeting],
        who: Asker,
    ) -> None:
        def work(session: Session) -> None:
            hold_staff(session)
            require_coordinator(session, who)
            add_group(session, group, leaders, meetings)

        self._database.write(work)

    def add_leader(self, group_id: str, leader: Appointment, who: Asker) -> Staff:
        def work(session: Session) -> Staff:
            hold_staff(session)
            hold_groups(session, [group_id])
            if leader.coordinator:
                require_coordinator(session, who)
            require_group(session, group_id, who)
            return staff_of(let_lead(session, group_id, leader))

        return self._database.write(work)

    def everyone(self, who: Asker) -> Sequence[Staff]:
        def work(session: Session) -> list[Staff]:
            require_coordinator(session, who)
            rows = sorted(session.scalars(select(LeaderRow)), key=lambda row: by_family(row.name, row.id))
            return [staff_of(row) for row in rows]

        return self._database.read(work)

    def by_email(self, email: str) -> Staff | None:
        query = select(LeaderRow).where(LeaderRow.email == email)
        row = self._database.read(lambda session: session.scalars(query).one_or_none())
        return None if row is None else staff_of(row)

    def appoint(self, one: Appointment, who: Asker) -> Staff:
        def work(session: Session) -> Staff:
            hold_staff(session)
            require_coordinator(session, who)
            return staff_of(appointed(session, one))

        return self._database.write(work)
