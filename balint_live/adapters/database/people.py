"""People and what holds for them: registrants' links and codes, and everybody's logins.

Implements `application.links.LinkHolders`, `application.typed_codes.CodeHolders`, `application.link_again.LinkRequests`,
`application.accounts.AccountStore` and `application.erased_elsewhere.ErasureNotes`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.group_tables import GroupRow, LeaderRow, RegistrantRow
from balint_live.adapters.database.login_tables import EndedLoginRow, not_ended
from balint_live.adapters.database.mails import queue_new
from balint_live.adapters.database.meeting_tables import MeetingRow, last_date
from balint_live.adapters.database.statement_tables import ErasureRow
from balint_live.application.links import LinkFacts
from balint_live.application.people import Identity, Kind
from balint_live.application.post.mail import NewMail

_LAST_END = (
    select(last_date())
    .select_from(GroupRow)
    .outerjoin(MeetingRow, MeetingRow.group_id == GroupRow.id)
    .where(GroupRow.id == RegistrantRow.group_id)
    .group_by(GroupRow.created_at)
    .correlate(RegistrantRow)
    .scalar_subquery()
)
_LINKS = select(
    RegistrantRow.id,
    RegistrantRow.link_version,
    RegistrantRow.group_id,
    RegistrantRow.link_issued_at,
    RegistrantRow.withdrawn_at,
    _LAST_END,
)


class SqlPeople:
    def __init__(self, database: Database) -> None:
        self._database = database

    def link(self, registrant_id: str) -> LinkFacts | None:
        return self._one(RegistrantRow.id == registrant_id)

    def link_with_code(self, code: str) -> LinkFacts | None:
        return self._one(RegistrantRow.join_code == code)

    def links_of(self, email: str) -> Sequence[LinkFacts]:
        whose = func.lower(RegistrantRow.email) == email
        return self._database.read(lambda session: _links(session, whose))

    def send_again(self, mails: Sequence[NewMail]) -> None:
        self._database.write(lambda session: queue_new(session, mails))

    def name(self, who: Identity) -> str | None:
        query = select(LeaderRow.name).where(LeaderRow.id == who.id, LeaderRow.login_version == who.version)
        if who.kind is Kind.REGISTRANT:
            query = select(RegistrantRow.name).where(
                RegistrantRow.id == who.id,
                RegistrantRow.link_version == who.version,
                RegistrantRow.withdrawn_at.is_(None),
            )
        holding = query.where(not_ended(who.login))
        return self._database.read(lambda session: session.scalars(holding).one_or_none())

    def end_login(self, login: str, until: datetime, now: datetime) -> None:
        """Those that are over by themselves are forgotten at the same time."""

        def work(session: Session) -> None:
            session.execute(delete(EndedLoginRow).where(EndedLoginRow.until <= now))
            session.merge(EndedLoginRow(id=login, until=until))

        try:
            self._database.write(work)
        except IntegrityError:
            return  # of two presses at once the other one has ended it

    def end_logins(self, leader: Identity, now: datetime) -> None:
        ending = (
            update(LeaderRow)
            .where(
                LeaderRow.id == leader.id, LeaderRow.login_version == leader.version, not_ended(leader.login)
            )
            .values(login_version=leader.version + 1, login_issued_at=now)
        )
        self._database.write(lambda session: session.execute(ending))

    def erased_since(self, moment: datetime) -> list[str]:
        query = select(ErasureRow.id).where(ErasureRow.at > moment)
        return self._database.read(lambda session: list(session.scalars(query)))

    def _one(self, who: ColumnElement[bool]) -> LinkFacts | None:
        found = self._database.read(lambda session: _links(session, who))
        return found[0] if found else None


def _links(session: Session, whose: ColumnElement[bool]) -> list[LinkFacts]:
    rows = session.execute(_LINKS.where(whose).order_by(RegistrantRow.group_id))
    return [_facts(*row) for row in rows]


def _facts(
    id: str, version: int, group_id: str, issued_at: datetime, withdrawn_at: Any, last_end: datetime
) -> LinkFacts:
    return LinkFacts(
        who=Identity(Kind.REGISTRANT, id, version),
        group_id=group_id,
        issued_at=issued_at,
        withdrawn=withdrawn_at is not None,
        last_end=last_end,
    )
