"""The facts mails are written from, and what reminders are due for: sessions to come, open rolls, complete series."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from balint_live.adapters.database.attendance_record import statement_of
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.group_changes import staff_of
from balint_live.adapters.database.groups import group_of, invited, meetings_of, registrant_of
from balint_live.adapters.database.mail_queue import queue_due
from balint_live.adapters.database.tables.attendance import AbsenceRow, MeetingRow, RollEntryRow, RollRow
from balint_live.adapters.database.tables.groups import (
    GroupLeaderRow,
    GroupRow,
    LeaderRow,
    RegistrantRow,
    SignInRow,
)
from balint_live.adapters.database.tables.mail import MailRow, StatementRow
from balint_live.application.attendance.record import RollCall
from balint_live.application.groups.group import Leading
from balint_live.application.mail.calendars import Series
from balint_live.application.mail.contents import (
    ErasedFacts,
    LeaderFacts,
    RollFacts,
    SeriesFacts,
    SignInFacts,
)
from balint_live.application.mail.reminders import CompleteSeries, Near, OpenRoll
from balint_live.application.mail_queue import MailKind, NewMail
from balint_live.domain.protocol import Catalogue


class SqlMailFacts:
    """Implements `application.mail.contents.MailFacts`, `application.mail.calendars.CalendarFacts` and
    `application.mail.reminders.ReminderStore`.
    """

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def series(self, registrant_id: str) -> SeriesFacts | None:
        def work(session: Session) -> SeriesFacts | None:
            row = session.get(RegistrantRow, registrant_id)
            group = None if row is None else session.get(GroupRow, row.group_id)
            if row is None or group is None:
                return None
            return SeriesFacts(
                group_of(group),
                registrant_of(row),
                meetings_of(session, group.id, self._catalogue),
            )

        return self._database.read(work)

    def led_by(self, leader_id: str) -> tuple[Series, ...]:
        query = (
            select(GroupRow)
            .join(GroupLeaderRow)
            .where(GroupLeaderRow.leader_id == leader_id)
            .order_by(GroupRow.name, GroupRow.id)
        )

        def work(session: Session) -> tuple[Series, ...]:
            groups = session.scalars(query).all()
            return tuple((group_of(row), meetings_of(session, row.id, self._catalogue)) for row in groups)

        return self._database.read(work)

    def leader(self, group_id: str, leader_id: str) -> LeaderFacts | None:
        """None unless they lead the group."""

        def work(session: Session) -> LeaderFacts | None:
            if session.get(GroupLeaderRow, (group_id, leader_id)) is None:
                return None
            leader = session.get_one(LeaderRow, leader_id)
            return LeaderFacts(
                group_of(session.get_one(GroupRow, group_id)),
                staff_of(leader),
                meetings_of(session, group_id, self._catalogue),
                leader.calendar_version,
            )

        return self._database.read(work)

    def sign_in(self, sign_in_id: str) -> SignInFacts | None:
        query = select(SignInRow, LeaderRow).join(LeaderRow).where(SignInRow.id == sign_in_id)
        found = self._database.read(lambda session: session.execute(query).one_or_none())
        if found is None:
            return None
        row, leader = found
        return SignInFacts(staff_of(leader), row.asked_at, row.used_at is None)

    def roll(self, meeting_id: str, leader_id: str) -> RollFacts | None:
        """None unless the session was held and this is a leader of its group."""

        def work(session: Session) -> RollFacts | None:
            row = session.get(MeetingRow, meeting_id)
            leads = None if row is None else session.get(GroupLeaderRow, (row.group_id, leader_id))
            if row is None or leads is None or row.not_held_at is not None:
                return None
            group = session.get_one(GroupRow, row.group_id)
            meetings = meetings_of(session, group.id, self._catalogue)
            return RollFacts(
                group_of(group),
                next(one for one in meetings if one.id == meeting_id),
                staff_of(session.get_one(LeaderRow, leader_id)),
                session.get(RollRow, (meeting_id, RollCall.FINAL)) is None,
            )

        return self._database.read(work)

    def erased(self, group_id: str | None, statement_id: str | None) -> ErasedFacts:
        def work(session: Session) -> ErasedFacts:
            group = None if group_id is None else session.get(GroupRow, group_id)
            row = None if statement_id is None else session.get(StatementRow, statement_id)
            return ErasedFacts(
                None if group is None else group_of(group),
                None if row is None else statement_of(row),
            )

        return self._database.read(work)

    def starting(self, after: datetime, until: datetime) -> Sequence[Near]:
        query = select(MeetingRow.id, MeetingRow.group_id).where(
            MeetingRow.scheduled_start >= after,
            MeetingRow.scheduled_start < until,
            MeetingRow.cancelled_at.is_(None),
            MeetingRow.closed_at.is_(None),
        )

        def work(session: Session) -> list[Near]:
            near = []
            for meeting_id, group_id in session.execute(query):
                knows = invited(session, group_id)
                meetings = meetings_of(session, group_id, self._catalogue)
                people = session.scalars(
                    select(RegistrantRow)
                    .where(
                        RegistrantRow.group_id == group_id,
                        RegistrantRow.withdrawn_at.is_(None),
                        RegistrantRow.id.not_in(
                            select(AbsenceRow.registrant_id).where(AbsenceRow.meeting_id == meeting_id)
                        ),
                    )
                    .order_by(RegistrantRow.id)
                )
                meeting = next(one for one in meetings if one.id == meeting_id)
                reminded = tuple(registrant_of(one) for one in people if one.id in knows)
                near.append(Near(meeting, reminded, _leading(session, group_id)))
            return near

        return self._database.read(work)

    def queue(self, mails: Sequence[NewMail]) -> int:
        return queue_due(self._database, mails)


def _leading(session: Session, group_id: str) -> tuple[Leading, ...]:
    dates_sent_at = (
        select(func.max(MailRow.created_at))
        .where(
            MailRow.group_id == group_id,
            MailRow.leader_id == GroupLeaderRow.leader_id,
            MailRow.kind.in_((MailKind.LEADS, MailKind.DATES_ADDED)),
        )
        .scalar_subquery()
    )
    query = (
        select(GroupLeaderRow.leader_id, dates_sent_at)
        .where(GroupLeaderRow.group_id == group_id)
        .order_by(GroupLeaderRow.leader_id)
    )
    return tuple(
        Leading(id=id, group_id=group_id, dates_sent_at=sent_at) for id, sent_at in session.execute(query)
    )


class SqlAfterwards:
    """Implements `application.mail.reminders.AfterwardsStore`."""

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
    """Groups that have held all planned sessions, with none to come and no roll still open."""
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
    """People of the group with a record that names some time; nobody gets a mail about an empty one."""
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
