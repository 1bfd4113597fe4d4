"""Attendance while a session runs: acknowledgements, presence and marks, written when they happen; and the leaders' list.

An interval of presence is opened by a press, lengthened by answers and ended with the meeting, by the domain's rules
(`domain.timeline`). Whatever writes attendance first holds the
meeting's row, so that a press, an answer and the close of one meeting come one after the other on PostgreSQL too; on
SQLite the write lock does that already.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.tables.attendance import (
    AcknowledgementRow,
    AttendanceMarkRow,
    MeetingRow,
    PresenceRow,
)
from balint_live.adapters.database.tables.base import whole_second
from balint_live.adapters.database.tables.groups import GroupLeaderRow, LeaderRow, RegistrantRow
from balint_live.application.identity import Member, Roster, RosterEntry
from balint_live.application.ports import Witness
from balint_live.domain.display import Role
from balint_live.domain.names import Named, by_family, namesakes
from balint_live.domain.timeline import LONGEST_SILENCE, LeaderMark, Mark, PresenceInterval, Source, witnessed

ONE_SECOND = timedelta(seconds=1)
Evidence = dict[str, tuple[list[PresenceInterval], list[LeaderMark]]]


class SqlAttendance:
    """Implements `application.ports.AttendanceStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def roster(self, meeting_id: str) -> Roster:
        return self._database.read(lambda session: _roster(session, meeting_id))

    def press(self, meeting_id: str, registrant_id: str, reminder_version: str, now: datetime) -> None:
        """After the close it has no effect. Raises LookupError for a stranger to the meeting."""

        def work(session: Session) -> None:
            meeting = held_meeting(session, meeting_id)
            _require_enrolled(session, meeting, registrant_id)
            if meeting.closed_at is None:
                _acknowledge(session, meeting_id, registrant_id, reminder_version, now)
                _open_by_press(session, meeting_id, registrant_id, now)

        self._database.write(work)

    def witness(self, meeting_id: str, seen: Mapping[str, Witness], confirmed: frozenset[str]) -> None:
        """After the close it has no effect: a page left open makes nobody's attendance longer."""

        def work(session: Session) -> None:
            if held_meeting(session, meeting_id).closed_at is not None:
                return
            rows = _newest_intervals(session, meeting_id, seen)
            for person, (since, until) in seen.items():
                row = rows.get(person)
                now_is = witnessed(
                    _interval_of(row) if row else None, whole_second(since), whole_second(until)
                )
                if now_is is not None:
                    _keep(session, meeting_id, person, row, now_is)
            session.flush()
            if confirmed:
                _confirm(session, meeting_id, confirmed)

        self._database.write(work)

    def mark(self, meeting_id: str, person_id: str, by: str, mark: LeaderMark) -> None:
        def work(session: Session) -> None:
            meeting = held_meeting(session, meeting_id)
            _require_enrolled(session, meeting, person_id)
            leader = session.get(LeaderRow, by)  # None where a practice leader has the lead
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
                _confirm(session, meeting_id, [person_id])

        self._database.write(work)

    def evidence(self, meeting_id: str) -> Evidence:
        """Of everybody enrolled: intervals and marks, oldest first."""

        def work(session: Session) -> Evidence:
            enrolled = select(RegistrantRow.id).join(
                MeetingRow, MeetingRow.group_id == RegistrantRow.group_id
            )
            found = evidence_of(session, MeetingRow.id == meeting_id)[meeting_id]
            people = session.scalars(enrolled.where(MeetingRow.id == meeting_id))
            return {person: found[person] for person in people}

        return self._database.read(work)


def held_meeting(session: Session, meeting_id: str) -> MeetingRow:
    """The meeting, kept from others who write attendance until this unit ends. Raises LookupError."""
    query = select(MeetingRow).where(MeetingRow.id == meeting_id).with_for_update(key_share=True)
    meeting = session.scalars(query).one_or_none()
    if meeting is None:
        raise LookupError(meeting_id)
    return meeting


def end_presence(session: Session, meeting_id: str, closed_at: datetime) -> None:
    """End every interval with the meeting, which is held; presses whose page never came alive leave nothing."""
    _forget_lifeless_presses(session, meeting_id)
    for row in session.scalars(select(PresenceRow).where(PresenceRow.meeting_id == meeting_id)):
        row.left_at = _interval_of(row).ended(closed_at).left_at


def evidence_of(session: Session, which: ColumnElement[bool]) -> defaultdict[str, Evidence]:
    """By session and person, intervals and marks of these sessions, oldest first."""
    found: defaultdict[str, Evidence] = defaultdict(lambda: defaultdict(lambda: ([], [])))
    intervals = select(PresenceRow).join(MeetingRow, MeetingRow.id == PresenceRow.meeting_id).where(which)
    for row in session.scalars(intervals.order_by(PresenceRow.joined_at, PresenceRow.id)):
        found[row.meeting_id][row.registrant_id][0].append(_interval_of(row))
    marks = select(AttendanceMarkRow).join(MeetingRow, MeetingRow.id == AttendanceMarkRow.meeting_id)
    for mark in session.scalars(marks.where(which).order_by(AttendanceMarkRow.at, AttendanceMarkRow.id)):
        found[mark.meeting_id][mark.registrant_id][1].append(LeaderMark(mark.mark, mark.at))
    return found


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


def _newest_intervals(session: Session, meeting_id: str, people: Iterable[str]) -> dict[str, PresenceRow]:
    """Per person, the interval that began last."""
    query = (
        select(PresenceRow)
        .where(PresenceRow.meeting_id == meeting_id, PresenceRow.registrant_id.in_(list(people)))
        .order_by(PresenceRow.joined_at, PresenceRow.id)
    )
    return {row.registrant_id: row for row in session.scalars(query)}


def _open_by_press(session: Session, meeting_id: str, registrant_id: str, now: datetime) -> None:
    """A provisional interval from now, unless one is open that no mark has ended since."""
    pressed_at = whole_second(now)
    newest = _newest_intervals(session, meeting_id, [registrant_id]).get(registrant_id)
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


def _keep(
    session: Session, meeting_id: str, registrant_id: str, row: PresenceRow | None, now_is: PresenceInterval
) -> None:
    """Lengthen the row to what the interval now is, or add one when it began later."""
    if row is not None and row.joined_at == now_is.joined_at:
        row.left_at = now_is.left_at
    else:
        _add(session, meeting_id, registrant_id, now_is)


def _confirm(session: Session, meeting_id: str, people: Iterable[str]) -> None:
    """Their intervals count from now on."""
    session.execute(
        update(PresenceRow)
        .where(
            PresenceRow.meeting_id == meeting_id,
            PresenceRow.registrant_id.in_(list(people)),
            PresenceRow.provisional.is_(True),
        )
        .values(provisional=False)
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
    session.execute(delete(PresenceRow).where(*lifeless))
    still_here = select(PresenceRow.registrant_id).where(PresenceRow.meeting_id == meeting_id)
    session.execute(
        delete(AcknowledgementRow).where(
            AcknowledgementRow.meeting_id == meeting_id,
            AcknowledgementRow.registrant_id.in_(people),
            AcknowledgementRow.registrant_id.not_in(still_here),
        )
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


def _interval_of(row: PresenceRow) -> PresenceInterval:
    return PresenceInterval(row.joined_at, row.left_at, row.source, row.provisional)


def _roster(session: Session, meeting_id: str) -> Roster:
    """The leaders' list from stored facts: leaders by name, then people enrolled by name; empty without such a meeting.

    Who is connected right now is in the LiveRoom.
    """
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
