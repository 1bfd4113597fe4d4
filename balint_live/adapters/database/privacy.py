"""Forgetting what is due, and every row about one registrant.

Looking reads and writes nothing, so that a day on which nothing is due keeps nobody from writing. Carrying out holds the
group, as every change of one does, and decides anew on what it then reads.

The tables about registrants are not listed but found: whatever refers to registrants is about them. So a table that is
added later is in everybody's record from its first day, and nobody has to remember it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CursorResult,
    Table,
    and_,
    delete,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from balint_live.adapters.database.attendance_record import record_of
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.group_changes import hold_groups, update_row
from balint_live.adapters.database.tables import METADATA
from balint_live.adapters.database.tables.attendance import AbsenceRow, MeetingRow, last_date
from balint_live.adapters.database.tables.base import Moment
from balint_live.adapters.database.tables.groups import EndedLoginRow, GroupRow, RegistrantRow, SignInRow
from balint_live.adapters.database.tables.mail import ErasureRow, MailRow, StatementRow
from balint_live.adapters.database.tables.zoom import ZoomEventRow, ZoomFactRow
from balint_live.application.attendance.export import StoredAbout, StoredColumn, StoredTable
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.identity import OPERATOR
from balint_live.application.mail_queue import MailState
from balint_live.application.privacy.retention import Decide, Due, Limits, Loose
from balint_live.domain.protocol import Catalogue


class SqlRetention:
    """Implements `application.privacy.retention.RetentionStore`."""

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
            attendance = record_of(session, group_id, OPERATOR, self._catalogue)
        except NoSuchGroup:
            return None
        mails = select(func.count()).select_from(MailRow).where(_done_with(group_id, now))
        return decide(attendance, session.scalar(mails) or 0)


def _carry_out(session: Session, due: Due, now: datetime) -> None:
    session.expunge_all()
    for id in due.statements:
        session.execute(delete(StatementRow).where(StatementRow.id == id))
    for id in due.whole:
        session.execute(delete(RegistrantRow).where(RegistrantRow.id == id))
    for id in due.codes:
        update_row(session, RegistrantRow, id, join_code=None)
    for id in due.reduced:
        session.execute(delete(MailRow).where(MailRow.registrant_id == id))
        session.execute(delete(AbsenceRow).where(AbsenceRow.registrant_id == id))
        _reduce(session, id, now)
    if due.mails:
        session.execute(delete(MailRow).where(_done_with(due.group_id, now)))


def _reduce(session: Session, id: str, now: datetime) -> None:
    """Keep only what the record of their credit needs; they count as having left, so nothing is sent to them any more."""
    update_row(
        session,
        RegistrantRow,
        id,
        email=id,
        timezone=None,
        join_code=None,
        has_the_lead=False,
        link_version=RegistrantRow.link_version + 1,
        calendar_version=RegistrantRow.calendar_version + 1,
        withdrawn_at=func.coalesce(RegistrantRow.withdrawn_at, literal(now, Moment())),
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
        "zoom_events": (ZoomEventRow, ZoomEventRow.received_at <= limits.zoom_events),
        "zoom_facts": (ZoomFactRow, ZoomFactRow.at <= limits.zoom_facts),
    }


def _deleted(session: Session, table: type[Any], due: ColumnElement[bool]) -> int:
    done = session.execute(delete(table).where(due))
    return done.rowcount if isinstance(done, CursorResult) else 0


REGISTRANTS: Table = METADATA.tables[RegistrantRow.__tablename__]


class SqlPersonalData:
    """Implements `application.attendance.export.PersonalData`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def about(self, registrant_id: str) -> StoredAbout | None:
        return self._database.read(lambda session: _about(session, registrant_id))


def personal_tables() -> dict[Table, tuple[Column[Any], ...]]:
    """Each table that names registrants, in order of dependence, and the columns that name them."""
    naming = {table: _naming(table) for table in METADATA.sorted_tables}
    return {table: columns for table, columns in naming.items() if columns}


def _naming(table: Table) -> tuple[Column[Any], ...]:
    if table is REGISTRANTS:
        return (table.c.id,)
    return tuple(column for column in table.columns if column.references(REGISTRANTS.c.id))


def _about(session: Session, registrant_id: str) -> StoredAbout | None:
    group_id = session.scalar(select(RegistrantRow.group_id).where(RegistrantRow.id == registrant_id))
    if group_id is None:
        return None
    tables = personal_tables().items()
    return StoredAbout(
        group_id, tuple(_table(session, table, columns, registrant_id) for table, columns in tables)
    )


def _table(
    session: Session, table: Table, naming: tuple[Column[Any], ...], registrant_id: str
) -> StoredTable:
    theirs = or_(*(column == registrant_id for column in naming))
    rows = session.execute(select(table).where(theirs).order_by(*table.primary_key.columns))
    return StoredTable(
        table=table.name,
        purpose=table.info["purpose"],
        columns={
            column.name: StoredColumn(column.info["purpose"], column.info["kept"]) for column in table.columns
        },
        rows=tuple(dict(row) for row in rows.mappings()),
    )
