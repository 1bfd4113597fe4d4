"""Changes of a group, written row by row inside the caller's transaction, mails among them; and the locks they need.

A unit of work holds what it changes from before its first look until its commit, so that changes come one after the other.
SQLite has one writer at a time, and there `hold_*` does nothing. On PostgreSQL all locks are taken in one order, so that
nobody waits in a circle: the lock on who signs in, then groups by id, then their sessions by id, and only then single rows.
Whoever changes a group, its people or its attendance holds the group; a session that has not been opened belongs to the
group's pages as much as to the live room, so the live room's first changes of it hold the group too.

Serializable transactions were the alternative: they would have to be tried again, leaders' presses among them.
"""

from collections.abc import Container, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, insert, select, update
from sqlalchemy.orm import Session

from balint_live.adapters.database.mail_queue import queue
from balint_live.adapters.database.tables.attendance import MeetingRow
from balint_live.adapters.database.tables.base import plan_of, values_for
from balint_live.adapters.database.tables.groups import (
    CreditLineRow,
    EndedLoginRow,
    GroupLeaderRow,
    GroupProtocolRow,
    GroupRow,
    LeaderRow,
    RegistrantRow,
)
from balint_live.application.groups.changes import Changes
from balint_live.application.groups.group import (
    Appointment,
    BookedMeeting,
    Details,
    Group,
    GroupBasics,
    Leading,
    NewGroup,
    Registrant,
    Settings,
    Staff,
)
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.identity import Asker, Kind, Operator
from balint_live.domain.credit import CreditLine
from balint_live.domain.protocol import Protocol

THE_OPERATOR = Staff(id="", name="", email="", coordinator=True)
"""Whoever runs the server sees what a coordinator sees."""
STAFF = 1
"""The number of the lock under which accounts of leaders and coordinators come and go; it belongs to no row."""


def hold_staff(session: Session) -> None:
    """Keep others from changing who signs in until this unit ends: a new address has no row that could be locked."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(STAFF)))


def hold_groups(session: Session, group_ids: Iterable[str]) -> None:
    """Keep others from writing these groups until this unit ends. Nothing of them may have been read before."""
    ids = list(group_ids)
    groups = select(GroupRow.id).where(GroupRow.id.in_(ids)).order_by(GroupRow.id)
    session.execute(groups.with_for_update()).all()
    sessions = select(MeetingRow.id).where(MeetingRow.group_id.in_(ids)).order_by(MeetingRow.id)
    session.execute(sessions.with_for_update(key_share=True)).all()


def staff_behind(session: Session, who: Asker) -> Staff | None:
    """The leader or coordinator behind a login that holds, or the operator; None for anybody else."""
    if isinstance(who, Operator):
        return THE_OPERATOR
    if who.kind is not Kind.LEADER:
        return None
    query = select(LeaderRow).where(
        LeaderRow.id == who.id, LeaderRow.login_version == who.version, not_ended(who.login)
    )
    row = session.scalars(query).one_or_none()
    return None if row is None else staff_of(row)


def not_ended(login: str | ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the login with this id was not ended; true for links, which have no login ("")."""
    return ~exists().where(EndedLoginRow.id == login)


def require_staff(session: Session, who: Asker) -> Staff:
    """Who is behind a login that holds. Raises NoSuchGroup for anybody but leaders and coordinators."""
    staff = staff_behind(session, who)
    if staff is None:
        raise NoSuchGroup
    return staff


def require_coordinator(session: Session, who: Asker) -> Staff:
    """The same, for coordinators only. Raises NoSuchGroup."""
    staff = require_staff(session, who)
    if not staff.coordinator:
        raise NoSuchGroup
    return staff


def staff_of(row: LeaderRow) -> Staff:
    return Staff(id=row.id, name=row.name, email=row.email, coordinator=row.coordinator)


def appointed(session: Session, appointments: Sequence[Appointment]) -> dict[str, LeaderRow]:
    """The account with each address, made where there is none. `hold_staff` comes first."""
    addresses = {one.email for one in appointments}
    rows = {
        row.email: row for row in session.scalars(select(LeaderRow).where(LeaderRow.email.in_(addresses)))
    }
    for one in appointments:
        if one.email not in rows:
            rows[one.email] = _account(one)
            session.add(rows[one.email])
        rows[one.email].coordinator = rows[one.email].coordinator or one.coordinator
    session.flush()
    return rows


def _account(one: Appointment) -> LeaderRow:
    return LeaderRow(
        id=one.id,
        name=one.name,
        email=one.email,
        login_version=1,
        login_issued_at=one.at,
        coordinator=one.coordinator,
    )


def carry_out(session: Session, group: Group, changes: Changes) -> None:
    """Write changes of a group that is held; so the decision has seen whatever must be unique in it."""
    group_id = group.id
    if changes.settings is not None:
        _write_settings(session, group, changes.settings)
    for id, figures in changes.designated:
        update_row(session, MeetingRow, id, designated=figures)
    meetings = [_meeting(group_id, one) for one in changes.meetings]
    _write_rows(session, MeetingRow, {one.id for one in group.meetings}, meetings)
    registrants = [_registrant(one) for one in changes.registrants]
    _write_rows(session, RegistrantRow, {one.id for one in group.registrants}, registrants)
    for id in changes.departed_leaders:
        mine = (GroupLeaderRow.group_id == group_id, GroupLeaderRow.leader_id == id)
        session.execute(delete(GroupLeaderRow).where(*mine))
    _write_plans(session, group_id, changes.plans, changes.dropped_plans)
    session.flush()
    if changes.mails:
        queue(session, changes.mails)


def add_groups(session: Session, groups: Sequence[NewGroup]) -> list[Leading]:
    """Write new groups; who leads them. `hold_staff` comes first."""
    _insert(session, GroupRow, [_group(one) for one in groups])
    for group in groups:
        _write_credit_lines(session, group.id, group.settings.credit_lines)
    accounts = appointed(session, [one for group in groups for one in group.leaders])
    leads = {(group.id, accounts[one.email].id): one.label for group in groups for one in group.leaders}
    rows = [{"group_id": group, "leader_id": id, "label": label} for (group, id), label in leads.items()]
    _insert(session, GroupLeaderRow, rows)
    _insert(session, MeetingRow, [_meeting(group.id, one) for group in groups for one in group.meetings])
    _insert(session, RegistrantRow, [_registrant(one) for group in groups for one in group.registrants])
    return [Leading(id=id, group_id=group) for group, id in leads]


def let_lead(session: Session, group_id: str, leader: Appointment) -> LeaderRow:
    """Make somebody leader of a group, or change the label of one who is. `hold_staff` comes first."""
    row = appointed(session, [leader])[leader.email]
    session.merge(GroupLeaderRow(group_id=group_id, leader_id=row.id, label=leader.label))
    return row


def _write_settings(session: Session, group: GroupBasics, settings: Settings) -> None:
    values = values_for(Settings, settings, but="credit_lines")
    update_row(session, GroupRow, group.id, version=group.version + 1, **values)
    session.execute(delete(CreditLineRow).where(CreditLineRow.group_id == group.id))
    session.expunge_all()
    _write_credit_lines(session, group.id, settings.credit_lines)


def _write_credit_lines(session: Session, group_id: str, lines: Sequence[CreditLine]) -> None:
    rows = [
        {"group_id": group_id, "place": place, **values_for(CreditLine, line)}
        for place, line in enumerate(lines, 1)
    ]
    _insert(session, CreditLineRow, rows)


def _write_rows(
    session: Session, table: type[Any], known: Container[str], rows: Sequence[dict[str, Any]]
) -> None:
    """Insert the new ones, and update those whose ids are known."""
    _insert(session, table, [row for row in rows if row["id"] not in known])
    for row in rows:
        if row["id"] in known:
            update_row(session, table, row["id"], **row)


def _insert(session: Session, table: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _group(group: NewGroup) -> dict[str, Any]:
    settings = values_for(Settings, group.settings, but="credit_lines")
    return {"id": group.id, "version": group.version, "created_at": group.created_at, **settings}


def _meeting(group_id: str, meeting: BookedMeeting) -> dict[str, Any]:
    """The columns of a session that a group's pages write; when it was held, the live session writes."""
    return {
        "id": meeting.id,
        "group_id": group_id,
        "number": meeting.number,
        "scheduled_start": meeting.start,
        "scheduled_end": meeting.end,
        "protocol_id": meeting.plan.id,
        "protocol_name": meeting.plan.name,
        "plan": plan_of(meeting.plan),
        "calendar_sequence": meeting.sequence,
        "cancelled_at": meeting.cancelled_at,
    }


def _registrant(one: Registrant) -> dict[str, Any]:
    """Somebody without an address any more has their id in its place, since no two may have the same."""
    details = values_for(Details, one.details) | {"email": one.details.email or one.id}
    return values_for(Registrant, one, but="details") | details


def _write_plans(session: Session, group_id: str, plans: Sequence[Protocol], dropped: Sequence[str]) -> None:
    for id in (*dropped, *(plan.id for plan in plans)):
        mine = (GroupProtocolRow.group_id == group_id, GroupProtocolRow.id == id)
        session.execute(delete(GroupProtocolRow).where(*mine))
    for plan in plans:
        values = {"id": plan.id, "group_id": group_id, "name": plan.name, "plan": plan_of(plan)}
        session.execute(insert(GroupProtocolRow), [values])


def update_row(session: Session, table: type[Any], id: str, /, **values: Any) -> None:
    """Write these values into the row with this id, if there is one; rows that were loaded do not notice."""
    session.execute(update(table).where(table.id == id).values(**values))
