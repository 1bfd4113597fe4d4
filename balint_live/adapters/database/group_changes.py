"""Changes of a group, written row by row inside the caller's transaction, the mails among them."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from balint_live.adapters.database.demo import plan_of
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.mail_queue import queue
from balint_live.adapters.database.tables.attendance import MeetingRow
from balint_live.adapters.database.tables.groups import (
    CreditLineRow,
    GroupLeaderRow,
    GroupProtocolRow,
    GroupRow,
    LeaderRow,
    RegistrantRow,
    not_ended,
)
from balint_live.application.groups.group import (
    Appointment,
    BookedMeeting,
    Changes,
    Group,
    GroupBasics,
    Registrant,
    Settings,
    Staff,
)
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.identity import Asker, Kind, Operator
from balint_live.domain.credit import CreditLine
from balint_live.domain.protocol import Catalogue, Protocol

# Leaders and coordinators: who is behind a login, while it holds, and how somebody comes to have one.


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


def carry_out(session: Session, group: Group, changes: Changes) -> None:
    """For a group that is held: so whatever must be unique in it, the decision has seen."""
    group_id = group.id
    if changes.settings is not None:
        _settle(session, group, changes.settings)
    for id, figures in changes.designated:
        _update(session, MeetingRow, id, {"designated": figures})
    _write_meetings(session, group, changes.meetings)
    _write_registrants(session, group, changes.registrants)
    for id in changes.departed_leaders:
        mine = (GroupLeaderRow.group_id == group_id, GroupLeaderRow.leader_id == id)
        session.execute(delete(GroupLeaderRow).where(*mine))
    _write_plans(session, group_id, changes.plans, changes.dropped_plans)
    session.flush()
    queue(session, changes.mails)


def add_group(
    session: Session, group: GroupBasics, leaders: Sequence[Appointment], meetings: Sequence[BookedMeeting]
) -> None:
    """While who signs in is held."""
    session.add(
        GroupRow(id=group.id, version=group.version, created_at=group.created_at, **_settings(group.settings))
    )
    session.flush()
    _write_credit_lines(session, group.id, group.settings.credit_lines)
    for leader in leaders:
        let_lead(session, group.id, leader)
    if meetings:
        session.execute(insert(MeetingRow), [_meeting(group.id, one) for one in meetings])


def let_lead(session: Session, group_id: str, leader: Appointment) -> LeaderRow:
    """While who signs in is held; whoever leads the group already may come to be called something else."""
    row = appointed(session, leader)
    session.merge(GroupLeaderRow(group_id=group_id, leader_id=row.id, label=leader.label))
    return row


def _settle(session: Session, group: GroupBasics, settings: Settings) -> None:
    session.execute(
        update(GroupRow)
        .where(GroupRow.id == group.id)
        .values(version=group.version + 1, **_settings(settings))
        .execution_options(synchronize_session=False)
    )
    session.execute(delete(CreditLineRow).where(CreditLineRow.group_id == group.id))
    session.expunge_all()
    _write_credit_lines(session, group.id, settings.credit_lines)


def _settings(settings: Settings) -> dict[str, Any]:
    return {
        "name": settings.name,
        "society": settings.society,
        "timezone": settings.timezone,
        "contact": settings.contact,
        "planned_sessions": settings.planned_sessions,
        "quorum": settings.quorum,
        "participant_clock": settings.participant_clock,
        "zoom_url": settings.zoom_url,
        "neutral_subjects": settings.neutral_subjects,
        "uncredited_phases": settings.uncredited_phases,
        "retention_years": settings.retention_years,
    }


def _write_credit_lines(session: Session, group_id: str, lines: Sequence[CreditLine]) -> None:
    if lines:
        session.execute(
            insert(CreditLineRow), [_credit_line(group_id, *line) for line in enumerate(lines, 1)]
        )


def _credit_line(group_id: str, place: int, line: CreditLine) -> dict[str, Any]:
    return {
        "group_id": group_id,
        "place": place,
        "id": line.id,
        "policy": line.policy,
        "credit_type": line.credit_type,
        "statement": line.statement,
        "designated_quarters": line.designated_quarters,
        "by_plan": line.by_plan,
        "grace_minutes": line.grace_minutes,
        "gap": line.gap,
        "rounding": line.rounding,
        "numerator": line.numerator,
        "denominator": line.denominator,
        "required_sessions": line.required_sessions,
    }


def _write_meetings(session: Session, group: Group, meetings: Sequence[BookedMeeting]) -> None:
    known = {one.id for one in group.meetings}
    new = [_meeting(group.id, one) for one in meetings if one.id not in known]
    if new:
        session.execute(insert(MeetingRow), new)
    for one in meetings:
        if one.id in known:
            _update(session, MeetingRow, one.id, _meeting(group.id, one))


def _meeting(group_id: str, meeting: BookedMeeting) -> dict[str, Any]:
    """What is settled about a session; when it was held is the live room's to write."""
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


def _write_registrants(session: Session, group: Group, registrants: Sequence[Registrant]) -> None:
    known = {one.id for one in group.registrants}
    new = [_registrant(one) for one in registrants if one.id not in known]
    if new:
        session.execute(insert(RegistrantRow), new)
    for one in registrants:
        if one.id in known:
            _update(session, RegistrantRow, one.id, _registrant(one))


def _registrant(one: Registrant) -> dict[str, Any]:
    details = one.details
    return {
        "id": one.id,
        "group_id": one.group_id,
        "name": details.name,
        "email": details.email or one.id,
        "role": details.role,
        "practice_leader": details.practice_leader,
        "timezone": details.timezone,
        "profession": details.profession,
        "licence_no": details.licence_no,
        "licence_region": details.licence_region,
        "link_version": one.link_version,
        "link_issued_at": one.link_issued_at,
        "join_code": one.join_code,
        "has_the_lead": one.has_the_lead,
        "withdrawn_at": one.withdrawn_at,
    }


def _write_plans(session: Session, group_id: str, plans: Sequence[Protocol], dropped: Sequence[str]) -> None:
    for id in (*dropped, *(plan.id for plan in plans)):
        mine = (GroupProtocolRow.group_id == group_id, GroupProtocolRow.id == id)
        session.execute(delete(GroupProtocolRow).where(*mine).execution_options(synchronize_session=False))
    for plan in plans:
        values = {"id": plan.id, "group_id": group_id, "name": plan.name, "plan": plan_of(plan)}
        session.execute(insert(GroupProtocolRow), [values])


def _update(session: Session, table: type[Any], id: str, values: dict[str, Any]) -> None:
    session.execute(
        update(table).where(table.id == id).values(**values).execution_options(synchronize_session=False)
    )


# What a unit of work holds from before its first look until its commit, so that changes come one after the other.
#
# SQLite has one writer at a time, and there all of this does nothing. On PostgreSQL everybody takes what they need in
# one order, so that nobody waits in a circle: whoever changes who signs in, then groups by id, then their sessions by
# id, and only then single rows. Who changes a group, its people or its attendance holds the group; a session that has
# not been opened belongs to the group's pages as much as to the live room, so the live room's first changes of it hold the
# group too.
#
# Serializable transactions were the alternative: they would have to be tried again, leaders' presses among them.


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


# Session plans of a group's own. A plan is validated when kept and again when read, by the rules every Protocol
# obeys.
#
# Its total is the sum of its steps and is stored nowhere, so the two cannot disagree.


class SqlProtocols:
    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def keep(self, group_id: str, id: str, name: str, plan: Sequence[tuple[str, int]]) -> Protocol:
        """Keep a plan of phase ids and minutes, in place of the one with the same id. Raises DomainError("invalid")."""
        protocol = self._catalogue.protocol(id, name, plan)

        def work(session: Session) -> None:
            session.execute(
                delete(GroupProtocolRow).where(
                    GroupProtocolRow.id == id, GroupProtocolRow.group_id == group_id
                )
            )
            session.add(GroupProtocolRow(id=id, group_id=group_id, name=name, plan=tuple(plan)))

        self._database.write(work)
        return protocol

    def of_group(self, group_id: str) -> list[Protocol]:
        """The group's own plans, by name."""
        query = (
            select(GroupProtocolRow)
            .where(GroupProtocolRow.group_id == group_id)
            .order_by(GroupProtocolRow.name, GroupProtocolRow.id)
        )
        rows = self._database.read(lambda session: list(session.scalars(query)))
        return [self._catalogue.protocol(row.id, row.name, row.plan) for row in rows]
