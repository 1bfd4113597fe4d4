"""Leaders and coordinators who go or are made less. Implements `application.groups.staffing.StaffStore`.

Whoever goes has written in many groups: their name goes from what they confirmed in each. So all groups are held meanwhile,
which is short and rare.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.group_tables import GroupLeaderRow, GroupRow, LeaderRow
from balint_live.adapters.database.locks import hold_groups, hold_staff
from balint_live.adapters.database.meeting_tables import LiveMeetingRow, MeetingRow
from balint_live.adapters.database.staff import require_coordinator, staff_of
from balint_live.adapters.database.statement_tables import ErasureRow
from balint_live.application.groups.staffing import Duties, Lead, NoSuchPerson, Require
from balint_live.application.people import Asker


class SqlStaffing:
    def __init__(self, database: Database) -> None:
        self._database = database

    def duties(self, who: Asker, leader_id: str, now: datetime) -> Duties:
        return self._database.read(lambda session: _duties(session, who, leader_id, now))

    def remove(self, who: Asker, leader_id: str, now: datetime, require: Require) -> Duties:
        def work(session: Session) -> Duties:
            hold_staff(session)
            hold_groups(session, session.scalars(select(GroupRow.id)))
            duties = _duties(session, who, leader_id, now)
            require(duties)
            session.expunge_all()
            session.execute(delete(LeaderRow).where(LeaderRow.id == leader_id))
            session.merge(ErasureRow(id=leader_id, at=now))
            return duties

        removed = self._database.write(work)
        self._database.forget_deleted()
        return removed

    def demote(self, who: Asker, leader_id: str, now: datetime, require: Require) -> Duties:
        def work(session: Session) -> Duties:
            hold_staff(session)
            duties = _duties(session, who, leader_id, now)
            require(duties)
            session.execute(update(LeaderRow).where(LeaderRow.id == leader_id).values(coordinator=False))
            return duties

        return self._database.write(work)


def _duties(session: Session, who: Asker, leader_id: str, now: datetime) -> Duties:
    require_coordinator(session, who)
    row = session.get(LeaderRow, leader_id)
    if row is None:
        raise NoSuchPerson(leader_id)
    others = select(func.count()).where(LeaderRow.coordinator, LeaderRow.id != leader_id)
    return Duties(
        person=staff_of(row),
        leads=_leads(session, leader_id, now),
        last_coordinator=row.coordinator and session.scalar(others) == 0,
    )


def _leads(session: Session, leader_id: str, now: datetime) -> tuple[Lead, ...]:
    other = aliased(GroupLeaderRow)
    another = exists().where(other.group_id == GroupRow.id, other.leader_id != leader_id)
    query = (
        select(GroupRow.id, GroupRow.name, ~another, _meets(now))
        .join(GroupLeaderRow)
        .where(GroupLeaderRow.leader_id == leader_id)
        .order_by(GroupRow.name, GroupRow.id)
    )
    return tuple(Lead(*row) for row in session.execute(query))


def _meets(now: datetime) -> ColumnElement[bool]:
    runs = exists().where(LiveMeetingRow.meeting_id == MeetingRow.id, LiveMeetingRow.position.is_not(None))
    to_come = and_(MeetingRow.cancelled_at.is_(None), MeetingRow.scheduled_end > now)
    return exists().where(
        MeetingRow.group_id == GroupRow.id, MeetingRow.closed_at.is_(None), or_(to_come, runs)
    )
