"""Entries of an attendance book, written inside the caller's transaction.

A confirmed roll and a correction are inserted and never updated: should two leaders' ever meet, their keys refuse the
second, and nothing is overwritten.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from balint_live.adapters.database.group_tables import GroupRow, RegistrantRow
from balint_live.adapters.database.mail_tables import MailRow
from balint_live.adapters.database.mails import queue
from balint_live.adapters.database.meeting_tables import LiveMeetingRow, MeetingRow
from balint_live.adapters.database.roll_tables import CorrectionRow, RollEntryRow, RollRow
from balint_live.adapters.database.statement_tables import ErasureRow, StatementRow
from balint_live.adapters.database.statements import statement_row
from balint_live.application.attendance.book import Confirmation, RollCall
from balint_live.application.attendance.entries import Entries
from balint_live.application.post.mail import MailKind
from balint_live.domain.corrections import Correction


def write_entries(session: Session, entries: Entries, now: datetime) -> None:
    """For a group that is held."""
    _write_session(session, entries, now)
    _write_statements(session, entries, now)
    _erase(session, entries.erased, now)
    if entries.deleted is not None:
        _delete(session, entries.deleted, now)
    session.flush()
    queue(session, entries.mails)


def _write_session(session: Session, entries: Entries, now: datetime) -> None:
    meeting_id = entries.meeting_id or ""
    if entries.opening is not None:
        session.execute(insert(RollRow), [_call(meeting_id, RollCall.OPENING, entries.opening)])
    if entries.actual_end is not None:
        end = entries.actual_end
        _update_meeting(session, meeting_id, closed_at=end.closed_at, credit_windows=end.windows)
    if entries.held is not None:
        _update_meeting(session, meeting_id, not_held_at=None if entries.held else now)
    if entries.roll is not None:
        final = Confirmation(entries.roll.by, entries.roll.at)
        session.execute(insert(RollRow), [_call(meeting_id, RollCall.FINAL, final)])
        rows = [
            {"meeting_id": meeting_id, "registrant_id": person, "spans": spans}
            for person, spans in entries.roll.present.items()
        ]
        if rows:
            session.execute(insert(RollEntryRow), rows)
    if entries.corrections:
        rows = [_correction(meeting_id, each) for each in entries.corrections]
        session.execute(insert(CorrectionRow), rows)


def _call(meeting_id: str, call: RollCall, by: Confirmation) -> dict[str, Any]:
    return {"meeting_id": meeting_id, "roll_call": call, "leader_id": by.by or None, "at": by.at}


def _update_meeting(session: Session, meeting_id: str, **values: Any) -> None:
    session.execute(
        update(MeetingRow)
        .where(MeetingRow.id == meeting_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _correction(meeting_id: str, one: Correction) -> dict[str, Any]:
    return {
        "meeting_id": meeting_id,
        "registrant_id": one.person,
        "number": one.number,
        "leader_id": one.by or None,
        "at": one.at,
        "reason": one.reason,
        "before": one.before,
        "after": one.after,
    }


def _write_statements(session: Session, entries: Entries, now: datetime) -> None:
    for id in entries.replaced:
        session.execute(
            update(StatementRow)
            .where(StatementRow.id == id, StatementRow.replaced_at.is_(None))
            .values(replaced_at=now)
            .execution_options(synchronize_session=False)
        )
    for id, until in entries.prolonged:
        session.execute(
            update(StatementRow)
            .where(StatementRow.id == id)
            .values(kept_until=until)
            .execution_options(synchronize_session=False)
        )
    for id in entries.dropped:
        session.execute(delete(StatementRow).where(StatementRow.id == id))
    if entries.statements:
        session.execute(insert(StatementRow), [statement_row(one) for one in entries.statements])


def _erase(session: Session, registrant_ids: Sequence[str], now: datetime) -> None:
    """Everything that hangs on the person goes with them; their statements stay and are nobody's any more.

    A running session does not hang on a practice leader who moved it last: that they did is forgotten by itself.
    """
    session.expunge_all()
    for id in registrant_ids:
        session.execute(
            update(LiveMeetingRow)
            .where(LiveMeetingRow.moved_by_practice_leader == id)
            .values(moved_by_practice_leader=None)
            .execution_options(synchronize_session=False)
        )
        session.execute(delete(RegistrantRow).where(RegistrantRow.id == id))
        session.merge(ErasureRow(id=id, at=now))


def _delete(session: Session, group_id: str, now: datetime) -> None:
    """Everything that hangs on the group goes with it, but for what tells somebody that they were erased."""
    session.flush()
    session.expunge_all()
    told = (MailRow.group_id == group_id, MailRow.kind == MailKind.ERASED)
    session.execute(
        update(MailRow).where(*told).values(group_id=None).execution_options(synchronize_session=False)
    )
    session.execute(delete(GroupRow).where(GroupRow.id == group_id))
    session.merge(ErasureRow(id=group_id, at=now))
