"""The facts letters are written from, and the sessions reminders are due for.

Implements `application.post.letters.LetterFacts` and `application.post.reminders.ReminderStore`.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.desks import group_of, invited, meetings_of, registrant_of
from balint_live.adapters.database.group_tables import GroupLeaderRow, GroupRow, LeaderRow, RegistrantRow
from balint_live.adapters.database.mails import queue_due
from balint_live.adapters.database.meeting_tables import MeetingRow
from balint_live.adapters.database.roll_tables import RollRow
from balint_live.adapters.database.sign_in_tables import SignInRow
from balint_live.adapters.database.staff import staff_of
from balint_live.adapters.database.statement_tables import StatementRow
from balint_live.adapters.database.statements import statement_of
from balint_live.application.attendance.book import RollCall
from balint_live.application.post.letters import ErasedFacts, RollFacts, SeriesFacts, SignInFacts
from balint_live.application.post.mail import NewMail
from balint_live.application.post.reminders import Near
from balint_live.domain.protocol import Catalogue


class SqlCorrespondence:
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

    def sign_in(self, sign_in_id: str) -> SignInFacts | None:
        query = select(SignInRow, LeaderRow).join(LeaderRow).where(SignInRow.id == sign_in_id)
        found = self._database.read(lambda session: session.execute(query).one_or_none())
        if found is None:
            return None
        row, leader = found
        return SignInFacts(staff_of(leader), row.asked_at, row.used_at is None)

    def roll(self, meeting_id: str, leader_id: str) -> RollFacts | None:
        """Only of a session that was held, for somebody who leads its group."""

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
                if not knows:
                    continue
                meetings = meetings_of(session, group_id, self._catalogue)
                people = session.scalars(
                    select(RegistrantRow)
                    .where(RegistrantRow.group_id == group_id, RegistrantRow.withdrawn_at.is_(None))
                    .order_by(RegistrantRow.id)
                )
                meeting = next(one for one in meetings if one.id == meeting_id)
                near.append((meeting, tuple(registrant_of(one) for one in people if one.id in knows)))
            return near

        return self._database.read(work)

    def queue(self, mails: Sequence[NewMail]) -> int:
        return queue_due(self._database, mails)
