"""Forgetting what is due. Implements `application.retention.purge.RetentionStore`.

Looking reads and writes nothing, so that a day on which nothing is due costs nobody their turn to write. Carrying out holds
the group, as whoever changes one does, and decides anew on what it then reads.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, and_, delete, func, literal, or_, select, update
from sqlalchemy.orm import Session

from balint_live.adapters.database.books import book_of
from balint_live.adapters.database.columns import Moment
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.group_tables import GroupRow, RegistrantRow
from balint_live.adapters.database.locks import hold_groups
from balint_live.adapters.database.login_tables import EndedLoginRow
from balint_live.adapters.database.mail_tables import MailRow
from balint_live.adapters.database.meeting_tables import MeetingRow, last_date
from balint_live.adapters.database.sign_in_tables import SignInRow
from balint_live.adapters.database.statement_tables import ErasureRow, StatementRow
from balint_live.application.groups.ports import NoSuchGroup
from balint_live.application.people import OPERATOR
from balint_live.application.post.mail import MailState
from balint_live.application.retention.due import Due
from balint_live.application.retention.loose import Limits, Loose
from balint_live.application.retention.purge import Decide
from balint_live.domain.protocol import Catalogue


class SqlRetention:
    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def series_over(self, since: datetime) -> Sequence[str]:
        held = func.max(MeetingRow.closed_at)
        query = (
            select(GroupRow.id)
            .outerjoin(MeetingRow, MeetingRow.group_id == GroupRow.id)
            .group_by(GroupRow.id, GroupRow.created_at)
            .having(and_(last_date() <= since, or_(held.is_(None), held <= since)))
            .order_by(GroupRow.id)
        )
        return self._database.read(lambda session: list(session.scalars(query)))

    def look(self, group_id: str, now: datetime, decide: Decide) -> Due | None:
        return self._database.read(lambda session: self._decided(session, group_id, now, decide))

    def forget(self, group_id: str, now: datetime, decide: Decide) -> Due | None:
        def work(session: Session) -> Due | None:
            hold_groups(session, [group_id])
            due = self._decided(session, group_id, now, decide)
            if due is not None:
                _carry_out(session, due, now)
            return due

        return self._database.write(work)

    def look_at_loose(self, limits: Limits) -> Loose:
        def work(session: Session) -> Loose:
            counts = {
                name: session.scalar(select(func.count()).select_from(table).where(due)) or 0
                for name, (table, due) in _loose(limits).items()
            }
            return Loose(**counts)

        return self._database.read(work)

    def forget_loose(self, limits: Limits) -> Loose:
        if self.look_at_loose(limits).nothing:
            return Loose()

        def work(session: Session) -> Loose:
            return Loose(
                **{name: _deleted(session, table, due) for name, (table, due) in _loose(limits).items()}
            )

        return self._database.write(work)

    def forgotten(self) -> None:
        self._database.forget_deleted()

    def _decided(self, session: Session, group_id: str, now: datetime, decide: Decide) -> Due | None:
        try:
            book = book_of(session, group_id, OPERATOR, self._catalogue)
        except NoSuchGroup:
            return None
        mails = select(func.count()).select_from(MailRow).where(_done_with(group_id, now))
        return decide(book, session.scalar(mails) or 0)


def _carry_out(session: Session, due: Due, now: datetime) -> None:
    session.expunge_all()
    for id in due.statements:
        session.execute(delete(StatementRow).where(StatementRow.id == id))
    for id in due.whole:
        session.execute(delete(RegistrantRow).where(RegistrantRow.id == id))
    for id in due.codes:
        _change(session, id, join_code=None)
    for id in due.reduced:
        session.execute(delete(MailRow).where(MailRow.registrant_id == id))
        _reduce(session, id, now)
    if due.mails:
        session.execute(delete(MailRow).where(_done_with(due.group_id, now)))


def _reduce(session: Session, id: str, now: datetime) -> None:
    """They have left: nothing is sent to them any more, and no session to come counts on them."""
    _change(
        session,
        id,
        email=id,
        timezone=None,
        join_code=None,
        has_the_lead=False,
        link_version=RegistrantRow.link_version + 1,
        withdrawn_at=func.coalesce(RegistrantRow.withdrawn_at, literal(now, Moment())),
    )


def _change(session: Session, id: str, **values: Any) -> None:
    session.execute(
        update(RegistrantRow)
        .where(RegistrantRow.id == id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _done_with(group_id: str, now: datetime) -> ColumnElement[bool]:
    """Mails about a group that are settled, or would come too late."""
    return and_(
        MailRow.group_id == group_id, or_(MailRow.state != MailState.WAITING, MailRow.expires_at <= now)
    )


def _loose(limits: Limits) -> dict[str, tuple[type[Any], ColumnElement[bool]]]:
    return {
        "sign_ins": (SignInRow, SignInRow.asked_at <= limits.sign_ins),
        "logins": (EndedLoginRow, EndedLoginRow.until <= limits.now),
        "mails": (MailRow, and_(MailRow.group_id.is_(None), MailRow.created_at <= limits.mails)),
        "statements": (
            StatementRow,
            and_(StatementRow.registrant_id.is_(None), StatementRow.kept_until <= limits.now),
        ),
        "erasures": (ErasureRow, ErasureRow.at <= limits.erasures),
    }


def _deleted(session: Session, table: type[Any], due: ColumnElement[bool]) -> int:
    done = session.execute(delete(table).where(due).execution_options(synchronize_session=False))
    return done.rowcount if isinstance(done, CursorResult) else 0
