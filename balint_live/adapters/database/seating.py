"""From rows to a Seat: the one query behind every look at a meeting and every change of it.

It starts from the person: without leading or being enrolled in the meeting's group, under the version in force and a
login that was not ended, there is no row, and so no Meeting to hold. A cancelled session is nobody's to enter.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, bindparam, null, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.attendance_tables import AcknowledgementRow
from balint_live.adapters.database.group_tables import GroupLeaderRow, GroupRow, LeaderRow, RegistrantRow
from balint_live.adapters.database.login_tables import not_ended
from balint_live.adapters.database.meeting_tables import LiveMeetingRow, MeetingRow
from balint_live.application.people import Booking, Identity, Kind, Member, Seat
from balint_live.domain.meeting import Meeting, Move
from balint_live.domain.progress import Progress
from balint_live.domain.protocol import Catalogue, Protocol
from balint_live.domain.roles import Role

_Rows = tuple[MeetingRow, GroupRow, LiveMeetingRow | None, LeaderRow | RegistrantRow, str | None]

_AGREED_TO = (
    select(AcknowledgementRow.version)
    .where(
        AcknowledgementRow.meeting_id == MeetingRow.id,
        AcknowledgementRow.registrant_id == RegistrantRow.id,
    )
    .order_by(AcknowledgementRow.at.desc())
    .limit(1)
    .scalar_subquery()
)
_SEATS: dict[Kind, Select[MeetingRow, GroupRow, LiveMeetingRow, Any, Any]] = {
    Kind.LEADER: (
        select(MeetingRow, GroupRow, LiveMeetingRow, LeaderRow, null())
        .join(GroupRow, GroupRow.id == MeetingRow.group_id)
        .join(GroupLeaderRow, GroupLeaderRow.group_id == GroupRow.id)
        .join(LeaderRow, LeaderRow.id == GroupLeaderRow.leader_id)
        .outerjoin(LiveMeetingRow, LiveMeetingRow.meeting_id == MeetingRow.id)
        .where(
            MeetingRow.id == bindparam("meeting"),
            MeetingRow.cancelled_at.is_(None),
            LeaderRow.id == bindparam("person"),
            LeaderRow.login_version == bindparam("version"),
            not_ended(bindparam("login")),
        )
    ),
    Kind.REGISTRANT: (
        select(MeetingRow, GroupRow, LiveMeetingRow, RegistrantRow, _AGREED_TO)
        .join(GroupRow, GroupRow.id == MeetingRow.group_id)
        .join(RegistrantRow, RegistrantRow.group_id == GroupRow.id)
        .outerjoin(LiveMeetingRow, LiveMeetingRow.meeting_id == MeetingRow.id)
        .where(
            MeetingRow.id == bindparam("meeting"),
            MeetingRow.cancelled_at.is_(None),
            RegistrantRow.id == bindparam("person"),
            RegistrantRow.withdrawn_at.is_(None),
            RegistrantRow.link_version == bindparam("version"),
            not_ended(bindparam("login")),
        )
    ),
}


@dataclass(frozen=True, slots=True)
class Seating:
    """Builds seats with the shipped phases."""

    catalogue: Catalogue

    def seat(self, session: Session, meeting_id: str, who: Identity) -> Seat | None:
        found = _rows(session, meeting_id, who)
        if found is None:
            return None
        meeting, group, live, person, agreed_to = found
        return Seat(_member(person), _booking(meeting, group), self._meeting(meeting, live, group), agreed_to)

    def meeting(self, session: Session, meeting_id: str) -> Meeting | None:
        """The meeting with nobody asking, for what happens by itself."""
        query = (
            select(MeetingRow, LiveMeetingRow, GroupRow)
            .join(GroupRow, GroupRow.id == MeetingRow.group_id)
            .outerjoin(LiveMeetingRow, LiveMeetingRow.meeting_id == MeetingRow.id)
            .where(MeetingRow.id == meeting_id)
        )
        found = session.execute(query).one_or_none()
        return None if found is None else self._meeting(*found)

    def _meeting(self, row: MeetingRow, live: LiveMeetingRow | None, group: GroupRow) -> Meeting:
        catalogue = self.catalogue.without_credit_for(group.uncredited_phases)
        protocol = catalogue.protocol(row.protocol_id, row.protocol_name, row.plan)
        return Meeting(
            id=row.id,
            protocol=protocol,
            scheduled_start=row.scheduled_start,
            scheduled_end=row.scheduled_end,
            revision=live.revision if live else row.closed_revision or 0,
            progress=_at_rest(row, protocol) if live is None or live.position is None else _progress(live),
            last_move=_last_move(live) if live else None,
            reminder_showing=live.reminder_showing if live else False,
            closed_at=row.closed_at,
        )


def _rows(session: Session, meeting_id: str, who: Identity) -> _Rows | None:
    asked = {"meeting": meeting_id, "person": who.id, "version": who.version, "login": who.login}
    rows = session.execute(_SEATS[who.kind], asked).one_or_none()
    return None if rows is None else (rows[0], rows[1], rows[2], rows[3], rows[4])


def _member(person: LeaderRow | RegistrantRow) -> Member:
    """A practice leader leads while given the lead."""
    if isinstance(person, LeaderRow):
        return Member(person.id, person.name, Role.LEADER)
    role = Role.LEADER if person.has_the_lead else person.role
    return Member(person.id, person.name, role, person.timezone)


def _booking(meeting: MeetingRow, group: GroupRow) -> Booking:
    return Booking(
        meeting_id=meeting.id,
        title=f"{group.name}, session {meeting.number} of {group.planned_sessions}",
        group_id=group.id,
        group_name=group.name,
        timezone=group.timezone,
        contact=group.contact,
        number=meeting.number,
        planned=group.planned_sessions,
        quorum=group.quorum,
        participant_clock=group.participant_clock,
        has_zoom=group.zoom_url is not None,
    )


def _progress(live: LiveMeetingRow) -> Progress:
    return Progress(live.opened_at, live.position, live.countdowns, live.credited, live.credit_since)


def _at_rest(row: MeetingRow, protocol: Protocol) -> Progress:
    """Before the opening, and after the close: no position, and the clocks of the plan as it is booked now."""
    return replace(Progress.at_the_door(protocol), opened_at=row.opened_at, credited=row.credit_windows or ())


def _last_move(live: LiveMeetingRow) -> Move | None:
    by = live.moved_by or live.moved_by_practice_leader
    if by is None or live.move_type is None or live.moved_at is None or live.moved_from is None:
        return None
    return Move(by, live.move_type, live.moved_at, live.moved_from)
