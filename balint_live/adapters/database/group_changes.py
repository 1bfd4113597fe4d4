"""Changes of a group, written row by row inside the caller's transaction, the mails among them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from balint_live.adapters.database.credit_tables import CreditLineRow
from balint_live.adapters.database.enrolment import plan_of
from balint_live.adapters.database.group_tables import (
    GroupLeaderRow,
    GroupProtocolRow,
    GroupRow,
    LeaderRow,
    RegistrantRow,
)
from balint_live.adapters.database.mails import queue
from balint_live.adapters.database.meeting_tables import MeetingRow
from balint_live.adapters.database.staff import appointed
from balint_live.application.groups.changes import Changes
from balint_live.application.groups.group import (
    Appointment,
    BookedMeeting,
    Desk,
    Group,
    Registrant,
    Settings,
)
from balint_live.domain.credit import CreditLine
from balint_live.domain.protocol import Protocol


def carry_out(session: Session, desk: Desk, changes: Changes) -> None:
    """For a group that is held: so whatever must be unique in it, the decision has seen."""
    group_id = desk.group.id
    if changes.settings is not None:
        _settle(session, desk.group, changes.settings)
    for id, figures in changes.designated:
        _update(session, MeetingRow, id, {"designated": figures})
    _write_meetings(session, desk, changes.meetings)
    _write_registrants(session, desk, changes.registrants)
    for id in changes.departed_leaders:
        mine = (GroupLeaderRow.group_id == group_id, GroupLeaderRow.leader_id == id)
        session.execute(delete(GroupLeaderRow).where(*mine))
    _write_plans(session, group_id, changes.plans, changes.dropped_plans)
    session.flush()
    queue(session, changes.mails)


def add_group(
    session: Session, group: Group, leaders: Sequence[Appointment], meetings: Sequence[BookedMeeting]
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


def _settle(session: Session, group: Group, settings: Settings) -> None:
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


def _write_meetings(session: Session, desk: Desk, meetings: Sequence[BookedMeeting]) -> None:
    known = {one.id for one in desk.meetings}
    new = [_meeting(desk.group.id, one) for one in meetings if one.id not in known]
    if new:
        session.execute(insert(MeetingRow), new)
    for one in meetings:
        if one.id in known:
            _update(session, MeetingRow, one.id, _meeting(desk.group.id, one))


def _meeting(group_id: str, meeting: BookedMeeting) -> dict[str, Any]:
    """What the office settles about a session; when it was held is the live room's to write."""
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


def _write_registrants(session: Session, desk: Desk, registrants: Sequence[Registrant]) -> None:
    known = {one.id for one in desk.registrants}
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
