"""The list of groups: four queries, however many there are."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.group_tables import GroupLeaderRow, GroupRow, LeaderRow, RegistrantRow
from balint_live.adapters.database.meeting_tables import LiveMeetingRow, MeetingRow
from balint_live.application.groups.course import current, held
from balint_live.application.groups.group import MeetingTimes, Staff
from balint_live.application.groups.ports import GroupSummary
from balint_live.domain.names import by_family


def overview(session: Session, staff: Staff, now: datetime) -> list[GroupSummary]:
    groups = list(session.scalars(_groups(staff)))
    leaders, enrolled, meetings = _leaders(session), _enrolled(session), _meetings(session)
    return [_summary(row, leaders[row.id], enrolled.get(row.id, 0), meetings[row.id], now) for row in groups]


def _summary(
    row: GroupRow, leaders: list[str], enrolled: int, meetings: list[MeetingTimes], now: datetime
) -> GroupSummary:
    upcoming = current(meetings, now)
    return GroupSummary(
        id=row.id,
        name=row.name,
        society=row.society,
        timezone=row.timezone,
        leaders=tuple(leaders),
        enrolled=enrolled,
        held=held(meetings, now),
        planned=row.planned_sessions,
        next_start=None if upcoming is None else upcoming.start,
        next_id=None if upcoming is None else upcoming.id,
    )


def _groups(staff: Staff) -> Select[GroupRow]:
    query = select(GroupRow).order_by(GroupRow.name, GroupRow.id)
    if staff.coordinator:
        return query
    return query.join(GroupLeaderRow).where(GroupLeaderRow.leader_id == staff.id)


def _leaders(session: Session) -> defaultdict[str, list[str]]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    query = select(GroupLeaderRow.group_id, LeaderRow.name).join(LeaderRow)
    for group_id, name in sorted(session.execute(query), key=lambda each: by_family(each[1])):
        names[group_id].append(name)
    return names


def _enrolled(session: Session) -> dict[str, int]:
    query = (
        select(RegistrantRow.group_id, func.count())
        .where(RegistrantRow.withdrawn_at.is_(None))
        .group_by(RegistrantRow.group_id)
    )
    return dict(session.execute(query).all())


def _meetings(session: Session) -> defaultdict[str, list[MeetingTimes]]:
    """Of each group by number, one that is running with its opening, as a Desk has them."""
    query = (
        select(
            MeetingRow.group_id,
            MeetingRow.id,
            MeetingRow.scheduled_start.label("start"),
            MeetingRow.scheduled_end.label("end"),
            MeetingRow.cancelled_at,
            func.coalesce(LiveMeetingRow.opened_at, MeetingRow.opened_at).label("opened_at"),
            MeetingRow.closed_at,
            MeetingRow.not_held_at,
        )
        .outerjoin(LiveMeetingRow)
        .order_by(MeetingRow.number)
    )
    meetings: defaultdict[str, list[MeetingTimes]] = defaultdict(list)
    for row in session.execute(query).mappings():
        facts = dict(row)
        meetings[facts.pop("group_id")].append(MeetingTimes(**facts))
    return meetings
