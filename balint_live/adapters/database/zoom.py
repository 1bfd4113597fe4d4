"""Zoom's side of our sessions: which events have come, what is out of step, and who is at it.

Implements `application.zoom.recording.ZoomEventStore` and `application.zoom.meetings.ZoomMeetingStore`. Rows are written one
a transaction: their foreign keys lock what they refer to, and whoever deletes that locks in another order.
"""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    and_,
    case,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.group_changes import hold_groups
from balint_live.adapters.database.mail_queue import inserting
from balint_live.adapters.database.tables.attendance import MeetingRow
from balint_live.adapters.database.tables.base import Moment
from balint_live.adapters.database.tables.groups import GroupRow, RegistrantRow
from balint_live.adapters.database.tables.zoom import (
    ZoomDayRow,
    ZoomEventRow,
    ZoomMeetingRow,
    ZoomRegistrantRow,
)
from balint_live.application.zoom.meetings import Person, Task, Times, ZoomState

NUMBER = re.compile(r"/(?:j|w|s|wc|wc/join)/(\d+)(?=[/?#]|$)", re.ASCII)
AT_ONCE = 200
"""Sessions looked through at once: some two milliseconds, in which the server does nothing else."""
HERE = ZoomRegistrantRow.meeting_id == MeetingRow.id
ENROLLED = and_(RegistrantRow.group_id == MeetingRow.group_id, RegistrantRow.withdrawn_at.is_(None))
IS_REGISTERED = (
    exists()
    .where(HERE, ZoomRegistrantRow.registrant_id == RegistrantRow.id, ZoomRegistrantRow.zoom_id.is_not(None))
    .correlate(MeetingRow, RegistrantRow)
)
STAYS = (
    exists()
    .where(RegistrantRow.id == ZoomRegistrantRow.registrant_id, ENROLLED)
    .correlate(MeetingRow, ZoomRegistrantRow)
)
ROSTER_DIFFERS = or_(
    exists().where(ENROLLED, ~IS_REGISTERED).correlate(MeetingRow),
    exists().where(HERE, ~STAYS).correlate(MeetingRow),
)
TIMES_DIFFER = or_(
    ZoomMeetingRow.start.is_distinct_from(MeetingRow.scheduled_start),
    ZoomMeetingRow.end.is_distinct_from(MeetingRow.scheduled_end),
)


class SqlZoomEvents:
    def __init__(self, database: Database) -> None:
        self._database = database

    def take(
        self, key: str, meeting: str, starts_before: datetime, ends_after: datetime, now: datetime
    ) -> Collection[str]:
        query = (
            select(MeetingRow.id, GroupRow.zoom_url, ZoomMeetingRow.number)
            .join(GroupRow, GroupRow.id == MeetingRow.group_id)
            .outerjoin(ZoomMeetingRow, ZoomMeetingRow.meeting_id == MeetingRow.id)
            .where(
                or_(GroupRow.zoom_url.contains(meeting), ZoomMeetingRow.number == meeting),
                MeetingRow.cancelled_at.is_(None),
                MeetingRow.closed_at.is_(None),
                MeetingRow.scheduled_start <= starts_before,
                MeetingRow.scheduled_end >= ends_after,
            )
        )
        rows = self._database.read(lambda session: session.execute(query).all())
        sessions = [id for id, pasted, own in rows if meeting in (own, pasted and number_in(pasted))]
        new = bool(sessions) and self._database.write(lambda session: _note(session, key, now))
        return sessions if new else ()

    def changed(self, meeting: str, now: datetime) -> bool:
        """The same meeting is due as often as it is said: nothing has to be remembered of it."""
        mine = ZoomMeetingRow.number == meeting
        if not self._database.read(lambda session: session.scalar(select(exists().where(mine)))):
            return False
        self._database.write(
            lambda session: session.execute(update(ZoomMeetingRow).where(mine).values(due_at=now))
        )
        return True


def number_in(address: str) -> str | None:
    """Zoom's number of the meeting behind a link; None in one that has none."""
    found = NUMBER.search(address)
    return found[1] if found else None


def _note(session: Session, key: str, now: datetime) -> bool:
    """Whether the event has not come before."""
    noted = (
        inserting(session, ZoomEventRow)
        .values(key=key, received_at=now)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(ZoomEventRow.key)
    )
    return session.scalars(noted).first() is not None


class SqlZoomStates:
    """How far sessions are in Zoom, for those who lead them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_group(self, group_id: str) -> dict[str, ZoomState]:
        """By session; those that nobody has begun are not there."""
        return self._states(MeetingRow.group_id == group_id)

    def of_meeting(self, meeting_id: str) -> ZoomState | None:
        return self._states(MeetingRow.id == meeting_id).get(meeting_id)

    def _states(self, which: ColumnElement[bool]) -> dict[str, ZoomState]:
        query = (
            select(ZoomMeetingRow, MeetingRow.id, or_(TIMES_DIFFER, ROSTER_DIFFERS))
            .join(MeetingRow, MeetingRow.id == ZoomMeetingRow.meeting_id)
            .where(which)
        )
        rows = self._database.read(lambda session: session.execute(query).all())
        return {id: _state(row, differs) for row, id, differs in rows}


class SqlZoomMeetings:
    """`domain` is that of the pseudonymous addresses. Each look goes on where the one before it ended."""

    def __init__(self, database: Database, domain: str, new_id: Callable[[], str]) -> None:
        self._database, self._domain, self._new_id = database, domain, new_id
        self._looked_until = ""

    def look(self, now: datetime) -> int:
        further = ZoomMeetingRow.id > self._looked_until
        some = select(ZoomMeetingRow.id).where(further).order_by(ZoomMeetingRow.id).limit(AT_ONCE)

        def work(session: Session) -> tuple[list[str], list[str], list[str]]:
            ids, missing = session.scalars(some).all(), session.scalars(_missing(now)).all()
            return list(ids), list(missing), list(session.scalars(_behind(now, ids)))

        ids, missing, behind = self._database.read(work)
        self._looked_until = ids[-1] if len(ids) == AT_ONCE else ""
        for id in missing:
            self._database.write(partial(_begin, meeting_id=id, id=self._new_id(), now=now))
        for id in behind:
            self._database.write(partial(_fall_behind, id=id, now=now))
        return len(missing) + len(behind)

    def claim(self, claim: str, now: datetime, lease: timedelta) -> Task | None:
        free = or_(ZoomMeetingRow.claimed_until.is_(None), ZoomMeetingRow.claimed_until <= now)
        due = and_(ZoomMeetingRow.due_at <= now, free)
        nearest = (
            select(ZoomMeetingRow.id)
            .outerjoin(MeetingRow, MeetingRow.id == ZoomMeetingRow.meeting_id)
            .where(due)
            .order_by(MeetingRow.scheduled_start, ZoomMeetingRow.id)
            .limit(1)
        )
        id = self._database.read(lambda session: session.scalar(nearest))
        if id is None:
            return None

        def work(session: Session) -> Task | None:
            mine = update(ZoomMeetingRow).where(ZoomMeetingRow.id == id, due)
            if not _changed(session, mine.values(claim=claim, claimed_until=now + lease)):
                return None
            row = session.get_one(ZoomMeetingRow, id)
            meeting = session.get(MeetingRow, row.meeting_id) if row.meeting_id else None
            return _task(row, meeting, claim, now)

        return self._database.write(work)

    def people(self, task: Task) -> Sequence[Person]:
        def work(session: Session) -> list[Person]:
            known = select(ZoomRegistrantRow, STAYS).join(MeetingRow, HERE)
            mine = known.where(MeetingRow.id == task.meeting_id).order_by(ZoomRegistrantRow.address)
            rows = session.execute(mine)
            return [Person(row.address, row.zoom_id, stays) for row, stays in rows]

        new = select(RegistrantRow.id).where(
            MeetingRow.id == task.meeting_id,
            ENROLLED,
            ~exists().where(HERE, ZoomRegistrantRow.registrant_id == RegistrantRow.id),
        )
        if self._database.read(lambda session: session.execute(new.limit(1)).first()):
            self._database.write(lambda session: self._give_addresses(session, task, new))
        return self._database.read(work)

    def count_change(self, now: datetime, most: int) -> bool:
        day = _day(now)

        def work(session: Session) -> bool:
            session.execute(delete(ZoomDayRow).where(ZoomDayRow.day != day))
            first = inserting(session, ZoomDayRow).values(day=day, changes=0)
            session.execute(first.on_conflict_do_nothing(index_elements=["day"]))
            one_more = update(ZoomDayRow).where(ZoomDayRow.day == day, ZoomDayRow.changes < most)
            return _changed(session, one_more.values(changes=ZoomDayRow.changes + 1))

        return self._database.write(work)

    def count_try(self, address: str, now: datetime, most: int) -> bool:
        day = _day(now)
        today = func.coalesce(ZoomRegistrantRow.tried_on, "") == day
        one_more = (
            update(ZoomRegistrantRow)
            .where(ZoomRegistrantRow.address == address, or_(~today, ZoomRegistrantRow.tries < most))
            .values(tries=case((today, ZoomRegistrantRow.tries + 1), else_=1), tried_on=day)
        )
        return self._database.write(lambda session: _changed(session, one_more))

    def made(self, task: Task, number: str | None, times: Times | None) -> None:
        def work(session: Session) -> None:
            told = {"start": times and times.start, "end": times and times.end}
            session.execute(_mine(task).values(number=number, **told))
            if number is None:
                gone = update(ZoomRegistrantRow).where(ZoomRegistrantRow.meeting_id == task.meeting_id)
                session.execute(gone.values(zoom_id=None))

        self._database.write(work)

    def registered(self, address: str, zoom_id: str) -> None:
        mine = update(ZoomRegistrantRow).where(ZoomRegistrantRow.address == address)
        self._database.write(lambda session: session.execute(mine.values(zoom_id=zoom_id)))

    def taken_out(self, addresses: Collection[str]) -> None:
        gone = delete(ZoomRegistrantRow).where(ZoomRegistrantRow.address.in_(list(addresses)))
        if addresses:
            self._database.write(lambda session: session.execute(gone))

    def settle(
        self, task: Task, now: datetime, differing: tuple[str, ...], next_look: datetime | None
    ) -> None:
        ready_at = None if differing else now
        self._end(
            task, next_look, since=None, problem=None, attempts=0, differing=differing, ready_at=ready_at
        )

    def leave(self, task: Task) -> None:
        self._end(task, None, since=None, problem=None, attempts=0)

    def put_off(self, task: Task, until: datetime, problem: str | None) -> None:
        attempts = task.attempts + (problem is not None)
        self._end(task, until, problem=problem, attempts=attempts)

    def drop(self, task: Task) -> None:
        gone = delete(ZoomMeetingRow).where(ZoomMeetingRow.id == task.id, ZoomMeetingRow.claim == task.claim)
        self._database.write(lambda session: session.execute(gone))

    def _end(self, task: Task, next_look: datetime | None, **values: Any) -> None:
        """An event that came meanwhile has made it due anew, and it stays so."""
        then = literal(next_look, Moment())
        due_at = case((ZoomMeetingRow.due_at == task.due_at, then), else_=ZoomMeetingRow.due_at)
        done = _mine(task).values(due_at=due_at, claim=None, claimed_until=None, **values)
        self._database.write(lambda session: session.execute(done))

    def _give_addresses(self, session: Session, task: Task, new: Any) -> None:
        """In this transaction the group is held, as by whoever enrols or erases."""
        group_id = session.scalar(select(MeetingRow.group_id).where(MeetingRow.id == task.meeting_id))
        if group_id is None:
            return
        hold_groups(session, [group_id])
        for id in session.scalars(new).all():
            address = f"p-{self._new_id()}@{self._domain}"
            session.add(ZoomRegistrantRow(address=address, meeting_id=task.meeting_id, registrant_id=id))


def _begin(session: Session, meeting_id: str, id: str, now: datetime) -> None:
    row = inserting(session, ZoomMeetingRow).values(id=id, meeting_id=meeting_id, since=now, due_at=now)
    session.execute(row.on_conflict_do_nothing(index_elements=["meeting_id"]))


def _fall_behind(session: Session, id: str, now: datetime) -> None:
    unknown = (ZoomMeetingRow.id == id, ZoomMeetingRow.since.is_(None))
    session.execute(update(ZoomMeetingRow).where(*unknown).values(since=now, due_at=now, attempts=0))


def _to_come(now: datetime) -> ColumnElement[bool]:
    return and_(
        MeetingRow.cancelled_at.is_(None), MeetingRow.closed_at.is_(None), MeetingRow.scheduled_end > now
    )


def _missing(now: datetime) -> Any:
    begun = exists().where(ZoomMeetingRow.meeting_id == MeetingRow.id)
    return select(MeetingRow.id).where(_to_come(now), MeetingRow.scheduled_start > now, ~begun)


def _behind(now: datetime, ids: Sequence[str]) -> Any:
    """Those of them that are out of step without anybody knowing yet."""
    moved = and_(_to_come(now), MeetingRow.scheduled_start > now, TIMES_DIFFER)
    roster = and_(_to_come(now), ZoomMeetingRow.number.is_not(None), ROSTER_DIFFERS)
    gone = or_(ZoomMeetingRow.meeting_id.is_(None), MeetingRow.cancelled_at.is_not(None))
    return (
        select(ZoomMeetingRow.id)
        .outerjoin(MeetingRow, MeetingRow.id == ZoomMeetingRow.meeting_id)
        .where(ZoomMeetingRow.id.in_(ids), ZoomMeetingRow.since.is_(None), or_(gone, moved, roster))
    )


def _task(row: ZoomMeetingRow, meeting: MeetingRow | None, claim: str, now: datetime) -> Task:
    stays = meeting is not None and meeting.cancelled_at is None
    return Task(
        id=row.id,
        meeting_id=row.meeting_id,
        group_id=None if meeting is None else meeting.group_id,
        claim=claim,
        attempts=row.attempts,
        due_at=row.due_at or now,
        number=row.number,
        told=Times(row.start, row.end) if row.start and row.end else None,
        wanted=Times(meeting.scheduled_start, meeting.scheduled_end) if meeting and stays else None,
        behind=row.since is not None,
        differing=row.differing,
    )


def _state(row: ZoomMeetingRow, differs: bool) -> ZoomState:
    made = row.number is not None
    return ZoomState(made, made and not differs and row.since is None, row.since, row.differing, row.problem)


def _mine(task: Task) -> Any:
    return update(ZoomMeetingRow).where(ZoomMeetingRow.id == task.id, ZoomMeetingRow.claim == task.claim)


def _day(now: datetime) -> str:
    return f"{now:%Y-%m-%d}"


def _changed(session: Session, statement: Any) -> bool:
    done = session.execute(statement)
    return isinstance(done, CursorResult) and done.rowcount == 1
