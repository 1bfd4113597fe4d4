"""Acknowledgements, presence and marks, written when they happen. Implements `application.ports.AttendanceStore`."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.attendance_tables import AcknowledgementRow, AttendanceMarkRow, PresenceRow
from balint_live.adapters.database.columns import whole_second
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.group_tables import LeaderRow, RegistrantRow
from balint_live.adapters.database.meeting_tables import MeetingRow
from balint_live.adapters.database.presence import (
    confirm,
    held_meeting,
    interval_of,
    keep,
    newest_intervals,
    open_by_press,
)
from balint_live.adapters.database.roster import roster
from balint_live.application.people import Roster
from balint_live.application.ports import Witness
from balint_live.domain.attendance import LeaderMark, Mark, PresenceInterval, witnessed

Evidence = dict[str, tuple[list[PresenceInterval], list[LeaderMark]]]


class SqlAttendance:
    def __init__(self, database: Database) -> None:
        self._database = database

    def roster(self, meeting_id: str) -> Roster:
        return self._database.read(lambda session: roster(session, meeting_id))

    def press(self, meeting_id: str, registrant_id: str, reminder_version: str, now: datetime) -> None:
        """After the close it has no effect. Raises LookupError for a stranger to the meeting."""

        def work(session: Session) -> None:
            meeting = held_meeting(session, meeting_id)
            _require_enrolled(session, meeting, registrant_id)
            if meeting.closed_at is None:
                _acknowledge(session, meeting_id, registrant_id, reminder_version, now)
                open_by_press(session, meeting_id, registrant_id, now)

        self._database.write(work)

    def witness(self, meeting_id: str, seen: Mapping[str, Witness], confirmed: frozenset[str]) -> None:
        """After the close it has no effect: a page left open lengthens nobody's attendance."""

        def work(session: Session) -> None:
            if held_meeting(session, meeting_id).closed_at is not None:
                return
            rows = newest_intervals(session, meeting_id, seen)
            for person, (since, until) in seen.items():
                row = rows.get(person)
                now_is = witnessed(
                    interval_of(row) if row else None, whole_second(since), whole_second(until)
                )
                if now_is is not None:
                    keep(session, meeting_id, person, row, now_is)
            session.flush()
            if confirmed:
                confirm(session, meeting_id, confirmed)

        self._database.write(work)

    def mark(self, meeting_id: str, person_id: str, by: str, mark: LeaderMark) -> None:
        def work(session: Session) -> None:
            meeting = held_meeting(session, meeting_id)
            _require_enrolled(session, meeting, person_id)
            leader = session.get(LeaderRow, by)  # nobody's, where a practice leader has the lead
            session.add(
                AttendanceMarkRow(
                    meeting_id=meeting_id,
                    registrant_id=person_id,
                    leader_id=None if leader is None else leader.id,
                    mark=mark.mark,
                    at=mark.at,
                )
            )
            if mark.mark is Mark.PRESENT:
                confirm(session, meeting_id, [person_id])

        self._database.write(work)

    def evidence(self, meeting_id: str) -> Evidence:
        return self._database.read(lambda session: _evidence(session, meeting_id))


def _require_enrolled(session: Session, meeting: MeetingRow, registrant_id: str) -> None:
    query = select(func.count()).where(
        RegistrantRow.id == registrant_id, RegistrantRow.group_id == meeting.group_id
    )
    if session.scalar(query) != 1:
        raise LookupError(registrant_id)


def _acknowledge(session: Session, meeting_id: str, registrant_id: str, version: str, now: datetime) -> None:
    """Once per text: the first press is the one that counts."""
    key = (meeting_id, registrant_id, version)
    if session.get(AcknowledgementRow, key) is None:
        session.add(
            AcknowledgementRow(meeting_id=meeting_id, registrant_id=registrant_id, version=version, at=now)
        )


def _evidence(session: Session, meeting_id: str) -> Evidence:
    enrolled = select(RegistrantRow.id).join(MeetingRow, MeetingRow.group_id == RegistrantRow.group_id)
    facts: Evidence = {
        person: ([], []) for person in session.scalars(enrolled.where(MeetingRow.id == meeting_id))
    }
    intervals = select(PresenceRow).where(PresenceRow.meeting_id == meeting_id)
    for row in session.scalars(intervals.order_by(PresenceRow.joined_at, PresenceRow.id)):
        facts[row.registrant_id][0].append(interval_of(row))
    marks = select(AttendanceMarkRow).where(AttendanceMarkRow.meeting_id == meeting_id)
    for mark in session.scalars(marks.order_by(AttendanceMarkRow.at, AttendanceMarkRow.id)):
        facts[mark.registrant_id][1].append(LeaderMark(mark.mark, mark.at))
    return facts
