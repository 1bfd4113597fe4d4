"""Sessions whose roll is open, and series that are complete. Implements `application.post.afterwards.AfterwardsStore`."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.group_tables import GroupLeaderRow, GroupRow, RegistrantRow
from balint_live.adapters.database.mails import queue_due
from balint_live.adapters.database.meeting_tables import MeetingRow
from balint_live.adapters.database.roll_tables import RollEntryRow, RollRow
from balint_live.application.attendance.book import RollCall
from balint_live.application.post.afterwards import CompleteSeries, OpenRoll
from balint_live.application.post.mail import NewMail


class SqlAfterwards:
    def __init__(self, database: Database) -> None:
        self._database = database

    def open_rolls(self, after: datetime, until: datetime) -> Sequence[OpenRoll]:
        query = (
            select(MeetingRow.group_id, MeetingRow.id, GroupLeaderRow.leader_id)
            .join(GroupLeaderRow, GroupLeaderRow.group_id == MeetingRow.group_id)
            .where(
                MeetingRow.closed_at >= after,
                MeetingRow.closed_at < until,
                _held(MeetingRow),
                ~_confirmed(MeetingRow),
            )
            .order_by(MeetingRow.closed_at, MeetingRow.id, GroupLeaderRow.leader_id)
        )

        def work(session: Session) -> list[OpenRoll]:
            leaders: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
            for group_id, meeting_id, leader_id in session.execute(query):
                leaders[group_id, meeting_id].append(leader_id)
            return [OpenRoll(*which, tuple(ids)) for which, ids in leaders.items()]

        return self._database.read(work)

    def complete_series(self, after: datetime, until: datetime) -> Sequence[CompleteSeries]:
        def work(session: Session) -> list[CompleteSeries]:
            groups = list(session.scalars(_complete(after, until)))
            seen = ((id, tuple(session.scalars(_seen_in(id)))) for id in groups)
            return [CompleteSeries(id, people) for id, people in seen if people]

        return self._database.read(work)

    def queue(self, mails: Sequence[NewMail]) -> int:
        return queue_due(self._database, mails)


def _held(meeting: type[MeetingRow]) -> ColumnElement[bool]:
    return meeting.opened_at.is_not(None) & meeting.not_held_at.is_(None)


def _confirmed(meeting: type[MeetingRow]) -> ColumnElement[bool]:
    return exists().where(RollRow.meeting_id == meeting.id, RollRow.roll_call == RollCall.FINAL)


def _complete(after: datetime, until: datetime) -> Select[str]:
    """Groups with as many sessions behind them as are planned; one to come, or one open roll, and they are not."""
    other = aliased(MeetingRow)
    of_the_group = other.group_id == GroupRow.id
    open_roll = exists().where(of_the_group, other.closed_at.is_not(None), _held(other), ~_confirmed(other))
    to_come = exists().where(
        of_the_group,
        other.cancelled_at.is_(None),
        other.closed_at.is_(None),
        other.scheduled_end > until,
    )
    last = func.max(func.coalesce(MeetingRow.closed_at, MeetingRow.scheduled_end))
    return (
        select(GroupRow.id)
        .join(MeetingRow, MeetingRow.group_id == GroupRow.id)
        .where(
            or_(MeetingRow.closed_at.is_not(None), MeetingRow.scheduled_end <= until), ~open_roll, ~to_come
        )
        .group_by(GroupRow.id, GroupRow.planned_sessions)
        .having(func.count() >= GroupRow.planned_sessions, last >= after, last < until)
        .order_by(GroupRow.id)
    )


def _seen_in(group_id: str) -> Select[str]:
    """Somebody whose record names no time, and so is as good as empty, gets no mail about it."""
    return (
        select(RegistrantRow.id)
        .join(RollEntryRow, RollEntryRow.registrant_id == RegistrantRow.id)
        .where(
            RegistrantRow.group_id == group_id,
            RegistrantRow.withdrawn_at.is_(None),
            cast(RollEntryRow.spans, String) != "[]",
        )
        .distinct()
        .order_by(RegistrantRow.id)
    )
