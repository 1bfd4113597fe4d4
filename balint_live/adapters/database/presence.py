"""Presence intervals inside a unit of work: opened by a press, lengthened by answers, ended with the meeting.

The rules are the domain's (`domain.attendance`); here they meet the rows. Everybody who writes attendance first holds the
meeting's row, so that a press, an answer and the close of one meeting come one after the other on PostgreSQL too; on
SQLite the write lock does that already.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from balint_live.adapters.database.attendance_tables import AcknowledgementRow, AttendanceMarkRow, PresenceRow
from balint_live.adapters.database.columns import whole_second
from balint_live.adapters.database.meeting_tables import MeetingRow
from balint_live.domain.attendance import LONGEST_SILENCE, Mark, PresenceInterval, Source

ONE_SECOND = timedelta(seconds=1)


def held_meeting(session: Session, meeting_id: str) -> MeetingRow:
    """The meeting, kept from others who write attendance until this unit ends. Raises LookupError."""
    query = select(MeetingRow).where(MeetingRow.id == meeting_id).with_for_update(key_share=True)
    meeting = session.scalars(query).one_or_none()
    if meeting is None:
        raise LookupError(meeting_id)
    return meeting


def interval_of(row: PresenceRow) -> PresenceInterval:
    return PresenceInterval(row.joined_at, row.left_at, row.source, row.provisional)


def newest_intervals(session: Session, meeting_id: str, people: Iterable[str]) -> dict[str, PresenceRow]:
    """Per person, the interval that began last."""
    query = (
        select(PresenceRow)
        .where(PresenceRow.meeting_id == meeting_id, PresenceRow.registrant_id.in_(list(people)))
        .order_by(PresenceRow.joined_at, PresenceRow.id)
    )
    return {row.registrant_id: row for row in session.scalars(query)}


def open_by_press(session: Session, meeting_id: str, registrant_id: str, now: datetime) -> None:
    """A provisional interval from now, unless one is open that no mark has ended since."""
    pressed_at = whole_second(now)
    newest = newest_intervals(session, meeting_id, [registrant_id]).get(registrant_id)
    absent_since = _absent_since(session, meeting_id, registrant_id)
    if absent_since is not None:
        newest, pressed_at = None, max(pressed_at, absent_since + ONE_SECOND)
    if newest is None or pressed_at - newest.left_at > LONGEST_SILENCE:
        _add(
            session,
            meeting_id,
            registrant_id,
            PresenceInterval(pressed_at, pressed_at, Source.SELF_CHECKIN, True),
        )


def keep(
    session: Session, meeting_id: str, registrant_id: str, row: PresenceRow | None, now_is: PresenceInterval
) -> None:
    """Lengthen the row to what the interval now is, or add one when it began later."""
    if row is not None and row.joined_at == now_is.joined_at:
        row.left_at = now_is.left_at
    else:
        _add(session, meeting_id, registrant_id, now_is)


def end_presence(session: Session, meeting_id: str, closed_at: datetime) -> None:
    """End every interval with the meeting, which is held; presses whose page never came alive leave nothing."""
    _forget_lifeless_presses(session, meeting_id)
    for row in session.scalars(select(PresenceRow).where(PresenceRow.meeting_id == meeting_id)):
        row.left_at = interval_of(row).ended(closed_at).left_at


def confirm(session: Session, meeting_id: str, people: Iterable[str]) -> None:
    """Their intervals count from now on."""
    session.execute(
        update(PresenceRow)
        .where(
            PresenceRow.meeting_id == meeting_id,
            PresenceRow.registrant_id.in_(list(people)),
            PresenceRow.provisional.is_(True),
        )
        .values(provisional=False)
        .execution_options(synchronize_session=False)
    )


def _forget_lifeless_presses(session: Session, meeting_id: str) -> None:
    present = select(AttendanceMarkRow.registrant_id).where(
        AttendanceMarkRow.meeting_id == meeting_id, AttendanceMarkRow.mark == Mark.PRESENT
    )
    lifeless = (
        PresenceRow.meeting_id == meeting_id,
        PresenceRow.provisional.is_(True),
        PresenceRow.registrant_id.not_in(present),
    )
    people = list(session.scalars(select(PresenceRow.registrant_id).where(*lifeless).distinct()))
    session.execute(delete(PresenceRow).where(*lifeless).execution_options(synchronize_session=False))
    still_here = select(PresenceRow.registrant_id).where(PresenceRow.meeting_id == meeting_id)
    session.execute(
        delete(AcknowledgementRow)
        .where(
            AcknowledgementRow.meeting_id == meeting_id,
            AcknowledgementRow.registrant_id.in_(people),
            AcknowledgementRow.registrant_id.not_in(still_here),
        )
        .execution_options(synchronize_session=False)
    )


def _absent_since(session: Session, meeting_id: str, registrant_id: str) -> datetime | None:
    """When a leader marked the person absent, if that mark holds: no newer mark, no press after it."""
    marks = (
        select(AttendanceMarkRow)
        .where(AttendanceMarkRow.meeting_id == meeting_id, AttendanceMarkRow.registrant_id == registrant_id)
        .order_by(AttendanceMarkRow.at.desc(), AttendanceMarkRow.id.desc())
        .limit(1)
    )
    newest = session.scalars(marks).one_or_none()
    if newest is None or newest.mark is not Mark.ABSENT:
        return None
    presses = select(func.max(PresenceRow.joined_at)).where(
        PresenceRow.meeting_id == meeting_id,
        PresenceRow.registrant_id == registrant_id,
        PresenceRow.source == Source.SELF_CHECKIN,
    )
    pressed_at = session.scalar(presses)
    return newest.at if pressed_at is None or pressed_at <= newest.at else None


def _add(session: Session, meeting_id: str, registrant_id: str, interval: PresenceInterval) -> None:
    session.add(
        PresenceRow(
            meeting_id=meeting_id,
            registrant_id=registrant_id,
            source=interval.source,
            joined_at=interval.joined_at,
            left_at=interval.left_at,
            provisional=interval.provisional,
        )
    )
