"""Attendance records of groups, statements among them: read for people who may look after the group, and written; and what
Zoom says of who was there."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.orm import Session

from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.group_changes import hold_groups, update_row
from balint_live.adapters.database.groups import load_group
from balint_live.adapters.database.mail_queue import inserting, queue
from balint_live.adapters.database.presence_store import evidence_of
from balint_live.adapters.database.tables.attendance import (
    AbsenceRow,
    AcknowledgementRow,
    CorrectionRow,
    LiveMeetingRow,
    MeetingRow,
    PresenceRow,
    RollEntryRow,
    RollRow,
)
from balint_live.adapters.database.tables.base import Spans, values_for
from balint_live.adapters.database.tables.groups import GroupRow, LeaderRow, RegistrantRow
from balint_live.adapters.database.tables.mail import ErasureRow, MailRow, StatementRow
from balint_live.adapters.database.tables.zoom import ZoomFactRow, ZoomMeetingRow, ZoomRegistrantRow
from balint_live.application.attendance.record import (
    NOTHING_TO_WRITE,
    Agreement,
    AttendanceRecord,
    Confirmation,
    Entries,
    RollCall,
    SessionRecord,
    Statement,
)
from balint_live.application.groups.group import BookedMeeting, Group
from balint_live.application.identity import Asker
from balint_live.application.mail_queue import MailKind
from balint_live.application.zoom.attendance import Unsettled
from balint_live.application.zoom.evidence import Fact
from balint_live.application.zoom.recording import AFTER, BEFORE
from balint_live.domain.protocol import Catalogue
from balint_live.domain.roll import ConfirmedRoll, Correction, session_window
from balint_live.domain.timeline import Source

Row = TypeVar("Row", AbsenceRow, AcknowledgementRow, CorrectionRow, RollEntryRow, RollRow, ZoomFactRow)


class SqlAttendanceRecords:
    """Implements the store of `application.attendance.record`."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def attendance(self, group_id: str, who: Asker) -> AttendanceRecord:
        return self._database.read(lambda session: record_of(session, group_id, who, self._catalogue))

    def write(
        self, group_id: str, who: Asker, now: datetime, decide: Callable[[AttendanceRecord], Entries]
    ) -> Entries:
        def work(session: Session) -> Entries:
            hold_groups(session, [group_id])
            attendance = record_of(session, group_id, who, self._catalogue)
            entries = decide(attendance)
            if entries != NOTHING_TO_WRITE:
                write_entries(session, entries, now)
            return entries

        written = self._database.write(work)
        if written.erased or written.deleted:
            self._database.forget_deleted()
        return written

    def statement(self, code: str) -> Statement | None:
        query = select(StatementRow).where(StatementRow.code == code)
        row = self._database.read(lambda session: session.scalars(query).one_or_none())
        return None if row is None else statement_of(row)


class SqlZoomFacts:
    """Implements `application.zoom.attendance.ZoomFactStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, key: str, number: str, fact: Fact) -> bool:
        query = (
            select(ZoomMeetingRow.meeting_id)
            .join(MeetingRow, MeetingRow.id == ZoomMeetingRow.meeting_id)
            .where(
                ZoomMeetingRow.number == number,
                ZoomMeetingRow.reported_at.is_(None),
                MeetingRow.scheduled_start <= fact.at + BEFORE,
                MeetingRow.scheduled_end >= fact.at - AFTER,
            )
        )
        meeting_id = self._database.read(lambda session: session.scalar(query))
        if meeting_id is not None:
            self._database.write(lambda session: _keep(session, key, meeting_id, fact))
        return meeting_id is not None

    def unsettled(self, closed_by: datetime) -> Sequence[Unsettled]:
        query = (
            select(MeetingRow, ZoomMeetingRow.number)
            .join(ZoomMeetingRow, ZoomMeetingRow.meeting_id == MeetingRow.id)
            .where(
                ZoomMeetingRow.reported_at.is_(None),
                MeetingRow.closed_at <= closed_by,
            )
        )

        def work(session: Session) -> list[Unsettled]:
            rows = session.execute(query).all()
            return [_unsettled(session, meeting, number) for meeting, number in rows if number]

        return self._database.read(work)

    def settle(self, meeting_id: str, present: Mapping[str, Spans], now: datetime) -> None:
        def work(session: Session) -> None:
            read = (
                update(ZoomMeetingRow)
                .where(ZoomMeetingRow.meeting_id == meeting_id, ZoomMeetingRow.reported_at.is_(None))
                .values(reported_at=now)
                .returning(ZoomMeetingRow.id)
            )
            if session.scalars(read).first() is None:
                return
            keep_in_zoom(session, meeting_id, present)
            known = and_(ZoomFactRow.meeting_id == meeting_id, ZoomFactRow.registrant_id.is_not(None))
            session.execute(delete(ZoomFactRow).where(known))

        self._database.write(work)


def record_of(session: Session, group_id: str, who: Asker, catalogue: Catalogue) -> AttendanceRecord:
    """The attendance record of a group, for somebody who may see it. Raises NoSuchGroup."""
    group = load_group(session, group_id, who, catalogue)
    sessions = _session_records(session, group)
    return AttendanceRecord(
        group=group,
        sessions=sessions,
        statements=statements_of(session, group_id),
        names=_names(session, sessions),
    )


def statements_of(session: Session, group_id: str) -> tuple[Statement, ...]:
    """All that were given out for a group, the oldest first."""
    query = select(StatementRow).where(StatementRow.group_id == group_id)
    rows = session.scalars(query.order_by(StatementRow.issued_at, StatementRow.id))
    return tuple(statement_of(row) for row in rows)


def names_to_state(session: Session) -> list[str]:
    """Every name a statement may have to be made for."""
    return list(session.scalars(select(RegistrantRow.name)))


def statement_of(row: StatementRow) -> Statement:
    return Statement(**values_for(Statement, row))


def _session_records(session: Session, group: Group) -> tuple[SessionRecord, ...]:
    windows = _windows(session, group.id)
    evidence = evidence_of(session, MeetingRow.group_id == group.id)
    agreements = _by_session(session, group.id, AcknowledgementRow, AcknowledgementRow.at)
    absences = _by_session(session, group.id, AbsenceRow)
    calls, entries = _by_session(session, group.id, RollRow), _by_session(session, group.id, RollEntryRow)
    corrected = (CorrectionRow.registrant_id, CorrectionRow.number)
    corrections = _by_session(session, group.id, CorrectionRow, *corrected)
    from_zoom = _by_session(session, group.id, ZoomFactRow)
    return tuple(
        SessionRecord(
            meeting=one,
            windows=windows[one.id],
            evidence=dict(evidence[one.id]),
            from_zoom=facts_of(from_zoom[one.id]),
            cannot_come=frozenset(row.registrant_id for row in absences[one.id]),
            agreements={row.registrant_id: Agreement(row.version, row.at) for row in agreements[one.id]},
            opening=_confirmation(calls[one.id], RollCall.OPENING),
            roll=_roll(one, _confirmation(calls[one.id], RollCall.FINAL), entries[one.id]),
            corrections=tuple(_correction_of(row) for row in corrections[one.id]),
        )
        for one in group.meetings
    )


def _by_session(
    session: Session, group_id: str, table: type[Row], *order: Any
) -> defaultdict[str, list[Row]]:
    """The rows of a table that are about sessions of the group, in this order."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    query = select(table).join(MeetingRow, MeetingRow.id == table.meeting_id)
    for row in session.scalars(query.where(MeetingRow.group_id == group_id).order_by(*order)):
        found[row.meeting_id].append(row)
    return found


def _names(session: Session, sessions: Iterable[SessionRecord]) -> dict[str, str]:
    """Of everybody who confirmed or corrected something, whether they still lead the group or not."""
    ids = {each for one in sessions for each in _hands(one)}
    query = select(LeaderRow.id, LeaderRow.name).where(LeaderRow.id.in_(ids))
    return dict(session.execute(query).all())


def _hands(record: SessionRecord) -> Iterable[str]:
    confirmations = (record.opening, record.roll)
    return [each.by for each in (*confirmations, *record.corrections) if each is not None and each.by]


def _confirmation(calls: Iterable[RollRow], call: RollCall) -> Confirmation | None:
    return next((Confirmation(row.leader_id or "", row.at) for row in calls if row.roll_call is call), None)


def _roll(
    meeting: BookedMeeting, final: Confirmation | None, entries: Iterable[RollEntryRow]
) -> ConfirmedRoll | None:
    if final is None or meeting.closed_at is None:
        return None
    window = session_window(meeting.opened_at, meeting.closed_at)
    return ConfirmedRoll(window, final.by, final.at, {row.registrant_id: row.spans for row in entries})


def _correction_of(row: CorrectionRow) -> Correction:
    by = row.leader_id or ""
    return Correction(row.registrant_id, row.number, row.at, by, row.reason, row.before, row.after)


def _windows(session: Session, group_id: str) -> dict[str, Spans]:
    query = select(MeetingRow.id, MeetingRow.credit_windows).where(MeetingRow.group_id == group_id)
    return {id: windows or () for id, windows in session.execute(query)}


def write_entries(session: Session, entries: Entries, now: datetime) -> None:
    """Write what was decided, for a group that is held.

    A confirmed roll and a correction are inserted and never updated: should two leaders' ever meet, their keys refuse the
    second, and nothing is overwritten.
    """
    _write_session(session, entries, now)
    _write_statements(session, entries, now)
    _erase(session, entries.erased, now)
    if entries.deleted is not None:
        _delete(session, entries.deleted, now)
    session.flush()
    if entries.mails:
        queue(session, entries.mails)


def _write_session(session: Session, entries: Entries, now: datetime) -> None:
    meeting_id = entries.meeting_id or ""
    if entries.cannot_come is not None:
        _write_absence(session, meeting_id, *entries.cannot_come)
    if entries.opening is not None:
        session.execute(insert(RollRow), [_call(meeting_id, RollCall.OPENING, entries.opening)])
    if entries.actual_end is not None:
        end = entries.actual_end
        update_row(session, MeetingRow, meeting_id, closed_at=end.closed_at, credit_windows=end.windows)
    if entries.held is not None:
        update_row(session, MeetingRow, meeting_id, not_held_at=None if entries.held else now)
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


def _write_absence(session: Session, meeting_id: str, person: str, cannot: bool) -> None:
    theirs = (AbsenceRow.meeting_id == meeting_id, AbsenceRow.registrant_id == person)
    session.execute(delete(AbsenceRow).where(*theirs))
    if cannot:
        session.execute(insert(AbsenceRow), [{"meeting_id": meeting_id, "registrant_id": person}])


def _call(meeting_id: str, call: RollCall, by: Confirmation) -> dict[str, Any]:
    return {"meeting_id": meeting_id, "roll_call": call, "leader_id": by.by or None, "at": by.at}


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
        )
    for id, until in entries.prolonged:
        update_row(session, StatementRow, id, kept_until=until)
    for id in entries.dropped:
        session.execute(delete(StatementRow).where(StatementRow.id == id))
    if entries.statements:
        session.execute(insert(StatementRow), [values_for(Statement, one) for one in entries.statements])


def _erase(session: Session, registrant_ids: Sequence[str], now: datetime) -> None:
    """Delete people with all rows that refer to them; their statements stay without an owner.

    A running session refers to a practice leader who moved it last by a bare id, which is cleared here.
    """
    session.expunge_all()
    for id in registrant_ids:
        session.execute(
            update(LiveMeetingRow)
            .where(LiveMeetingRow.moved_by_practice_leader == id)
            .values(moved_by_practice_leader=None)
        )
        session.execute(delete(RegistrantRow).where(RegistrantRow.id == id))
        session.merge(ErasureRow(id=id, at=now))


def _delete(session: Session, group_id: str, now: datetime) -> None:
    """Delete a group with all rows that refer to it, except mails that tell somebody they were erased."""
    session.flush()
    session.expunge_all()
    told = (MailRow.group_id == group_id, MailRow.kind == MailKind.ERASED)
    session.execute(update(MailRow).where(*told).values(group_id=None))
    session.execute(delete(GroupRow).where(GroupRow.id == group_id))
    session.merge(ErasureRow(id=group_id, at=now))


# ---- From Zoom ------------------------------------------------------------------------------------------------------


def keep_in_zoom(session: Session, meeting_id: str, present: Mapping[str, Spans]) -> None:
    """Stretches of presence known from Zoom, of those who are still there."""
    there = set(session.scalars(select(RegistrantRow.id).where(RegistrantRow.id.in_(present))))
    session.add_all(
        PresenceRow(
            meeting_id=meeting_id,
            registrant_id=person,
            source=Source.ZOOM_IMPORT,
            joined_at=came,
            left_at=left,
            provisional=False,
        )
        for person, spans in present.items()
        if person in there
        for came, left in spans
    )


def facts_of(rows: Iterable[ZoomFactRow]) -> tuple[Fact, ...]:
    return tuple(Fact(person=row.registrant_id, **values_for(Fact, row, but="person")) for row in rows)


def _keep(session: Session, key: str, meeting_id: str, fact: Fact) -> None:
    whose = select(ZoomRegistrantRow.registrant_id).where(
        ZoomRegistrantRow.meeting_id == meeting_id, ZoomRegistrantRow.zoom_id == fact.person
    )
    row = {**values_for(Fact, fact, but="person"), "registrant_id": session.scalar(whose)}
    kept = inserting(session, ZoomFactRow).values(key=key, meeting_id=meeting_id, **row)
    session.execute(kept.on_conflict_do_nothing(index_elements=["key"]))


def _unsettled(session: Session, meeting: MeetingRow, number: str) -> Unsettled:
    facts = session.scalars(select(ZoomFactRow).where(ZoomFactRow.meeting_id == meeting.id))
    registered = select(ZoomRegistrantRow.zoom_id, ZoomRegistrantRow.registrant_id).where(
        ZoomRegistrantRow.meeting_id == meeting.id
    )
    return Unsettled(
        meeting.id,
        number,
        meeting.closed_at or meeting.scheduled_end,
        meeting.scheduled_end,
        facts_of(facts),
        {zoom_id: person for zoom_id, person in session.execute(registered) if zoom_id and person},
    )
