"""Asked-for sign-ins as they are stored: for leaders and for nobody alike, used once, and forgotten after an hour."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from balint_live.adapters.database.sign_ins import SqlSignIns
from balint_live.application.people import Identity
from balint_live.application.post.mail import MailKind, NewMail
from balint_live.application.sign_in_requests import Request
from tests.integration.database.cast import ANA, CARLA, House, at

LAPTOP, PHONE = "a" * 64, "b" * 64
ROWS = "SELECT id, leader_id, wrong_codes, used_at IS NOT NULL FROM sign_ins ORDER BY id"


@pytest.fixture
def sign_ins(enrolled: House) -> SqlSignIns:
    return SqlSignIns(enrolled.database)


def asks(
    sign_ins: SqlSignIns,
    id: str,
    email: str = "ana@example.org",
    *,
    when: datetime = at(0),  # noqa: B008 - a moment cannot change
    browser: str = LAPTOP,
    allowed: bool = True,
) -> list[datetime]:
    """What was told of earlier mails."""
    told: list[datetime] = []

    def may_write(earlier: Sequence[datetime]) -> bool:
        told.extend(earlier)
        return allowed

    request = Request(id=id, browser=browser, asked_at=when)
    sign_ins.ask(request, email, may_write, mail(id, when))
    return told


def mail(id: str, when: datetime) -> NewMail:
    return NewMail(
        id=f"mail {id}",
        key=f"sign_in:{id}",
        kind=MailKind.SIGN_IN,
        created_at=when,
        expires_at=when + timedelta(minutes=15),
        sign_in_id=id,
    )


def rows(house: House, query: str = ROWS) -> list[tuple[object, ...]]:
    with house.database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def mails(house: House) -> list[tuple[object, ...]]:
    return rows(house, "SELECT id, leader_id, sign_in_id FROM mails ORDER BY id")


def taken(_: Request | None) -> None:
    """Any request will do."""


def test_a_leaders_request_is_kept_and_its_mail_queued(enrolled: House, sign_ins: SqlSignIns) -> None:
    assert asks(sign_ins, "one") == []
    assert sign_ins.request("one") == Request(id="one", browser=LAPTOP, asked_at=at(0))
    assert rows(enrolled) == [("one", "ana", 0, False)]
    assert mails(enrolled) == [("mail one", "ana", "one")]


@pytest.mark.parametrize("email", ["nobody@example.org", "carla@example.org", ""])
def test_anybody_elses_is_kept_for_nobody(enrolled: House, sign_ins: SqlSignIns, email: str) -> None:
    asks(sign_ins, "one", email)
    assert sign_ins.request("one") == Request(id="one", browser=LAPTOP, asked_at=at(0))
    assert (rows(enrolled), mails(enrolled)) == ([("one", None, 0, False)], [])


def test_so_is_one_too_many(enrolled: House, sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one", allowed=False)
    assert (rows(enrolled), mails(enrolled)) == ([("one", None, 0, False)], [])


def test_what_counts_is_what_this_leader_was_sent(sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")
    asks(sign_ins, "two", when=at(1), allowed=False)
    asks(sign_ins, "three", "ben@example.org", when=at(2))
    assert asks(sign_ins, "four", when=at(3)) == [at(0)]
    assert asks(sign_ins, "five", "nobody@example.org", when=at(4)) == []


def test_an_address_is_known_however_its_letters_are(enrolled: House, sign_ins: SqlSignIns) -> None:
    with enrolled.database.engine.begin() as connection:
        connection.execute(text("UPDATE leaders SET email = 'Ana@Example.ORG' WHERE id = 'ana'"))
    asks(sign_ins, "one")
    assert mails(enrolled) == [("mail one", "ana", "one")]


def test_after_an_hour_it_is_forgotten_with_its_mail(enrolled: House, sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")
    asks(sign_ins, "two", when=at(60))
    assert [id for id, *_ in rows(enrolled)] == ["one", "two"]
    asks(sign_ins, "three", "nobody@example.org", when=at(60, 1))
    assert [id for id, *_ in rows(enrolled)] == ["three", "two"]
    assert [id for id, *_ in mails(enrolled)] == ["mail two"]


def test_it_is_used_once(enrolled: House, sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")
    seen: list[Request | None] = []
    assert [sign_ins.use("one", at(1), seen.append) for _ in range(2)] == [ANA, ANA]
    assert [each and each.used for each in seen] == [False, True]
    assert rows(enrolled) == [("one", "ana", 0, True)]


def test_what_is_refused_is_not_used_up(enrolled: House, sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")

    def refuse(_: Request | None) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        sign_ins.use("one", at(1), refuse)
    assert rows(enrolled) == [("one", "ana", 0, False)]


def test_nobodys_signs_nobody_in(sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one", "nobody@example.org")
    assert sign_ins.use("one", at(1), taken) is None
    assert sign_ins.use("another", at(1), taken) is None


def test_a_code_is_tried_on_the_browsers_own_newest_first(enrolled: House, sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")
    asks(sign_ins, "two", when=at(1), browser=PHONE)
    asks(sign_ins, "three", "nobody@example.org", when=at(2))
    tried: list[str] = []

    def none_of(requests: Sequence[Request]) -> None:
        tried.extend(each.id for each in requests)

    assert sign_ins.type_code(LAPTOP, at(3), none_of) is None
    assert tried == ["three", "one"]
    assert rows(enrolled) == [("one", "ana", 1, False), ("three", None, 1, False), ("two", "ana", 0, False)]
    assert sign_ins.type_code(LAPTOP, at(3), lambda requests: requests[1]) == ANA
    assert [(id, used) for id, _, _, used in rows(enrolled)] == [
        ("one", True),
        ("three", False),
        ("two", False),
    ]


def test_of_guesses_typed_at_once_no_more_are_made_than_one_after_the_other(sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")
    compared: list[int] = []

    def guess(requests: Sequence[Request]) -> Request | None:
        if requests[0].wrong_codes < 5:
            compared.append(requests[0].wrong_codes)
        return None

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda _: sign_ins.type_code(LAPTOP, at(1), guess), range(24)))
    assert compared == [0, 1, 2, 3, 4]


def test_a_leader_is_known_with_the_version_in_force(sign_ins: SqlSignIns) -> None:
    assert sign_ins.leader("ana") == ANA
    assert [sign_ins.leader(id) for id in (CARLA.id, "nobody")] == [None, None]


def test_a_leader_who_is_deleted_takes_their_requests_along(enrolled: House, sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")
    with enrolled.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM leaders WHERE id = 'ana'"))
    missing: list[Request | None] = []
    signed_in: Identity | None = sign_ins.use("one", at(1), missing.append)
    assert (signed_in, missing) == (None, [None])
