"""What came of the mails of a group, for its page. Implements `application.groups.ports.MailBook`."""

from collections import defaultdict

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from balint_live.adapters.database.attendance_tables import AcknowledgementRow
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.group_tables import RegistrantRow
from balint_live.adapters.database.mail_tables import MailRow
from balint_live.adapters.database.mails import standing
from balint_live.application.post.mail import MailKind, MailStanding, MailState, Progress

CARRY_THE_LINK = (MailKind.INVITATION, MailKind.LINK_AGAIN)
DID_NOT_ARRIVE = (MailState.REFUSED, MailState.GIVEN_UP)


class SqlMailBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    def progress(self, batch: str) -> Progress:
        query = select(MailRow.state, func.count()).where(MailRow.batch == batch).group_by(MailRow.state)
        counts = self._database.read(lambda session: dict(session.execute(query).all()))
        refused = sum(counts.get(state, 0) for state in DID_NOT_ARRIVE)
        return Progress(counts.get(MailState.WAITING, 0), counts.get(MailState.DELIVERED, 0), refused)

    def batch(self, batch: str) -> list[MailStanding]:
        query = select(MailRow).where(MailRow.batch == batch).order_by(MailRow.created_at, MailRow.id)
        return self._database.read(lambda session: [standing(row) for row in session.scalars(query)])

    def newest_batch(self, group_id: str) -> str | None:
        query = (
            select(MailRow.batch)
            .where(MailRow.group_id == group_id, MailRow.batch.is_not(None))
            .order_by(MailRow.state_at.desc(), MailRow.id)
            .limit(1)
        )
        return self._database.read(lambda session: session.scalars(query).first())

    def link_mails(self, group_id: str) -> dict[str, MailStanding]:
        query = (
            select(MailRow)
            .where(MailRow.group_id == group_id, MailRow.kind.in_(CARRY_THE_LINK))
            .order_by(MailRow.created_at, MailRow.id)
        )
        rows = self._database.read(lambda session: [standing(row) for row in session.scalars(query)])
        return {one.registrant_id: one for one in rows if one.registrant_id is not None}

    def not_delivered(self, group_id: str) -> dict[str, tuple[MailStanding, ...]]:
        later = aliased(MailRow)
        one_of_its_kind_came = exists().where(
            later.registrant_id == MailRow.registrant_id,
            later.kind == MailRow.kind,
            later.state == MailState.DELIVERED,
            later.state_at > MailRow.state_at,
        )
        query = (
            select(MailRow)
            .join(RegistrantRow, RegistrantRow.id == MailRow.registrant_id)
            .where(
                MailRow.group_id == group_id,
                MailRow.kind.not_in(CARRY_THE_LINK),
                MailRow.state.in_(DID_NOT_ARRIVE),
                MailRow.state_at >= RegistrantRow.link_issued_at,
                ~one_of_its_kind_came,
            )
            .order_by(MailRow.state_at, MailRow.id)
        )
        rows = self._database.read(lambda session: [standing(row) for row in session.scalars(query)])
        newest: defaultdict[str, dict[MailKind, MailStanding]] = defaultdict(dict)
        for one in rows:
            newest[one.registrant_id or ""][one.kind] = one
        return {id: tuple(each.values()) for id, each in newest.items()}

    def have_come(self, group_id: str) -> frozenset[str]:
        query = (
            select(AcknowledgementRow.registrant_id)
            .join(RegistrantRow, RegistrantRow.id == AcknowledgementRow.registrant_id)
            .where(RegistrantRow.group_id == group_id)
            .distinct()
        )
        return self._database.read(lambda session: frozenset(session.scalars(query)))
