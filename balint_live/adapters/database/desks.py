"""From rows to a Desk: one group with everything that belongs to it, in a fixed number of queries."""

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from balint_live.adapters.database.attendance_tables import PresenceRow
from balint_live.adapters.database.credit_lines import credit_lines
from balint_live.adapters.database.group_tables import (
    GroupLeaderRow,
    GroupProtocolRow,
    GroupRow,
    LeaderRow,
    RegistrantRow,
)
from balint_live.adapters.database.mail_tables import MailRow
from balint_live.adapters.database.meeting_tables import LiveMeetingRow, MeetingRow
from balint_live.adapters.database.staff import require_staff
from balint_live.application.groups.group import (
    BookedMeeting,
    Desk,
    Details,
    Group,
    GroupLeader,
    Registrant,
    Settings,
    Staff,
)
from balint_live.application.groups.ports import NoSuchGroup
from balint_live.application.people import Asker
from balint_live.application.post.mail import MailKind, MailState
from balint_live.domain.credit import CreditLine
from balint_live.domain.names import Named, by_family, namesakes
from balint_live.domain.protocol import Catalogue, Protocol


def desk_of(session: Session, group_id: str, who: Asker, catalogue: Catalogue) -> Desk:
    """Raises NoSuchGroup for a group that does not exist, or is not this person's."""
    staff, row = require_group(session, group_id, who)
    catalogue = catalogue.without_credit_for(row.uncredited_phases)
    registrants = _registrants(session, row.id)
    return Desk(
        who=staff,
        group=group_of(row, credit_lines(session, row.id)),
        leaders=_leaders(session, row.id),
        meetings=meetings_of(session, row.id, catalogue),
        registrants=registrants,
        plans=_plans(session, row.id, catalogue),
        attended=_attended(session, row.id),
        invited=invited(session, row.id),
        namesakes=namesakes(
            Named(one.id, one.details.name, one.details.email, one.details.profession or "")
            for one in registrants
        ),
    )


def group_of(row: GroupRow, credit_lines: tuple[CreditLine, ...] = ()) -> Group:
    return Group(
        id=row.id, version=row.version, settings=settings_of(row, credit_lines), created_at=row.created_at
    )


def require_group(session: Session, group_id: str, who: Asker) -> tuple[Staff, GroupRow]:
    """Raises NoSuchGroup."""
    staff = require_staff(session, who)
    query = select(GroupRow).where(GroupRow.id == group_id)
    if not staff.coordinator:
        query = query.join(GroupLeaderRow).where(GroupLeaderRow.leader_id == staff.id)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise NoSuchGroup
    return staff, row


def settings_of(row: GroupRow, credit_lines: tuple[CreditLine, ...]) -> Settings:
    return Settings(
        name=row.name,
        society=row.society,
        timezone=row.timezone,
        contact=row.contact,
        planned_sessions=row.planned_sessions,
        quorum=row.quorum,
        participant_clock=row.participant_clock,
        zoom_url=row.zoom_url,
        neutral_subjects=row.neutral_subjects,
        uncredited_phases=row.uncredited_phases,
        retention_years=row.retention_years,
        credit_lines=credit_lines,
    )


def meetings_of(session: Session, group_id: str, catalogue: Catalogue) -> tuple[BookedMeeting, ...]:
    """All sessions of a group by number; one that is running says since when."""
    query = (
        select(MeetingRow, LiveMeetingRow.opened_at)
        .outerjoin(LiveMeetingRow)
        .where(MeetingRow.group_id == group_id)
        .order_by(MeetingRow.number)
    )
    return tuple(
        BookedMeeting(
            id=row.id,
            number=row.number,
            start=row.scheduled_start,
            end=row.scheduled_end,
            plan=catalogue.protocol(row.protocol_id, row.protocol_name, row.plan),
            sequence=row.calendar_sequence,
            designated=row.designated or (),
            cancelled_at=row.cancelled_at,
            opened_at=opened_at or row.opened_at,
            closed_at=row.closed_at,
            not_held_at=row.not_held_at,
            clock_set_by=timedelta(seconds=row.clock_set_seconds or 0),
        )
        for row, opened_at in session.execute(query)
    )


def registrant_of(row: RegistrantRow) -> Registrant:
    return Registrant(
        id=row.id,
        group_id=row.group_id,
        details=Details(
            name=row.name,
            email=row.email if "@" in row.email else "",
            role=row.role,
            practice_leader=row.practice_leader,
            timezone=row.timezone,
            profession=row.profession,
            licence_no=row.licence_no,
            licence_region=row.licence_region,
        ),
        link_version=row.link_version,
        link_issued_at=row.link_issued_at,
        join_code=row.join_code,
        has_the_lead=row.has_the_lead,
        withdrawn_at=row.withdrawn_at,
    )


def _leaders(session: Session, group_id: str) -> tuple[GroupLeader, ...]:
    query = (
        select(LeaderRow, GroupLeaderRow.label)
        .join(GroupLeaderRow)
        .where(GroupLeaderRow.group_id == group_id)
    )
    leaders = (
        GroupLeader(id=row.id, name=row.name, email=row.email, label=label)
        for row, label in session.execute(query)
    )
    return tuple(sorted(leaders, key=lambda one: by_family(one.name, one.id)))


def _registrants(session: Session, group_id: str) -> tuple[Registrant, ...]:
    rows = session.scalars(select(RegistrantRow).where(RegistrantRow.group_id == group_id))
    return tuple(registrant_of(row) for row in sorted(rows, key=lambda row: by_family(row.name, row.id)))


def _plans(session: Session, group_id: str, catalogue: Catalogue) -> tuple[Protocol, ...]:
    query = (
        select(GroupProtocolRow)
        .where(GroupProtocolRow.group_id == group_id)
        .order_by(GroupProtocolRow.name, GroupProtocolRow.id)
    )
    return tuple(catalogue.protocol(row.id, row.name, row.plan) for row in session.scalars(query))


def invited(session: Session, group_id: str) -> frozenset[str]:
    """Whom a mail with their link in force is on its way to, or has reached."""
    query = select(MailRow.registrant_id).join(RegistrantRow, RegistrantRow.id == MailRow.registrant_id)
    query = query.where(
        MailRow.group_id == group_id,
        MailRow.created_at >= RegistrantRow.link_issued_at,
        MailRow.kind.in_((MailKind.INVITATION, MailKind.LINK_AGAIN)),
        MailRow.state.in_((MailState.WAITING, MailState.DELIVERED)),
    )
    return frozenset(id for id in session.scalars(query) if id is not None)


def _attended(session: Session, group_id: str) -> dict[str, frozenset[str]]:
    """The sessions that are over in which each person was seen at all."""
    query = (
        select(PresenceRow.registrant_id, PresenceRow.meeting_id)
        .join(MeetingRow, MeetingRow.id == PresenceRow.meeting_id)
        .where(
            MeetingRow.group_id == group_id,
            MeetingRow.closed_at.is_not(None),
            PresenceRow.left_at > PresenceRow.joined_at,
        )
        .distinct()
    )
    seen = defaultdict(set)
    for registrant_id, meeting_id in session.execute(query):
        seen[registrant_id].add(meeting_id)
    return {id: frozenset(meetings) for id, meetings in seen.items()}
