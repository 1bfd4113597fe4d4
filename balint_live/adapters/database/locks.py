"""What a unit of work holds from before its first look until its commit, so that changes come one after the other.

SQLite has one writer at a time, and there all of this does nothing. On PostgreSQL everybody takes what they need in one
order, so that nobody waits in a circle: whoever changes who signs in, then groups by id, then their sessions by id, and only
then single rows. Who changes a group, its people or its attendance holds the group; a session that has not been opened
belongs to the office as much as to the live room, so the live room's first changes of it hold the group too.

Serializable transactions were the alternative: they would have to be tried again, leaders' presses among them.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from balint_live.adapters.database.group_tables import GroupRow
from balint_live.adapters.database.meeting_tables import MeetingRow

STAFF = 1
"""The number of the lock under which accounts of leaders and coordinators come and go; it belongs to no row."""


def hold_staff(session: Session) -> None:
    """Keep others from changing who signs in: an address that is new to us has no row to be held by."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(STAFF)))


def hold_groups(session: Session, group_ids: Iterable[str]) -> None:
    """Keep these groups from all others who write them. Nothing of them may have been read before."""
    ids = list(group_ids)
    session.execute(_in_order(GroupRow.id, GroupRow.id.in_(ids)).with_for_update()).all()
    sessions = _in_order(MeetingRow.id, MeetingRow.group_id.in_(ids))
    session.execute(sessions.with_for_update(key_share=True)).all()


def _in_order(id: InstrumentedAttribute[str], which: ColumnElement[bool]) -> Select[str]:
    return select(id).where(which).order_by(id)
