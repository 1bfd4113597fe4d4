"""Meetings, read and changed for somebody who has a seat in them.

The one query behind every look and every change starts from the person: without leading or being enrolled in the meeting's
group, under the version in force and a login that was not ended, there is no row, and so no Meeting. Nobody enters a
cancelled session.

A change is one SELECT and one UPDATE that holds only for the revision that was read. The database, not a lock in this
process, decides which of two presses came first; so it also decides between two processes. Until a session is opened, the
group is held too (`group_changes`). The statements are built once: a leader's press is the one write that must be quick, and
building them took as long as SQLite needs to carry them out.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    Delete,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    insert,
    null,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from balint_live.adapters.database.access import everybody_seated
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.group_changes import hold_groups
from balint_live.adapters.database.groups import credit_lines
from balint_live.adapters.database.presence_store import end_presence, held_meeting
from balint_live.adapters.database.seats import (
    AGREED_TO,
    CANCELLED,
    HAS_ARRIVED,
    HAS_ZOOM,
    LEADERS,
    MAY_ENTER,
    NEAREST,
    REVISION,
    STANDING,
    ZOOM_DOOR,
    asking,
)
from balint_live.adapters.database.tables import METADATA
from balint_live.adapters.database.tables.attendance import LiveMeetingRow, MeetingRow
from balint_live.adapters.database.tables.groups import (
    EndedLoginRow,
    GroupLeaderRow,
    GroupRow,
    LeaderRow,
    RegistrantRow,
)
from balint_live.application.identity import Booking, Identity, Kind, Member, Seat, Standing
from balint_live.application.ports import ZoomDoor
from balint_live.domain.credit import designated
from balint_live.domain.display import Role
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.meeting import Meeting, Move, Status
from balint_live.domain.protocol import Catalogue, Protocol
from balint_live.domain.timer import Progress

_LIVE = METADATA.tables["live_meetings"]
_LEADERS, _REGISTRANTS = METADATA.tables["leaders"], METADATA.tables["registrants"]
_MOVER: BindParameter[str] = bindparam("mover")
_BY = {
    "moved_by": select(_LEADERS.c.id)
    .where(_LEADERS.c.id == _MOVER)
    .with_for_update(read=True, key_share=True)
    .scalar_subquery(),
    "moved_by_practice_leader": select(_REGISTRANTS.c.id)
    .where(_REGISTRANTS.c.id == _MOVER)
    .scalar_subquery(),
}
"""Who moved is a leader or a practice leader; which, the tables know. One whose account goes in that moment is nobody."""
_THE_ONE = and_(_LIVE.c.meeting_id == bindparam("the_meeting"), _LIVE.c.revision == bindparam("the_revision"))

BEGIN = insert(_LIVE).values(
    _BY | {column.name: bindparam(column.name) for column in _LIVE.columns if column.name not in _BY}
)
ERASE = delete(_LIVE).where(_THE_ONE)
REPLACE = (
    update(_LIVE)
    .where(_THE_ONE)
    .values(
        _BY
        | {
            column.name: bindparam(column.name)
            for column in _LIVE.columns
            if not column.primary_key and column.name not in _BY
        }
    )
)
_AS_IT_STANDS = (
    select(MeetingRow, LiveMeetingRow, GroupRow, HAS_ZOOM, LEADERS)
    .join(GroupRow, GroupRow.id == MeetingRow.group_id)
    .outerjoin(LiveMeetingRow, LiveMeetingRow.meeting_id == MeetingRow.id)
)
_SEATS: dict[Kind, Select[MeetingRow, GroupRow, LiveMeetingRow, Any, Any, Any, Any, Any]] = {
    Kind.LEADER: (
        select(MeetingRow, GroupRow, LiveMeetingRow, LeaderRow, null(), true(), HAS_ZOOM, LEADERS)
        .join(GroupRow, GroupRow.id == MeetingRow.group_id)
        .join(GroupLeaderRow, GroupLeaderRow.group_id == GroupRow.id)
        .join(LeaderRow, LeaderRow.id == GroupLeaderRow.leader_id)
    ),
    Kind.REGISTRANT: (
        select(MeetingRow, GroupRow, LiveMeetingRow, RegistrantRow, AGREED_TO, HAS_ARRIVED, HAS_ZOOM, LEADERS)
        .join(GroupRow, GroupRow.id == MeetingRow.group_id)
        .join(RegistrantRow, RegistrantRow.group_id == GroupRow.id)
    ),
}
_SEATS = {
    kind: query.outerjoin(LiveMeetingRow, LiveMeetingRow.meeting_id == MeetingRow.id).where(MAY_ENTER[kind])
    for kind, query in _SEATS.items()
}


class SqlMeetings:
    """Implements `application.ports.MeetingStore`."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def seat(self, meeting_id: str, who: Identity) -> Seat | None:
        """Read right after the standing: of many who come at once the first brings the meeting for all the others."""
        return self._database.read(lambda session: self._seat(session, meeting_id, who), again=True)

    def standing(self, meeting_id: str, who: Identity) -> Standing | None:
        found = self._database.rows(STANDING[who.kind], meeting=meeting_id, **asking(who))
        if not found:
            return None
        id, name, role, timezone, agreed_to, arrived, revision = found[0]
        return Standing(Member(id, name, Role(role), timezone), agreed_to, bool(arrived), revision)

    def change(self, meeting_id: str, who: Identity, decide: Callable[[Seat], Meeting]) -> Seat:
        def work(session: Session) -> Seat:
            seat = self._seat_to_change(session, meeting_id, who)
            after = decide(seat)
            if after != seat.meeting:
                _save(session, seat.meeting, after)
            return replace(seat, meeting=after)

        changed = self._database.write(work)
        if changed.meeting.status is Status.CLOSED:
            self._database.forget_deleted()
        return changed

    def _seat_to_change(self, session: Session, meeting_id: str, who: Identity) -> Seat:
        """Raises LookupError. What has not been opened leaders may move or cancel: so it is held, and read anew."""
        seat = self._seat(session, meeting_id, who)
        if seat is not None and seat.meeting.status is Status.GATHERING:
            hold_groups(session, [seat.booking.group_id])
            session.expire_all()
            seat = self._seat(session, meeting_id, who)
        if seat is None:
            raise LookupError(meeting_id)
        return seat

    def booked(self, meeting_id: str) -> tuple[Booking, Meeting] | None:
        query = _AS_IT_STANDS.where(MeetingRow.id == meeting_id, MeetingRow.cancelled_at.is_(None))

        def work(session: Session) -> tuple[Booking, Meeting] | None:
            found = session.execute(query).one_or_none()
            if found is None:
                return None
            meeting, live, group, has_zoom, leaders = found
            return _booking(meeting, group, has_zoom, leaders), self._meeting(meeting, live, group)

        return self._database.read(work)

    def revisions(self, meeting_ids: Collection[str]) -> dict[str, int]:
        query = (
            select(MeetingRow.id, REVISION)
            .outerjoin(LiveMeetingRow, LiveMeetingRow.meeting_id == MeetingRow.id)
            .where(MeetingRow.id.in_(list(meeting_ids)))
        )
        return self._database.read(lambda session: dict(session.execute(query).tuples().all()))

    def seated(self, meeting_ids: Collection[str]) -> dict[tuple[str, str], tuple[int, Role]]:
        return self._database.read(lambda session: everybody_seated(session, meeting_ids))

    def ended(self, logins: Collection[str]) -> set[str]:
        query = select(EndedLoginRow.id).where(EndedLoginRow.id.in_(list(logins)))
        return self._database.read(lambda session: set(session.scalars(query)))

    def running_past(self, moment: datetime) -> list[str]:
        query = (
            select(LiveMeetingRow.meeting_id)
            .join(MeetingRow)
            .where(LiveMeetingRow.position.is_not(None), MeetingRow.scheduled_end < moment)
            .order_by(MeetingRow.scheduled_end, MeetingRow.id)
        )
        return self._database.read(lambda session: list(session.scalars(query)))

    def close_abandoned(self, meeting_id: str) -> Meeting | None:
        def work(session: Session) -> Meeting | None:
            meeting = self._meeting_of(session, meeting_id)
            if meeting is None or meeting.status is not Status.RUNNING:
                return None
            after = meeting.close(
                max(meeting.scheduled_end, meeting.progress.opened_at or meeting.scheduled_end)
            )
            _save(session, meeting, after)
            return after

        closed = self._database.write(work)
        if closed is not None:
            self._database.forget_deleted()
        return closed

    def clock_was_set(self, meeting_id: str, by: timedelta) -> None:
        seconds = round(by.total_seconds())

        def work(session: Session) -> None:
            row = held_meeting(session, meeting_id)
            if abs(seconds) > abs(row.clock_set_seconds or 0):
                row.clock_set_seconds = seconds

        self._database.write(work)

    def nearest(self, who: Identity, now: datetime) -> str | None:
        found = self._database.rows(NEAREST[who.kind], now=now, **asking(who))
        return found[0].id if found else None

    def cancelled(self, who: Identity, since: datetime, until: datetime) -> datetime | None:
        found = self._database.rows(CANCELLED[who.kind], since=since, until=until, **asking(who))
        return found[0].scheduled_start if found else None

    def next_start(self, group_id: str, after: datetime) -> datetime | None:
        query = (
            select(MeetingRow.scheduled_start)
            .where(
                MeetingRow.group_id == group_id,
                MeetingRow.cancelled_at.is_(None),
                MeetingRow.scheduled_start > after,
            )
            .order_by(MeetingRow.scheduled_start)
            .limit(1)
        )
        return self._database.read(lambda session: session.scalars(query).first())

    def zoom_door(self, meeting_id: str, who: Identity) -> ZoomDoor:
        found = self._database.rows(ZOOM_DOOR[who.kind], meeting=meeting_id, **asking(who))
        if not found:
            raise LookupError(meeting_id)
        return ZoomDoor(*found[0])

    def _seat(self, session: Session, meeting_id: str, who: Identity) -> Seat | None:
        found = session.execute(_SEATS[who.kind], {"meeting": meeting_id, **asking(who)}).one_or_none()
        if found is None:
            return None
        meeting, group, live, person, agreed_to, arrived, has_zoom, leaders = found
        held, booking = self._meeting(meeting, live, group), _booking(meeting, group, has_zoom, leaders)
        return Seat(_member(person), booking, held, agreed_to, bool(arrived))

    def _meeting_of(self, session: Session, meeting_id: str) -> Meeting | None:
        """The meeting for what happens by itself, without anybody who asks; None where there is none."""
        found = session.execute(_AS_IT_STANDS.where(MeetingRow.id == meeting_id)).one_or_none()
        return None if found is None else self._meeting(*found[:3])

    def _meeting(self, row: MeetingRow, live: LiveMeetingRow | None, group: GroupRow) -> Meeting:
        catalogue = self._catalogue.without_credit_for(group.uncredited_phases)
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


def _member(person: LeaderRow | RegistrantRow) -> Member:
    """A practice leader leads while given the lead."""
    if isinstance(person, LeaderRow):
        return Member(person.id, person.name, Role.LEADER)
    role = Role.LEADER if person.has_the_lead else person.role
    return Member(person.id, person.name, role, person.timezone)


def _booking(meeting: MeetingRow, group: GroupRow, has_zoom: bool, leaders: int) -> Booking:
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
        has_zoom=bool(has_zoom),
        leaders=leaders,
        late_comers=group.late_comers,
    )


def _progress(live: LiveMeetingRow) -> Progress:
    return Progress(live.opened_at, live.position, live.countdowns, live.credited, live.credit_since)


def _at_rest(row: MeetingRow, protocol: Protocol) -> Progress:
    """Before the opening, and after the close: no position, and the clocks of the plan as it is booked now."""
    return replace(
        Progress.before_opening(protocol), opened_at=row.opened_at, credited=row.credit_windows or ()
    )


def _last_move(live: LiveMeetingRow) -> Move | None:
    by = live.moved_by or live.moved_by_practice_leader
    if by is None or live.move_type is None or live.moved_at is None or live.moved_from is None:
        return None
    return Move(by, live.move_type, live.moved_at, live.moved_from)


def _save(session: Session, before: Meeting, after: Meeting) -> None:
    """Raises DomainError("stale_revision") when the state is no longer `before`."""
    if after.status is Status.CLOSED:
        _close(session, before, after)
    elif before.revision == 0:
        session.connection().execute(BEGIN, {"meeting_id": after.id, **_live_columns(after)})
    else:
        _execute_on(session, before, REPLACE, _live_columns(after))


def _close(session: Session, before: Meeting, after: Meeting) -> None:
    """Delete the live row; keep when the session was held and what it can award, and end everybody's presence.

    The meeting's row is written once: for a second write PostgreSQL would want the group's row too, which somebody may hold
    who waits for this one.
    """
    row = held_meeting(session, after.id)
    figures = designated(credit_lines(session, row.group_id), row.protocol_id)
    _execute_on(session, before, ERASE, {})
    row.opened_at, row.closed_at = after.progress.opened_at, after.closed_at
    row.closed_revision = after.revision
    row.credit_windows, row.designated = after.progress.credited, figures
    if after.closed_at is not None:
        end_presence(session, after.id, after.closed_at)


def _execute_on(session: Session, read: Meeting, statement: Update | Delete, values: dict[str, Any]) -> None:
    """Carry it out on the row as it was read. Raises DomainError("stale_revision") when somebody else was first."""
    the_one = {"the_meeting": read.id, "the_revision": read.revision}
    if session.connection().execute(statement, the_one | values).rowcount != 1:
        raise DomainError(Code.STALE_REVISION, "The group had already moved. Nothing was changed.")


def _live_columns(meeting: Meeting) -> dict[str, Any]:
    """Every column but the key, so that an update leaves nothing of the state before."""
    move = meeting.last_move
    return {
        "revision": meeting.revision,
        "opened_at": meeting.progress.opened_at,
        "position": meeting.progress.position,
        "countdowns": meeting.progress.countdowns,
        "credited": meeting.progress.credited,
        "credit_since": meeting.progress.credit_since,
        "reminder_showing": meeting.reminder_showing,
        "mover": None if move is None else move.by,
        "move_type": None if move is None else move.type,
        "moved_at": None if move is None else move.at,
        "moved_from": None if move is None else move.before,
    }
