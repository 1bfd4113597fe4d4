"""Asked-for sign-ins. Implements `application.sign_in_requests.SignInStore`.

A request is read and used in one transaction that holds its row, so that of two presses one counts, and of any number of
guesses typed at once no more than five. Looking comes first: strangers who ask or guess take nobody's turn to write.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.group_tables import LeaderRow
from balint_live.adapters.database.mails import queue_new
from balint_live.adapters.database.sign_in_tables import SignInRow
from balint_live.application.people import Identity, Kind
from balint_live.application.post.mail import NewMail
from balint_live.application.sign_in_requests import REMEMBERED, Request

NOBODY = ""
"""A row from before only leaders' were kept."""
MOST_OF_A_BROWSER = 20
"""Requests a code is tried against; a browser that asks more often is no leader's."""


class SqlSignIns:
    def __init__(self, database: Database) -> None:
        self._database = database

    def leader_with(self, email: str) -> str | None:
        query = select(LeaderRow.id).where(func.lower(LeaderRow.email) == email)
        return self._database.read(lambda session: session.scalars(query).first())

    def ask(self, request: Request, mail: NewMail) -> None:
        def work(session: Session) -> None:
            _forget_before(session, request.asked_at - REMEMBERED)
            if session.get(LeaderRow, request.leader_id) is None:
                return
            session.add(_row(request))
            session.flush()
            queue_new(session, [mail])

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
            rows = {row.id: row for row in session.scalars(_of_browser(browser).with_for_update())}
            guesses = _guesses(session, {row.leader_id for row in rows.values()})
            chosen = choose([_request(row, guesses.get(row.leader_id, 0)) for row in rows.values()])
            if chosen is not None:
                return _used(session, rows[chosen.id], now)
            for row in rows.values():
                row.wrong_codes += 1
            return None

        has_any = _of_browser(browser).with_only_columns(SignInRow.id).limit(1)
        if self._database.read(lambda session: session.scalars(has_any).first()) is None:
            return None
        return self._database.write(work)

    def leader(self, id: str) -> Identity | None:
        return self._database.read(lambda session: _leader(session, id))


def _forget_before(session: Session, moment: datetime) -> None:
    session.execute(
        delete(SignInRow).where(SignInRow.asked_at < moment).execution_options(synchronize_session=False)
    )


def _of_browser(browser: str) -> Select[SignInRow]:
    query = select(SignInRow).where(SignInRow.browser == browser, SignInRow.leader_id.is_not(None))
    return query.order_by(SignInRow.asked_at.desc()).limit(MOST_OF_A_BROWSER)


def _guesses(session: Session, leaders: Collection[str | None]) -> dict[str | None, int]:
    """How many wrong digits have been typed for each of them, in whatever browser."""
    query = select(SignInRow.leader_id, func.sum(SignInRow.wrong_codes)).group_by(SignInRow.leader_id)
    return {id: int(count) for id, count in session.execute(query.where(SignInRow.leader_id.in_(leaders)))}


def _used(session: Session, row: SignInRow, now: datetime) -> Identity | None:
    row.used_at = now
    return None if row.leader_id is None else _leader(session, row.leader_id)


def _leader(session: Session, id: str) -> Identity | None:
    version = session.scalars(select(LeaderRow.login_version).where(LeaderRow.id == id)).one_or_none()
    return None if version is None else Identity(Kind.LEADER, id, version)


def _row(request: Request) -> SignInRow:
    return SignInRow(
        id=request.id,
        leader_id=request.leader_id,
        browser=request.browser,
        asked_at=request.asked_at,
        wrong_codes=request.wrong_codes,
        used_at=None,
    )


def _request(row: SignInRow, guesses: int = 0) -> Request:
    return Request(
        id=row.id,
        leader_id=row.leader_id or NOBODY,
        browser=row.browser,
        asked_at=row.asked_at,
        wrong_codes=row.wrong_codes,
        used=row.used_at is not None,
        guesses=guesses,
    )
