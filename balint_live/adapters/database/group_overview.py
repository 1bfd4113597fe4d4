"""The list of groups: four queries, however many there are."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.group_tables import GroupLeaderRow, GroupRow, LeaderRow, RegistrantRow
from balint_live.adapters.database.meeting_tables import MeetingRow
from balint_live.application.groups.group import Staff
from balint_live.application.groups.ports import GroupSummary


def overview(session: Session, staff: Staff, now: datetime) -> list[GroupSummary]:
    groups = list(session.scalars(_groups(staff)))
    leaders, enrolled, held = _leaders(session), _enrolled(session), _held(session)
    upcoming = _upcoming(session, now)
    return [
        GroupSummary(
            id=row.id,
            name=row.name,
            society=row.society,
            timezone=row.timezone,
            leaders=tuple(leaders[row.id]),
            enrolled=enrolled.get(row.id, 0),
            held=held.get(row.id, 0),
            planned=row.planned_sessions,
            next_start=upcoming[row.id][0] if row.id in upcoming else None,
            next_id=upcoming[row.id][1] if row.id in upcoming else None,
        )
        for row in groups
    ]


def _groups(staff: Staff) -> Select[GroupRow]:
    query = select(GroupRow).order_by(GroupRow.name, GroupRow.id)
    if staff.coordinator:
        return query
    return query.join(GroupLeaderRow).where(GroupLeaderRow.leader_id == staff.id)


def _leaders(session: Session) -> defaultdict[str, list[str]]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    query = select(GroupLeaderRow.group_id, LeaderRow.name).join(LeaderRow).order_by(LeaderRow.name)
    for group_id, name in session.execute(query):
        names[group_id].append(name)
    return names


def _enrolled(session: Session) -> dict[str, int]:
    query = (
        select(RegistrantRow.group_id, func.count())
        .where(RegistrantRow.withdrawn_at.is_(None))
        .group_by(RegistrantRow.group_id)
    )
    return dict(session.execute(query).all())


def _held(session: Session) -> dict[str, int]:
    query = select(MeetingRow.group_id, func.count()).where(MeetingRow.closed_at.is_not(None))
    return dict(session.execute(query.group_by(MeetingRow.group_id)).all())


def _upcoming(session: Session, now: datetime) -> dict[str, tuple[datetime, str]]:
    query = (
        select(MeetingRow.group_id, MeetingRow.scheduled_start, MeetingRow.id)
        .where(
            MeetingRow.closed_at.is_(None), MeetingRow.cancelled_at.is_(None), MeetingRow.scheduled_end > now
        )
        .order_by(MeetingRow.scheduled_start.desc())
    )
    return {group_id: (start, id) for group_id, start, id in session.execute(query)}
