"""Asked-for sign-ins. Implements `application.sign_in_requests.SignInStore`.

A request is read and used in one transaction that holds its row, so that of two presses one counts, and of any number of
guesses typed at once no more than five.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.group_tables import LeaderRow
from balint_live.adapters.database.mail_to_nobody import queue_as_if
from balint_live.adapters.database.sign_in_tables import SignInRow
from balint_live.application.people import Identity, Kind
from balint_live.application.post.mail import NewMail
from balint_live.application.sign_in_requests import REMEMBERED, Request

NOBODY = ""
MOST_OF_A_BROWSER = 20
"""Requests a code is tried against; a browser that asks more often is no leader's."""


class SqlSignIns:
    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(
        self, request: Request, email: str, may_write: Callable[[Sequence[datetime]], bool], mail: NewMail
    ) -> None:
        def work(session: Session) -> None:
            _forget_before(session, request.asked_at - REMEMBERED)
            leader = _known(session, email)
            to = leader if may_write(_asked_for(session, leader or NOBODY)) else None
            session.add(_row(request, to))
            session.flush()
            queue_as_if(session, [] if to is None else [replace(mail, leader_id=to)], mail)

        self._database.write(work)

    def request(self, id: str) -> Request | None:
        row = self._database.read(lambda session: session.get(SignInRow, id))
        return None if row is None else _request(row)

    def use(self, id: str, now: datetime, require: Callable[[Request | None], None]) -> Identity | None:
        def work(session: Session) -> Identity | None:
            row = session.get(SignInRow, id, with_for_update=True)
            require(None if row is None else _request(row))
            return None if row is None else _used(session, row, now)

        return self._database.write(work)

    def type_code(
        self, browser: str, now: datetime, choose: Callable[[Sequence[Request]], Request | None]
    ) -> Identity | None:
        def work(session: Session) -> Identity | None:
            rows = {row.id: row for row in _of_browser(session, browser)}
            chosen = choose([_request(row) for row in rows.values()])
            if chosen is not None:
                return _used(session, rows[chosen.id], now)
            for row in rows.values():
                row.wrong_codes += 1
            return None

        return self._database.write(work)

    def leader(self, id: str) -> Identity | None:
        return self._database.read(lambda session: _leader(session, id))


def _forget_before(session: Session, moment: datetime) -> None:
    session.execute(
        delete(SignInRow).where(SignInRow.asked_at < moment).execution_options(synchronize_session=False)
    )


def _known(session: Session, email: str) -> str | None:
    """The leader with this address, held, so that nobody else counts their mails meanwhile."""
    query = select(LeaderRow.id).where(func.lower(LeaderRow.email) == email).with_for_update()
    return session.scalars(query).first()


def _asked_for(session: Session, leader_id: str) -> list[datetime]:
    return list(session.scalars(select(SignInRow.asked_at).where(SignInRow.leader_id == leader_id)))


def _of_browser(session: Session, browser: str) -> Sequence[SignInRow]:
    query = select(SignInRow).where(SignInRow.browser == browser).order_by(SignInRow.asked_at.desc())
    return session.scalars(query.limit(MOST_OF_A_BROWSER).with_for_update()).all()


def _used(session: Session, row: SignInRow, now: datetime) -> Identity | None:
    row.used_at = now
    return None if row.leader_id is None else _leader(session, row.leader_id)


def _leader(session: Session, id: str) -> Identity | None:
    version = session.scalars(select(LeaderRow.login_version).where(LeaderRow.id == id)).one_or_none()
    return None if version is None else Identity(Kind.LEADER, id, version)


def _row(request: Request, leader_id: str | None) -> SignInRow:
    return SignInRow(
        id=request.id,
        leader_id=leader_id,
        browser=request.browser,
        asked_at=request.asked_at,
        wrong_codes=request.wrong_codes,
        used_at=None,
    )


def _request(row: SignInRow) -> Request:
    return Request(
        id=row.id,
        browser=row.browser,
        asked_at=row.asked_at,
        wrong_codes=row.wrong_codes,
        used=row.used_at is not None,
    )
