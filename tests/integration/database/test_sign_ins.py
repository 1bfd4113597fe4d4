"""Asked-for sign-ins as they are stored: for leaders only, used once, and forgotten after an hour."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from balint_live.adapters.database.access import SqlSignIns
from balint_live.application.access.sign_in import Request
from balint_live.application.identity import Identity
from balint_live.application.mail_queue import MailKind, NewMail
from tests.integration.database.cast import ANA, CARLA, Site, at

LAPTOP, PHONE = "a" * 64, "b" * 64
ROWS = "SELECT id, leader_id, wrong_codes, used_at IS NOT NULL FROM sign_ins ORDER BY id"


@pytest.fixture
def sign_ins(enrolled: Site) -> SqlSignIns:
    return SqlSignIns(enrolled.database)


def asks(
    sign_ins: SqlSignIns,
    id: str,
    leader: str = "ana",
    *,
    when: datetime = at(0),  # noqa: B008 - a moment cannot change
    browser: str = LAPTOP,
) -> None:
    sign_ins.ask(Request(id=id, leader_id=leader, browser=browser, asked_at=when), mail(id, leader, when))


def mail(id: str, leader: str, when: datetime) -> NewMail:
    return NewMail(
        id=f"mail {id}",
        key=f"sign_in:{id}",
        kind=MailKind.SIGN_IN,
        created_at=when,
        expires_at=when + timedelta(minutes=15),
        leader_id=leader,
        sign_in_id=id,
    )


def rows(site: Site, query: str = ROWS) -> list[tuple[object, ...]]:
    with site.database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def mails(site: Site) -> list[tuple[object, ...]]:
    return rows(site, "SELECT id, leader_id, sign_in_id FROM mails ORDER BY id")


def taken(_: Request | None) -> None:
    """Any request will do."""


def test_a_leaders_request_is_kept_and_its_mail_queued(enrolled: Site, sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")
    assert sign_ins.request("one") == Request(id="one", leader_id="ana", browser=LAPTOP, asked_at=at(0))
    assert rows(enrolled) == [("one", "ana", 0, False)]
    assert mails(enrolled) == [("mail one", "ana", "one")]


def test_for_somebody_who_has_gone_meanwhile_nothing_is(enrolled: Site, sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one", "nobody")
    assert (rows(enrolled), mails(enrolled)) == ([], [])


@pytest.mark.parametrize("email", ["nobody@example.org", "carla@example.org", ""])
def test_nobody_else_is_a_leader(sign_ins: SqlSignIns, email: str) -> None:
    assert sign_ins.leader_with(email) is None


def test_an_address_is_known_however_its_letters_are(enrolled: Site, sign_ins: SqlSignIns) -> None:
    with enrolled.database.engine.begin() as connection:
        connection.execute(text("UPDATE leaders SET email = 'Ana@Example.ORG' WHERE id = 'ana'"))
    assert sign_ins.leader_with("ana@example.org") == "ana"


def test_after_an_hour_it_is_forgotten_with_its_mail(enrolled: Site, sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")
    asks(sign_ins, "two", when=at(60))
    assert [id for id, *_ in rows(enrolled)] == ["one", "two"]
    asks(sign_ins, "three", "ben", when=at(60, 1))
    assert [id for id, *_ in rows(enrolled)] == ["three", "two"]
    assert [id for id, *_ in mails(enrolled)] == ["mail three", "mail two"]


def test_it_is_used_once(enrolled: Site, sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")
    seen: list[Request | None] = []
    assert [sign_ins.use("one", at(1), seen.append) for _ in range(2)] == [ANA, ANA]
    assert [each and each.used for each in seen] == [False, True]
    assert rows(enrolled) == [("one", "ana", 0, True)]


def test_what_is_refused_is_not_used_up(enrolled: Site, sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")

    def refuse(_: Request | None) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        sign_ins.use("one", at(1), refuse)
    assert rows(enrolled) == [("one", "ana", 0, False)]


def test_what_nobody_asked_for_signs_nobody_in(sign_ins: SqlSignIns) -> None:
    assert sign_ins.use("another", at(1), taken) is None


def test_a_code_is_tried_on_the_browsers_own_newest_first(enrolled: Site, sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")
    asks(sign_ins, "two", when=at(1), browser=PHONE)
    asks(sign_ins, "three", "ben", when=at(2))
    tried: list[tuple[str, int]] = []

    def none_of(requests: Sequence[Request]) -> None:
        tried.extend((each.id, each.guesses) for each in requests)

    assert sign_ins.type_code(LAPTOP, at(3), none_of) is None
    assert tried == [("three", 0), ("one", 0)]
    assert rows(enrolled) == [("one", "ana", 1, False), ("three", "ben", 1, False), ("two", "ana", 0, False)]
    assert sign_ins.type_code(LAPTOP, at(3), lambda requests: requests[1]) == ANA
    assert [(id, used) for id, _, _, used in rows(enrolled)] == [
        ("one", True),
        ("three", False),
        ("two", False),
    ]


def test_guesses_are_counted_over_all_browsers_for_each_leader(sign_ins: SqlSignIns) -> None:
    for id, leader, browser in (("one", "ana", LAPTOP), ("two", "ana", PHONE), ("three", "ben", PHONE)):
        asks(sign_ins, id, leader, browser=browser)
    told: list[tuple[str, int]] = []

    def none_of(requests: Sequence[Request]) -> None:
        told.extend(sorted((each.id, each.guesses) for each in requests))

    for browser in (LAPTOP, LAPTOP, PHONE, PHONE):
        sign_ins.type_code(browser, at(1), none_of)
    assert told == [("one", 0), ("one", 1), ("three", 0), ("two", 2), ("three", 1), ("two", 3)]


def test_a_browser_that_asked_for_nothing_takes_nobodys_turn_to_write(sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")
    looked: list[Sequence[Request]] = []
    assert sign_ins.type_code(PHONE, at(1), looked.append) is None
    assert looked == []


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


def test_a_leader_who_is_deleted_takes_their_requests_along(enrolled: Site, sign_ins: SqlSignIns) -> None:
    asks(sign_ins, "one")
    with enrolled.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM leaders WHERE id = 'ana'"))
    missing: list[Request | None] = []
    signed_in: Identity | None = sign_ins.use("one", at(1), missing.append)
    assert (signed_in, missing) == (None, [None])
