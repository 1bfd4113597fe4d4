"""Attendance while a session runs: acknowledgements, presence and marks, written when they happen; and the leaders' list.

An interval of presence is opened by a press, lengthened by answers and ended with the meeting, by the domain's rules
(`domain.timeline`). Whatever writes attendance first holds the
meeting's row, so that a press, an answer and the close of one meeting come one after the other on PostgreSQL too; on
SQLite the write lock does that already.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.tables import METADATA
from balint_live.adapters.database.tables.attendance import (
    AbsenceRow,
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

# Everybody who arrives presses, and every meeting writes its presence each minute: these statements are built once, and read
# and write rows.
_MEETINGS, _REGISTRANTS, _PRESENCE, _MARKS, _ACKNOWLEDGEMENTS = (
    METADATA.tables[name]
    for name in ("meetings", "registrants", "presence_intervals", "attendance_marks", "acknowledgements")
)
_HELD = (
    select(_MEETINGS.c.closed_at)
    .where(_MEETINGS.c.id == bindparam("meeting"))
    .with_for_update(key_share=True)
)
_ENROLLED = (
    select(_REGISTRANTS.c.id)
    .join(_MEETINGS, _MEETINGS.c.group_id == _REGISTRANTS.c.group_id)
    .where(_MEETINGS.c.id == bindparam("meeting"), _REGISTRANTS.c.id == bindparam("registrant"))
)
_ACKNOWLEDGED = select(_ACKNOWLEDGEMENTS.c.version).where(
    _ACKNOWLEDGEMENTS.c.meeting_id == bindparam("meeting"),
    _ACKNOWLEDGEMENTS.c.registrant_id == bindparam("registrant"),
    _ACKNOWLEDGEMENTS.c.version == bindparam("text"),
)
_INTERVALS = (
    select(_PRESENCE)
    .where(_PRESENCE.c.meeting_id == bindparam("meeting"))
    .order_by(_PRESENCE.c.joined_at, _PRESENCE.c.id)
)
_NEWEST_INTERVAL = (
    select(_PRESENCE)
    .where(
        _PRESENCE.c.meeting_id == bindparam("meeting"), _PRESENCE.c.registrant_id == bindparam("registrant")
    )
    .order_by(_PRESENCE.c.joined_at.desc(), _PRESENCE.c.id.desc())
    .limit(1)
)
_NEWEST_MARK = (
    select(_MARKS.c.mark, _MARKS.c.at)
    .where(_MARKS.c.meeting_id == bindparam("meeting"), _MARKS.c.registrant_id == bindparam("registrant"))
    .order_by(_MARKS.c.at.desc(), _MARKS.c.id.desc())
    .limit(1)
)
_LAST_PRESS = select(func.max(_PRESENCE.c.joined_at)).where(
    _PRESENCE.c.meeting_id == bindparam("meeting"),
    _PRESENCE.c.registrant_id == bindparam("registrant"),
    _PRESENCE.c.source == Source.SELF_CHECKIN,
)
_MARKS_IN = (
    select(_MARKS.c.registrant_id, _MARKS.c.mark, _MARKS.c.at)
    .where(_MARKS.c.meeting_id == bindparam("meeting"))
    .order_by(_MARKS.c.at, _MARKS.c.id)
)
_LEADERS_OF = (
    select(LeaderRow.id, LeaderRow.name)
    .join(GroupLeaderRow)
    .join(MeetingRow, MeetingRow.group_id == GroupLeaderRow.group_id)
    .where(MeetingRow.id == bindparam("meeting"))
)
_THEIRS = select(PresenceRow).where(
    PresenceRow.meeting_id == bindparam("meeting"), PresenceRow.registrant_id == RegistrantRow.id
)
_ENROLLED_IN = (
    select(
        RegistrantRow.id,
        RegistrantRow.name,
        RegistrantRow.role,
        RegistrantRow.email,
        RegistrantRow.profession,
        select(func.max(AcknowledgementRow.at))
        .where(
            AcknowledgementRow.meeting_id == bindparam("meeting"),
            AcknowledgementRow.registrant_id == RegistrantRow.id,
        )
        .scalar_subquery(),
        _THEIRS.where(PresenceRow.left_at > PresenceRow.joined_at)
        .with_only_columns(
            func.max(PresenceRow.left_at)
        )  # a press alone is nobody seen: filters press buttons
        .scalar_subquery(),
        select(AbsenceRow.registrant_id)
        .where(AbsenceRow.meeting_id == bindparam("meeting"), AbsenceRow.registrant_id == RegistrantRow.id)
        .exists(),
        _THEIRS.where(PresenceRow.source == Source.SELF_CHECKIN)
        .with_only_columns(func.max(PresenceRow.joined_at))
        .scalar_subquery(),
    )
    .join(MeetingRow, MeetingRow.group_id == RegistrantRow.group_id)
    .where(MeetingRow.id == bindparam("meeting"), RegistrantRow.withdrawn_at.is_(None))
)
_LENGTHEN = update(_PRESENCE).where(_PRESENCE.c.id == bindparam("interval")).values(left_at=bindparam("left"))

Evidence = dict[str, tuple[list[PresenceInterval], list[LeaderMark]]]


class SqlAttendance:
    """Implements `application.ports.AttendanceStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def roster(self, meeting_id: str) -> Roster:
        return self._database.read(lambda session: _roster(session, meeting_id))

    def press(
        self,
        meeting_id: str,
        registrant_id: str,
        reminder_version: str | None,
        now: datetime,
        arrives: bool = True,
    ) -> None:
        """After the close it has no effect. Raises LookupError for a stranger to the meeting."""
        whose = {"meeting": meeting_id, "registrant": registrant_id}

        def work(session: Session) -> None:
            connection = session.connection()
            held = connection.execute(_HELD, {"meeting": meeting_id}).one_or_none()
            if held is None or connection.scalar(_ENROLLED, whose) is None:
                raise LookupError(registrant_id)
            if held.closed_at is not None:
                return
            if reminder_version is not None:
                _acknowledge(connection, whose, reminder_version, now)
            if arrives:
                _open_by_press(connection, whose, now)

        self._database.write(work)

    def witness(self, meeting_id: str, seen: Mapping[str, Witness], confirmed: frozenset[str]) -> None:
        """After the close it has no effect, nor once the group is deleted: a page left open makes nobody's attendance
        longer."""

        def work(session: Session) -> None:
            connection = session.connection()
            held = connection.execute(_HELD, {"meeting": meeting_id}).one_or_none()
            if held is None or held.closed_at is not None:
                return
            _extend(connection, meeting_id, seen)
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


def _acknowledge(connection: Connection, whose: dict[str, str], version: str, now: datetime) -> None:
    """Once per text: the first press is the one that counts."""
    if connection.scalar(_ACKNOWLEDGED, whose | {"text": version}) is None:
        connection.execute(
            insert(_ACKNOWLEDGEMENTS),
            {
                "meeting_id": whose["meeting"],
                "registrant_id": whose["registrant"],
                "version": version,
                "at": now,
            },
        )


def _open_by_press(connection: Connection, whose: dict[str, str], now: datetime) -> None:
    """A provisional interval from now, unless one is open that no mark has ended since."""
    pressed_at = whole_second(now)
    newest = connection.execute(_NEWEST_INTERVAL, whose).first()
    absent_since = _absent_since(connection, whose)
    if absent_since is not None:
        newest, pressed_at = None, max(pressed_at, absent_since + ONE_SECOND)
    if newest is None or pressed_at - newest.left_at > LONGEST_SILENCE:
        _add(connection, whose, PresenceInterval(pressed_at, pressed_at, Source.SELF_CHECKIN, True))


def _extend(connection: Connection, meeting_id: str, seen: Mapping[str, Witness]) -> None:
    """Lengthen the intervals to what was seen, or add one when it began later.

    Of a person's intervals the last counts that had begun by then: two processes may each have seen a part of their
    presence, and the one with the earlier part may write later.
    """
    found = connection.execute(_INTERVALS, {"meeting": meeting_id})
    ends = {person: whole_second(until) for person, (_, until) in seen.items()}
    newest = {
        row.registrant_id: (row.id, _interval_of(row))
        for row in found
        if row.registrant_id in ends and row.joined_at <= ends[row.registrant_id]
    }
    longer: list[dict[str, object]] = []
    for person, (since, until) in seen.items():
        id, before = newest.get(person, (None, None))
        now_is = witnessed(before, whole_second(since), whole_second(until))
        if now_is is None or now_is == before:
            continue
        if before is not None and before.joined_at == now_is.joined_at:
            longer.append({"interval": id, "left": now_is.left_at})
        else:
            _add(connection, {"meeting": meeting_id, "registrant": person}, now_is)
    if longer:
        connection.execute(_LENGTHEN, longer)


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


def _absent_since(connection: Connection, whose: dict[str, str]) -> datetime | None:
    """When a leader marked the person absent, if that mark holds: no newer mark, no press after it."""
    newest = connection.execute(_NEWEST_MARK, whose).first()
    if newest is None or newest.mark is not Mark.ABSENT:
        return None
    at: datetime = newest.at
    pressed_at: datetime | None = connection.scalar(_LAST_PRESS, whose)
    return at if pressed_at is None or pressed_at <= at else None


def _add(connection: Connection, whose: dict[str, str], interval: PresenceInterval) -> None:
    connection.execute(
        insert(_PRESENCE),
        {
            "meeting_id": whose["meeting"],
            "registrant_id": whose["registrant"],
            "source": interval.source,
            "joined_at": interval.joined_at,
            "left_at": interval.left_at,
            "provisional": interval.provisional,
        },
    )


def _interval_of(row: Any) -> PresenceInterval:
    return PresenceInterval(row.joined_at, row.left_at, row.source, row.provisional)


def _roster(session: Session, meeting_id: str) -> Roster:
    """The leaders' list from stored facts: leaders by name, then people enrolled by name; empty without such a meeting.

    Who is connected right now is in the LiveRoom.
    """
    return (*_leaders(session, meeting_id), *_enrolled(session, meeting_id))


def _leaders(session: Session, meeting_id: str) -> list[RosterEntry]:
    rows = session.connection().execute(_LEADERS_OF, {"meeting": meeting_id})
    return _in_order(RosterEntry(Member(id, name, Role.LEADER)) for id, name in rows)


def _enrolled(session: Session, meeting_id: str) -> list[RosterEntry]:
    marks = _newest_marks(session, meeting_id)
    rows = session.connection().execute(_ENROLLED_IN, {"meeting": meeting_id}).all()
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
            bool(cannot_come),
        )
        for id, name, role, _, _, acknowledged_at, last_seen_at, cannot_come, last_press_at in rows
    )


def _in_order(entries: Iterable[RosterEntry]) -> list[RosterEntry]:
    return sorted(entries, key=lambda entry: by_family(entry.member.name, entry.member.id))


def _newest_marks(session: Session, meeting_id: str) -> dict[str, LeaderMark]:
    rows = session.connection().execute(_MARKS_IN, {"meeting": meeting_id})
    return {registrant: LeaderMark(mark, at) for registrant, mark, at in rows}
