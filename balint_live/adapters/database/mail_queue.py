"""The queue of mails: sending them, their results, and queueing mails inside others' transactions.

A claim is one conditional update on the row as it was read: of two workers that reach for the same mail, the database
lets one have it. A worker that dies leaves a claim that runs out by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, and_, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.tables.attendance import AcknowledgementRow
from balint_live.adapters.database.tables.base import values_for
from balint_live.adapters.database.tables.groups import RegistrantRow
from balint_live.adapters.database.tables.mail import MailRow
from balint_live.application.mail_queue import DueMail, MailKind, MailStanding, MailState, NewMail, Progress

CAME_TO_NOTHING = (MailState.REFUSED, MailState.GIVEN_UP, MailState.DROPPED)
MOST_KEYS_AT_ONCE = 500
"""SQLite takes a limited number of parameters in a statement."""
CARRY_THE_LINK = (MailKind.INVITATION, MailKind.LINK_AGAIN)
DID_NOT_ARRIVE = (MailState.REFUSED, MailState.GIVEN_UP)


class SqlMails:
    """Implements `application.mail.sender.MailStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, claim: str, now: datetime, lease: timedelta, most: int) -> Sequence[DueMail]:
        free = or_(MailRow.claimed_until.is_(None), MailRow.claimed_until <= now)
        due = and_(MailRow.state == MailState.WAITING, MailRow.due_at <= now, free)

        def waits(session: Session) -> bool:
            return session.scalar(select(MailRow.id).where(due).limit(1)) is not None

        def work(session: Session) -> list[DueMail]:
            ids = list(session.scalars(select(MailRow.id).where(due).order_by(MailRow.due_at).limit(most)))
            session.execute(
                update(MailRow).where(MailRow.id.in_(ids), due).values(claim=claim, claimed_until=now + lease)
            )
            mine = select(MailRow).where(MailRow.id.in_(ids), MailRow.claim == claim).order_by(MailRow.due_at)
            return [
                DueMail(mail=NewMail(**values_for(NewMail, row)), attempts=row.attempts, claim=claim)
                for row in session.scalars(mine)
            ]

        if not self._database.read(waits):  # mostly so: looking must not keep those waiting who write
            return []
        return self._database.write(work)

    def settle(
        self, id: str, claim: str, state: MailState, now: datetime, problem: str | None = None
    ) -> bool:
        """The address of somebody erased goes with it, from the database's files too."""
        values = {"state": state, "state_at": now, "problem": problem, "address": None}

        def work(session: Session) -> tuple[bool, bool]:
            address = session.scalar(select(MailRow.address).where(MailRow.id == id))
            return address is not None, _write(session, id, claim, values)

        held_an_address, written = self._database.write(work)
        if held_an_address:
            self._database.forget_deleted()
        return written

    def put_off(self, id: str, claim: str, due_at: datetime, now: datetime, problem: str) -> bool:
        values = {"due_at": due_at, "state_at": now, "problem": problem}
        return self._database.write(lambda session: _write(session, id, claim, values))

    def waiting_since(self) -> datetime | None:
        """When the oldest waiting mail was asked for, if there is one."""
        query = select(func.min(MailRow.created_at)).where(MailRow.state == MailState.WAITING)
        return self._database.read(lambda session: session.scalar(query))


def _write(session: Session, id: str, claim: str, values: dict[str, Any]) -> bool:
    """Settle one attempt, if the claim still holds the mail; whether it did."""
    done = session.execute(
        update(MailRow)
        .where(MailRow.id == id, MailRow.claim == claim)
        .values(attempts=MailRow.attempts + 1, claim=None, claimed_until=None, **values)
    )
    return isinstance(done, CursorResult) and done.rowcount == 1


class SqlMailResults:
    """The results of a group's mails, for its pages. Implements `application.groups.service.MailResults`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def progress(self, batch: str) -> Progress:
        query = select(MailRow.state, func.count()).where(MailRow.batch == batch).group_by(MailRow.state)
        counts = self._database.read(lambda session: dict(session.execute(query).all()))
        waiting, delivered = counts.get(MailState.WAITING, 0), counts.get(MailState.DELIVERED, 0)
        refused = sum(counts.get(state, 0) for state in DID_NOT_ARRIVE)
        return Progress(waiting + delivered + refused, waiting, delivered, refused)

    def batch(self, batch: str) -> list[MailStanding]:
        query = select(MailRow).where(MailRow.batch == batch).order_by(MailRow.created_at, MailRow.id)
        return self._database.read(lambda session: [_standing(row) for row in session.scalars(query)])

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
        rows = self._database.read(lambda session: [_standing(row) for row in session.scalars(query)])
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
        rows = self._database.read(lambda session: [_standing(row) for row in session.scalars(query)])
        newest: defaultdict[str, dict[MailKind, MailStanding]] = defaultdict(dict)
        for one in rows:
            newest[one.registrant_id or ""][one.kind] = one
        return {id: tuple(each.values()) for id, each in newest.items()}

    def leader_mails(self, group_id: str) -> dict[str, dict[MailKind, MailStanding]]:
        query = (
            select(MailRow)
            .where(MailRow.group_id == group_id, MailRow.leader_id.is_not(None))
            .order_by(MailRow.created_at, MailRow.id)
        )
        newest: defaultdict[str, dict[MailKind, MailStanding]] = defaultdict(dict)
        rows = self._database.read(
            lambda session: [(row.leader_id, _standing(row)) for row in session.scalars(query)]
        )
        for leader_id, one in rows:
            newest[leader_id or ""][one.kind] = one
        return dict(newest)

    def have_come(self, group_id: str) -> frozenset[str]:
        query = (
            select(AcknowledgementRow.registrant_id)
            .join(RegistrantRow, RegistrantRow.id == AcknowledgementRow.registrant_id)
            .where(RegistrantRow.group_id == group_id)
            .distinct()
        )
        return self._database.read(lambda session: frozenset(session.scalars(query)))


def _standing(row: MailRow) -> MailStanding:
    return MailStanding(
        row.id, row.kind, row.registrant_id, row.state, row.state_at, row.attempts, row.problem
    )


def queue(session: Session, mails: Iterable[NewMail]) -> int:
    """Queue each mail once, for somebody's press and in its transaction; how many are waiting because of it.

    One that is waiting or delivered already stays as it is; one that came to nothing is tried anew.
    """
    asked = {mail.key: mail for mail in mails}
    known = _known(session, asked)
    new = queue_new(session, [mail for key, mail in asked.items() if key not in known])
    return new + sum(_try_anew(session, mail) for key, mail in asked.items() if key in known)


def queue_new(session: Session, mails: Sequence[NewMail]) -> int:
    """Queue those that were never queued before, whatever the result of the others; how many that were.

    Nothing that happens by itself may ask for the same mail again: a mail server that refuses it would be asked at every
    look. Another worker that queues the same mail at the same moment is no fault either: the first one has it.
    """
    if not mails:
        return 0
    in_one_order = sorted(mails, key=lambda mail: mail.key)  # so that no two workers can lock each other
    queued = inserting(session, MailRow).on_conflict_do_nothing(index_elements=["key"]).returning(MailRow.key)
    return len(
        session.scalars(queued, [values_for(NewMail, mail) | _anew(mail) for mail in in_one_order]).all()
    )


def queue_due(database: Database, mails: Sequence[NewMail]) -> int:
    """What a look has found due: queue what was never queued before; how many mails that were.

    Mostly it is nothing, and then it keeps nobody waiting who writes.
    """
    asked = {mail.key: mail for mail in mails}
    known = database.read(lambda session: _known(session, asked))
    new = [mail for key, mail in asked.items() if key not in known]
    return database.write(lambda session: queue_new(session, new)) if new else 0


def _known(session: Session, keys: Iterable[str]) -> set[str]:
    """Those of the keys that were ever queued."""
    asked, known = list(keys), set[str]()
    for start in range(0, len(asked), MOST_KEYS_AT_ONCE):
        some = asked[start : start + MOST_KEYS_AT_ONCE]
        known.update(session.scalars(select(MailRow.key).where(MailRow.key.in_(some))))
    return known


def _try_anew(session: Session, mail: NewMail) -> int:
    done = session.execute(
        update(MailRow)
        .where(MailRow.key == mail.key, MailRow.state.in_(CAME_TO_NOTHING))
        .values(**_anew(mail))
    )
    return done.rowcount if isinstance(done, CursorResult) else 0


def inserting(session: Session, row: type[Any]) -> Any:
    """An INSERT that can skip rows already there, which SQLAlchemy offers in a module for each kind of database."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(row)


def _anew(mail: NewMail) -> dict[str, Any]:
    """Its first try, or its first again."""
    return {
        "batch": mail.batch,
        "expires_at": mail.expires_at,
        "due_at": mail.created_at,
        "state": MailState.WAITING,
        "state_at": mail.created_at,
        "attempts": 0,
        "problem": None,
        "claim": None,
        "claimed_until": None,
    }
