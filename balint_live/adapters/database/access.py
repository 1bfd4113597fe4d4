"""Access: asked-for sign-ins; people's links, codes and logins; leaders who go or become less.

A sign-in request is read and used in one transaction that holds its row, so that of two presses one counts, and of any
number of guesses typed at once no more than five. Reading comes first: strangers who ask or guess keep nobody from writing.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.group_changes import (
    hold_groups,
    hold_staff,
    not_ended,
    require_coordinator,
    staff_of,
)
from balint_live.adapters.database.mail_queue import queue_new
from balint_live.adapters.database.tables.attendance import LiveMeetingRow, MeetingRow, last_date
from balint_live.adapters.database.tables.groups import (
    EndedLoginRow,
    GroupLeaderRow,
    GroupRow,
    LeaderRow,
    RegistrantRow,
    SignInRow,
)
from balint_live.adapters.database.tables.mail import ErasureRow
from balint_live.application.access.links import LinkFacts
from balint_live.application.access.sign_in import REMEMBERED, Request
from balint_live.application.groups.leaders import Duties, Lead, NoSuchPerson, Require
from balint_live.application.identity import Asker, Identity, Kind
from balint_live.application.mail_queue import NewMail
from balint_live.domain.display import Role

NOBODY = ""
"""A row from before only leaders' were kept."""
MOST_OF_A_BROWSER = 20
"""Requests a code is tried against; a browser that asks more often is no leader's."""
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
    RegistrantRow.calendar_version,
)
_BY_ID = _LINKS.where(RegistrantRow.id == bindparam("registrant"))


class SqlSignIns:
    """Implements `application.access.sign_in.SignInStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def leader_with(self, email: str) -> str | None:
        query = select(LeaderRow.id).where(func.lower(LeaderRow.email) == email)
        return self._database.read(lambda session: session.scalars(query).first())

    def ask(self, request: Request, mail: NewMail | None) -> None:
        def work(session: Session) -> None:
            session.execute(delete(SignInRow).where(SignInRow.asked_at < request.asked_at - REMEMBERED))
            if session.get(LeaderRow, request.leader_id) is None:
                return
            session.add(_row(request))
            session.flush()
            queue_new(session, [] if mail is None else [mail])

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


class SqlPeople:
    """Implements `application.access.links.LinkHolders`, `application.access.asking.LinkRequests`,
    `application.access.joining.AccountStore` and `application.privacy.erasure.ErasureNotes`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def link(self, registrant_id: str) -> LinkFacts | None:
        return next((_facts(*row) for row in self._database.rows(_BY_ID, registrant=registrant_id)), None)

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
        """Note that it was ended; notes of logins that would be over by now are forgotten at the same time."""

        def work(session: Session) -> None:
            session.execute(delete(EndedLoginRow).where(EndedLoginRow.until <= now))
            session.merge(EndedLoginRow(id=login, until=until))

        try:
            self._database.write(work)
        except IntegrityError:
            return  # of two presses at once the other one has ended it

    def end_logins(self, leader: Identity, now: datetime) -> None:
        ending = _signed_in(leader).values(login_version=leader.version + 1, login_issued_at=now)
        self._database.write(lambda session: session.execute(ending))

    def withdraw_calendar(self, leader: Identity) -> None:
        another = _signed_in(leader).values(calendar_version=LeaderRow.calendar_version + 1)
        self._database.write(lambda session: session.execute(another))

    def leaders_calendar(self, leader_id: str) -> int | None:
        query = select(LeaderRow.calendar_version).where(LeaderRow.id == leader_id)
        return self._database.read(lambda session: session.scalars(query).one_or_none())

    def erased_since(self, moment: datetime) -> list[str]:
        query = select(ErasureRow.id).where(ErasureRow.at > moment)
        return self._database.read(lambda session: list(session.scalars(query)))

    def _one(self, who: ColumnElement[bool]) -> LinkFacts | None:
        found = self._database.read(lambda session: _links(session, who))
        return found[0] if found else None


def _signed_in(leader: Identity) -> Update:
    return update(LeaderRow).where(
        LeaderRow.id == leader.id, LeaderRow.login_version == leader.version, not_ended(leader.login)
    )


def _links(session: Session, whose: ColumnElement[bool]) -> list[LinkFacts]:
    rows = session.execute(_LINKS.where(whose).order_by(RegistrantRow.group_id))
    return [_facts(*row) for row in rows]


def _facts(
    id: str,
    version: int,
    group_id: str,
    issued_at: datetime,
    withdrawn_at: Any,
    last_end: datetime,
    calendar_version: int,
) -> LinkFacts:
    return LinkFacts(
        who=Identity(Kind.REGISTRANT, id, version),
        group_id=group_id,
        issued_at=issued_at,
        withdrawn=withdrawn_at is not None,
        last_end=last_end,
        calendar_version=calendar_version,
    )


class SqlStaffing:
    """Implements `application.groups.leaders.StaffStore`.

    Somebody who goes has confirmed things in many groups, and their name goes from there. So all groups are held
    meanwhile, which is short and rare.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def duties(self, who: Asker, leader_id: str, now: datetime) -> Duties:
        return self._database.read(lambda session: _duties(session, who, leader_id, now))

    def remove(self, who: Asker, leader_id: str, now: datetime, require: Require) -> Duties:
        def work(session: Session) -> Duties:
            hold_staff(session)
            hold_groups(session, session.scalars(select(GroupRow.id)))
            duties = _duties(session, who, leader_id, now)
            require(duties)
            session.expunge_all()
            session.execute(delete(LeaderRow).where(LeaderRow.id == leader_id))
            session.merge(ErasureRow(id=leader_id, at=now))
            return duties

        removed = self._database.write(work)
        self._database.forget_deleted()
        return removed

    def demote(self, who: Asker, leader_id: str, now: datetime, require: Require) -> Duties:
        def work(session: Session) -> Duties:
            hold_staff(session)
            duties = _duties(session, who, leader_id, now)
            require(duties)
            session.execute(update(LeaderRow).where(LeaderRow.id == leader_id).values(coordinator=False))
            return duties

        return self._database.write(work)


def _duties(session: Session, who: Asker, leader_id: str, now: datetime) -> Duties:
    require_coordinator(session, who)
    row = session.get(LeaderRow, leader_id)
    if row is None:
        raise NoSuchPerson(leader_id)
    others = select(func.count()).where(LeaderRow.coordinator, LeaderRow.id != leader_id)
    return Duties(
        person=staff_of(row),
        leads=_leads(session, leader_id, now),
        last_coordinator=row.coordinator and session.scalar(others) == 0,
    )


def _leads(session: Session, leader_id: str, now: datetime) -> tuple[Lead, ...]:
    other = aliased(GroupLeaderRow)
    another = exists().where(other.group_id == GroupRow.id, other.leader_id != leader_id)
    query = (
        select(GroupRow.id, GroupRow.name, ~another, _meets(now))
        .join(GroupLeaderRow)
        .where(GroupLeaderRow.leader_id == leader_id)
        .order_by(GroupRow.name, GroupRow.id)
    )
    return tuple(Lead(*row) for row in session.execute(query))


def _meets(now: datetime) -> ColumnElement[bool]:
    runs = exists().where(LiveMeetingRow.meeting_id == MeetingRow.id, LiveMeetingRow.position.is_not(None))
    to_come = and_(MeetingRow.cancelled_at.is_(None), MeetingRow.scheduled_end > now)
    return exists().where(
        MeetingRow.group_id == GroupRow.id, MeetingRow.closed_at.is_(None), or_(to_come, runs)
    )


def everybody_seated(
    session: Session, meeting_ids: Collection[str]
) -> dict[tuple[str, str], tuple[int, Role]]:
    """By meeting and person, the version under which somebody may enter, and their role there now."""
    meetings = MeetingRow.id.in_(list(meeting_ids)), MeetingRow.cancelled_at.is_(None)
    leaders = (
        select(MeetingRow.id, LeaderRow.id, LeaderRow.login_version)
        .join(GroupLeaderRow, GroupLeaderRow.group_id == MeetingRow.group_id)
        .join(LeaderRow, LeaderRow.id == GroupLeaderRow.leader_id)
        .where(*meetings)
    )
    registrants = (
        select(MeetingRow.id, RegistrantRow)
        .join(RegistrantRow, RegistrantRow.group_id == MeetingRow.group_id)
        .where(*meetings, RegistrantRow.withdrawn_at.is_(None))
    )
    found = {(id, person): (version, Role.LEADER) for id, person, version in session.execute(leaders)}
    for id, one in session.execute(registrants):
        found[id, one.id] = one.link_version, Role.LEADER if one.has_the_lead else one.role
    return found
