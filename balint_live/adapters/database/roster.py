"""The leaders' list, from stored facts only; who answers right now is the LiveRoom's to know."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.attendance_tables import AcknowledgementRow, AttendanceMarkRow, PresenceRow
from balint_live.adapters.database.group_tables import GroupLeaderRow, LeaderRow, RegistrantRow
from balint_live.adapters.database.meeting_tables import MeetingRow
from balint_live.application.people import Member, Roster, RosterEntry
from balint_live.domain.attendance import LeaderMark, Source
from balint_live.domain.names import Named, by_family, namesakes
from balint_live.domain.roles import Role


def roster(session: Session, meeting_id: str) -> Roster:
    """Leaders by name, then everybody enrolled by name; empty for a meeting that does not exist."""
    return (*_leaders(session, meeting_id), *_enrolled(session, meeting_id))


def _leaders(session: Session, meeting_id: str) -> list[RosterEntry]:
    query = (
        select(LeaderRow.id, LeaderRow.name)
        .join(GroupLeaderRow)
        .join(MeetingRow, MeetingRow.group_id == GroupLeaderRow.group_id)
        .where(MeetingRow.id == meeting_id)
    )
    return _in_order(RosterEntry(Member(id, name, Role.LEADER)) for id, name in session.execute(query))


def _enrolled(session: Session, meeting_id: str) -> list[RosterEntry]:
    marks = _newest_marks(session, meeting_id)
    presence = select(PresenceRow).where(
        PresenceRow.meeting_id == meeting_id, PresenceRow.registrant_id == RegistrantRow.id
    )
    acknowledged = select(func.max(AcknowledgementRow.at)).where(
        AcknowledgementRow.meeting_id == meeting_id, AcknowledgementRow.registrant_id == RegistrantRow.id
    )
    seen = presence.where(PresenceRow.left_at > PresenceRow.joined_at).with_only_columns(
        func.max(PresenceRow.left_at)  # a press alone is nobody seen: some mail filters press buttons
    )
    pressed = presence.where(PresenceRow.source == Source.SELF_CHECKIN).with_only_columns(
        func.max(PresenceRow.joined_at)
    )
    query = (
        select(
            RegistrantRow.id,
            RegistrantRow.name,
            RegistrantRow.role,
            RegistrantRow.email,
            RegistrantRow.profession,
            acknowledged.scalar_subquery(),
            seen.scalar_subquery(),
            pressed.scalar_subquery(),
        )
        .join(MeetingRow, MeetingRow.group_id == RegistrantRow.group_id)
        .where(MeetingRow.id == meeting_id, RegistrantRow.withdrawn_at.is_(None))
    )
    rows = session.execute(query).all()
    beside = namesakes(
        Named(id, name, email if "@" in email else "", job or "") for id, name, _, email, job, *_ in rows
    )
    return _in_order(
        RosterEntry(
            Member(id, name, role),
            acknowledged_at,
            last_seen_at,
            last_press_at,
            marks.get(id),
            beside.get(id, ""),
        )
        for id, name, role, _, _, acknowledged_at, last_seen_at, last_press_at in rows
    )


def _in_order(entries: Iterable[RosterEntry]) -> list[RosterEntry]:
    return sorted(entries, key=lambda entry: by_family(entry.member.name, entry.member.id))


def _newest_marks(session: Session, meeting_id: str) -> dict[str, LeaderMark]:
    query = (
        select(AttendanceMarkRow)
        .where(AttendanceMarkRow.meeting_id == meeting_id)
        .order_by(AttendanceMarkRow.at, AttendanceMarkRow.id)
    )
    return {row.registrant_id: LeaderMark(row.mark, row.at) for row in session.scalars(query)}
