"""A personal link is read against the database: one that was withdrawn, or is nobody's, opens nothing and names nobody."""

from dataclasses import replace

import pytest

from balint_live.application.links import LinkExpired, LinkNeverValid, PersonalLinks
from balint_live.application.people import Kind
from tests.cast import ANA, CHARLIE, TOM, at
from tests.fake_links import OVER, FakePeople, PlainLinks


@pytest.fixture
def people() -> FakePeople:
    return FakePeople()


@pytest.fixture
def links(people: FakePeople) -> PersonalLinks:
    return PersonalLinks(PlainLinks(), people)


def test_a_link_speaks_for_the_one_it_was_made_for(links: PersonalLinks) -> None:
    assert links.read(Kind.REGISTRANT, "join:tom:1", at(0)) == TOM.who
    assert links.read(Kind.LEADER, "sign-in:ana:1", at(0)) == ANA.who


@pytest.mark.parametrize(("kind", "token"), [(Kind.LEADER, "join:tom:1"), (Kind.REGISTRANT, "sign-in:ana:1")])
def test_one_kind_opens_no_door_of_the_other(links: PersonalLinks, kind: Kind, token: str) -> None:
    with pytest.raises(LinkNeverValid):
        links.read(kind, token, at(0))


def test_one_that_was_withdrawn_has_expired(links: PersonalLinks, people: FakePeople) -> None:
    people.withdraw(TOM.who)
    with pytest.raises(LinkExpired):
        links.read(Kind.REGISTRANT, "join:tom:1", at(0))
    assert links.read(Kind.REGISTRANT, "join:tom:2", at(0)) == replace(TOM.who, version=2)


def test_so_has_one_of_somebody_who_is_no_longer_there(links: PersonalLinks) -> None:
    with pytest.raises(LinkExpired):
        links.read(Kind.LEADER, f"sign-in:{CHARLIE.id}:1", at(0))


def test_and_one_whose_time_is_over(links: PersonalLinks) -> None:
    with pytest.raises(LinkExpired):
        links.read(Kind.REGISTRANT, "join:tom:1", OVER)


def test_a_participants_own_link_can_be_made_again(links: PersonalLinks) -> None:
    token = links.join_token(TOM.who, "tuesday")
    assert token == f"join:tom:1:tuesday:{at(-60).isoformat()}"
    assert links.read(Kind.REGISTRANT, token, at(0)) == TOM.who


def test_but_no_strangers(links: PersonalLinks) -> None:
    with pytest.raises(LookupError):
        links.join_token(CHARLIE.who, "elsewhere")
