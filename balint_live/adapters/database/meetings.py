"""Meetings, read and changed through somebody's seat. Implements `application.ports.MeetingStore`.

A change is one SELECT and one UPDATE that holds only for the revision that was read. The database, not a lock in this
process, decides which of two presses came first; so it also decides between two processes. Until a session is opened, the
group is held besides (`locks`).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Delete, Select, Update, and_, case, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.credit_lines import credit_lines
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.group_tables import GroupLeaderRow, GroupRow, LeaderRow, RegistrantRow
from balint_live.adapters.database.live_state import BEGIN, ERASE, REPLACE, live_columns, replacing, the_one
from balint_live.adapters.database.locks import hold_groups
from balint_live.adapters.database.login_tables import not_ended
from balint_live.adapters.database.meeting_tables import LiveMeetingRow, MeetingRow
from balint_live.adapters.database.presence import end_presence, held_meeting
from balint_live.adapters.database.seating import Seating
from balint_live.application.people import Identity, Kind, Seat
from balint_live.domain.credit import designated
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.meeting import Meeting, Status
from balint_live.domain.protocol import Catalogue


class SqlMeetings:
    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._seating = Seating(catalogue)

    def seat(self, meeting_id: str, who: Identity) -> Seat | None:
        return self._database.read(lambda session: self._seating.seat(session, meeting_id, who))

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
        """Raises LookupError. What has not been opened the office may move or cancel: so it is held, and read anew."""
        seat = self._seating.seat(session, meeting_id, who)
        if seat is not None and seat.meeting.status is Status.GATHERING:
            hold_groups(session, [seat.booking.group_id])
            session.expire_all()
            seat = self._seating.seat(session, meeting_id, who)
        if seat is None:
            raise LookupError(meeting_id)
        return seat

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
            meeting = self._seating.meeting(session, meeting_id)
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
        running = and_(LiveMeetingRow.position.is_not(None), MeetingRow.closed_at.is_(None))
        to_come = and_(MeetingRow.closed_at.is_(None), MeetingRow.scheduled_end > now)
        rank = case((running, 0), (to_come, 1), else_=2)
        query = (
            select(MeetingRow.id)
            .outerjoin(LiveMeetingRow)
            .where(MeetingRow.group_id.in_(_groups_of(who)), MeetingRow.cancelled_at.is_(None))
            .order_by(rank, case((rank == 1, MeetingRow.scheduled_start)), MeetingRow.scheduled_start.desc())
            .limit(1)
        )
        return self._database.read(lambda session: session.scalars(query).first())

    def cancelled(self, who: Identity, since: datetime, until: datetime) -> datetime | None:
        query = (
            select(MeetingRow.scheduled_start)
            .where(
                MeetingRow.group_id.in_(_groups_of(who)),
                MeetingRow.cancelled_at.is_not(None),
                MeetingRow.scheduled_end > since,
                MeetingRow.scheduled_start <= until,
            )
            .order_by(MeetingRow.scheduled_start)
            .limit(1)
        )
        return self._database.read(lambda session: session.scalars(query).first())

    def zoom_address(self, meeting_id: str, who: Identity) -> str | None:
        query = select(GroupRow.zoom_url).join(MeetingRow).where(MeetingRow.id == meeting_id)
        query = query.where(MeetingRow.group_id.in_(_groups_of(who)))
        addresses = self._database.read(lambda session: list(session.scalars(query)))
        if not addresses:
            raise LookupError(meeting_id)
        return addresses[0]


def _groups_of(who: Identity) -> Select[str]:
    if who.kind is Kind.LEADER:
        return (
            select(GroupLeaderRow.group_id)
            .join(LeaderRow)
            .where(LeaderRow.id == who.id, LeaderRow.login_version == who.version, not_ended(who.login))
        )
    return select(RegistrantRow.group_id).where(
        RegistrantRow.id == who.id,
        RegistrantRow.link_version == who.version,
        RegistrantRow.withdrawn_at.is_(None),
        not_ended(who.login),
    )


def _save(session: Session, before: Meeting, after: Meeting) -> None:
    """Raises DomainError("stale_revision") when the state is no longer `before`."""
    if after.status is Status.CLOSED:
        _close(session, before, after)
    elif before.revision == 0:
        session.connection().execute(BEGIN, {"meeting_id": after.id, **live_columns(after)})
    else:
        _upon_the_one(session, REPLACE, replacing(before, after))


def _close(session: Session, before: Meeting, after: Meeting) -> None:
    """The live state goes; when it was held and what it can award stay, and the attendance, ended with it.

    The row is written once: a second time PostgreSQL would want the group's row too, which somebody may hold who waits for
    this one.
    """
    row = held_meeting(session, after.id)
    figures = designated(credit_lines(session, row.group_id), row.protocol_id)
    _upon_the_one(session, ERASE, the_one(before))
    row.opened_at, row.closed_at, row.closed_revision = (
        after.progress.opened_at,
        after.closed_at,
        after.revision,
    )
    row.credit_windows, row.designated = after.progress.credited, figures
    if after.closed_at is not None:
        end_presence(session, after.id, after.closed_at)


def _upon_the_one(session: Session, statement: Update | Delete, parameters: dict[str, Any]) -> None:
    """It must meet the one row, or somebody else was first."""
    if session.connection().execute(statement, parameters).rowcount != 1:
        raise DomainError(Code.STALE_REVISION, "The group had already moved. Your press changed nothing.")
