from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, text

from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.tables.groups import LeaderRow
from balint_live.application.access.links import LinkFacts
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.identity import Identity
from balint_live.application.mail_queue import MailKind, NewMail
from tests.integration.database.cast import (
    ANA,
    BEN,
    CARLA,
    CATALOGUE,
    DAN,
    END,
    FINN,
    ISSUED,
    STRANGER,
    THIRD,
    WEEK,
    Site,
    at,
)

CARLAS = LinkFacts(who=CARLA, group_id="tuesday", issued_at=ISSUED, withdrawn=False, last_end=END + WEEK)
FINNS = LinkFacts(who=FINN, group_id="thursday", issued_at=ISSUED, withdrawn=False, last_end=END)


@pytest.fixture
def groups(enrolled: Site) -> SqlGroups:
    return SqlGroups(enrolled.database, CATALOGUE)


def change(site: Site, statement: str, **values: object) -> None:
    with site.database.engine.begin() as connection:
        connection.execute(text(statement), values)


def mail(facts: LinkFacts) -> NewMail:
    return NewMail(
        id=f"to {facts.who.id}",
        key=f"link_again:{facts.who.id}",
        kind=MailKind.LINK_AGAIN,
        created_at=at(0),
        expires_at=at(1),
        group_id=facts.group_id,
        registrant_id=facts.who.id,
    )


def mails(site: Site) -> list[tuple[str, str | None, str | None]]:
    with site.database.engine.connect() as connection:
        rows = connection.execute(text("SELECT id, registrant_id, group_id FROM mails ORDER BY id"))
        return [(id, registrant, group) for id, registrant, group in rows]


def test_a_link_is_known_with_its_group_and_the_end_of_the_series(enrolled: Site) -> None:
    assert enrolled.people.link("carla") == CARLAS
    assert enrolled.people.link("finn") == FINNS


@pytest.mark.parametrize("id", ["ana", "nobody", ""])
def test_nobody_else_has_one(enrolled: Site, id: str) -> None:
    assert enrolled.people.link(id) is None


def test_a_cancelled_session_ends_no_series(enrolled: Site) -> None:
    change(enrolled, "UPDATE meetings SET cancelled_at = :at WHERE number = 4", at=ISSUED)
    assert enrolled.people.link("carla") == replace(CARLAS, last_end=END)
    change(enrolled, "UPDATE meetings SET cancelled_at = :at", at=ISSUED)
    assert enrolled.people.link("carla") == replace(CARLAS, last_end=END + WEEK)


def test_a_series_without_dates_counts_from_the_making_of_its_group(enrolled: Site) -> None:
    change(enrolled, "DELETE FROM meetings")
    change(enrolled, "UPDATE groups SET created_at = :at WHERE id = 'tuesday'", at=ISSUED + WEEK)

    assert enrolled.people.link("carla") == replace(CARLAS, last_end=ISSUED + WEEK)
    assert enrolled.people.link("finn") == replace(FINNS, last_end=ISSUED)


def test_a_link_says_that_it_was_withdrawn_or_replaced(enrolled: Site) -> None:
    change(
        enrolled, "UPDATE registrants SET withdrawn_at = :at, link_version = 3 WHERE id = 'carla'", at=ISSUED
    )
    assert enrolled.people.link("carla") == replace(CARLAS, withdrawn=True, who=replace(CARLA, version=3))


def test_a_typed_code_finds_its_one_holder(enrolled: Site) -> None:
    change(enrolled, "UPDATE registrants SET join_code = 'ACDE2346' WHERE id = 'carla'")
    assert enrolled.people.link_with_code("ACDE2346") == CARLAS
    assert enrolled.people.link_with_code("ACDE2347") is None


def test_a_link_is_sent_again_to_each_enrolment_of_an_address(enrolled: Site) -> None:
    change(enrolled, "UPDATE registrants SET email = 'Carla@Example.org' WHERE id = 'finn'")

    links = enrolled.people.links_of("carla@example.org")
    enrolled.people.send_again([mail(each) for each in links])
    enrolled.people.send_again([mail(each) for each in links])

    assert links == [FINNS, CARLAS]
    assert mails(enrolled) == [("to carla", "carla", "tuesday"), ("to finn", "finn", "thursday")]
    assert enrolled.people.links_of("nobody@example.org") == []


def test_a_login_has_a_name_while_it_holds(enrolled: Site) -> None:
    assert [enrolled.people.name(who) for who in (ANA, CARLA)] == ["Ana", "Carla"]
    over = [replace(ANA, version=0), replace(CARLA, version=2), STRANGER]
    assert [enrolled.people.name(who) for who in over] == [None] * 3
    change(enrolled, "UPDATE registrants SET withdrawn_at = :at WHERE id = 'dan'", at=ISSUED)
    assert enrolled.people.name(DAN) is None


def test_signing_out_everywhere_ends_the_logins_of_one_version(enrolled: Site) -> None:
    enrolled.people.end_logins(ANA, at(0))
    enrolled.people.end_logins(ANA, at(1))

    again = replace(ANA, version=2)
    assert [enrolled.people.name(who) for who in (ANA, again, BEN)] == [None, "Ana", "Ben"]
    assert login_issued(enrolled, ANA) == at(0)
    assert login_issued(enrolled, BEN) == ISSUED


LAPTOP, PHONE = replace(ANA, login="laptop"), replace(ANA, login="phone")


def test_a_login_that_was_ended_is_nobodys_wherever_it_asks(enrolled: Site, groups: SqlGroups) -> None:
    enrolled.people.end_login("laptop", at(60), at(0))
    enrolled.people.end_login("laptop", at(60), at(1))

    asking = (LAPTOP, PHONE, ANA)
    assert [enrolled.people.name(who) for who in asking] == [None, "Ana", "Ana"]
    assert [enrolled.meetings.seat(THIRD, who) is None for who in asking] == [True, False, False]
    assert [enrolled.meetings.nearest(who, at(0)) for who in asking] == [None, THIRD, THIRD]
    assert [groups.staff(who) is None for who in asking] == [True, False, False]
    with pytest.raises(LookupError):
        enrolled.meetings.change(THIRD, LAPTOP, lambda seat: seat.meeting.open("ana", at(0)))
    with pytest.raises(LookupError):
        enrolled.meetings.zoom_door(THIRD, LAPTOP)
    with pytest.raises(NoSuchGroup):
        groups.group("tuesday", LAPTOP)
    enrolled.people.end_logins(LAPTOP, at(2))
    assert enrolled.people.name(PHONE) == "Ana", "what has ended ends no others"


def test_so_is_a_registrants(enrolled: Site) -> None:
    phone = replace(CARLA, login="carla's phone")
    enrolled.people.end_login(phone.login, at(60), at(0))
    assert [enrolled.people.name(who) for who in (phone, CARLA)] == [None, "Carla"]
    assert [enrolled.meetings.seat(THIRD, who) is None for who in (phone, CARLA)] == [True, False]
    assert [enrolled.meetings.nearest(who, at(0)) for who in (phone, CARLA)] == [None, THIRD]


def test_an_ended_login_is_remembered_until_it_would_have_ended(enrolled: Site) -> None:
    for login, until, now in (("one", 60, 0), ("two", 120, 59), ("three", 180, 60)):
        enrolled.people.end_login(login, at(until), at(now))
    with enrolled.database.engine.connect() as connection:
        assert connection.scalars(text("SELECT id FROM ended_logins ORDER BY id")).all() == ["three", "two"]


def login_issued(site: Site, who: Identity) -> datetime:
    query = select(LeaderRow.login_issued_at).where(LeaderRow.id == who.id)
    return site.database.read(lambda session: session.scalars(query).one())
