"""Leaders and coordinators: who is behind a login, while it holds, and how somebody comes to have one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from balint_live.adapters.database.group_tables import LeaderRow
from balint_live.adapters.database.login_tables import not_ended
from balint_live.application.groups.group import Appointment, Staff
from balint_live.application.groups.ports import NoSuchGroup
from balint_live.application.people import Asker, Kind, Operator

THE_OPERATOR = Staff(id="", name="", email="", coordinator=True)
"""Whoever runs the server sees what a coordinator sees."""


def staff_behind(session: Session, who: Asker) -> Staff | None:
    if isinstance(who, Operator):
        return THE_OPERATOR
    if who.kind is not Kind.LEADER:
        return None
    query = select(LeaderRow).where(
        LeaderRow.id == who.id, LeaderRow.login_version == who.version, not_ended(who.login)
    )
    row = session.scalars(query).one_or_none()
    return None if row is None else staff_of(row)


def require_staff(session: Session, who: Asker) -> Staff:
    """Raises NoSuchGroup."""
    staff = staff_behind(session, who)
    if staff is None:
        raise NoSuchGroup
    return staff


def require_coordinator(session: Session, who: Asker) -> Staff:
    """Raises NoSuchGroup."""
    staff = require_staff(session, who)
    if not staff.coordinator:
        raise NoSuchGroup
    return staff


def appointed(session: Session, one: Appointment) -> LeaderRow:
    """The account with this address, made where there is none; while who signs in is held."""
    row = session.scalars(select(LeaderRow).where(LeaderRow.email == one.email)).one_or_none()
    if row is None:
        row = LeaderRow(
            id=one.id,
            name=one.name,
            email=one.email,
            login_version=1,
            login_issued_at=one.at,
            coordinator=one.coordinator,
        )
        session.add(row)
    row.coordinator = row.coordinator or one.coordinator
    session.flush()
    return row


def staff_of(row: LeaderRow) -> Staff:
    return Staff(id=row.id, name=row.name, email=row.email, coordinator=row.coordinator)
