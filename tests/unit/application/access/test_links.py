"""A personal link is read against the database: one that was replaced or withdrawn, whose series is over, or that is
nobody's, opens nothing and names nobody.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from balint_live.application.access.links import (
    LINKS_END_AFTER,
    Claim,
    LinkExpired,
    LinkNeverValid,
    Over,
    PersonalLinks,
)
from tests.cast import ANA, CHARLIE, TOM, at
from tests.fake_links import OVER, FakePeople, PlainLinks

TOMS = "join:tom:1:tuesday"
TOM_LEAVES = "leave:tom:1:tuesday"
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def people() -> FakePeople:
    return FakePeople()


@pytest.fixture
def links(people: FakePeople) -> PersonalLinks:
    return PersonalLinks(PlainLinks(), people)


def why_over(links: PersonalLinks, token: str = TOMS, now: datetime | None = None) -> Over | None:
    with pytest.raises(LinkExpired) as refused:
        links.read(token, now or at(0))
    return refused.value.why


def test_a_link_speaks_for_the_one_it_was_made_for(links: PersonalLinks) -> None:
    assert links.read(TOMS, at(0)) == TOM.who
    assert links.read_leaving(TOM_LEAVES, at(0)) == Claim(TOM.who, "tuesday")


@pytest.mark.parametrize("token", [TOM_LEAVES, "sign-in:ana:1", ""])
def test_what_was_made_for_another_door_opens_none(links: PersonalLinks, token: str) -> None:
    with pytest.raises(LinkNeverValid):
        links.read(token, at(0))


def test_nor_does_a_join_link_take_anybody_out_of_the_group(links: PersonalLinks) -> None:
    with pytest.raises(LinkNeverValid):
        links.read_leaving(TOMS, at(0))


def test_a_newer_one_replaces_it(links: PersonalLinks, people: FakePeople) -> None:
    newer = replace(TOM.who, version=2)
    people.now_are(TOM, who=newer)
    assert why_over(links) is Over.REPLACED
    assert links.read("join:tom:2:tuesday", at(0)) == newer


def test_in_another_group_it_opens_nothing(links: PersonalLinks, people: FakePeople) -> None:
    people.now_are(TOM, group_id="thursday")
    assert why_over(links) is Over.REPLACED
    assert why_over(links, "join:tom:2:thursday") is Over.REPLACED
    assert links.read("join:tom:1:thursday", at(0)) == TOM.who


def test_one_who_was_withdrawn_is_told_so_whatever_else_there_is(
    links: PersonalLinks, people: FakePeople
) -> None:
    people.now_are(TOM, withdrawn=True, who=replace(TOM.who, version=2))
    assert why_over(links) is Over.WITHDRAWN
    with pytest.raises(LinkExpired):
        links.read_leaving(TOM_LEAVES, at(0))


def test_it_lives_two_weeks_longer_than_its_series(links: PersonalLinks, people: FakePeople) -> None:
    end = at(60) - LINKS_END_AFTER
    people.now_are(TOM, last_end=end)
    assert links.read(TOMS, at(60) - MOMENT) == TOM.who
    people.now_are(TOM, last_end=end - MOMENT)
    assert why_over(links, now=at(60) - MOMENT) is Over.ENDED


def test_one_of_somebody_who_is_no_longer_there_gives_no_reason(links: PersonalLinks) -> None:
    assert why_over(links, f"join:{CHARLIE.id}:1:tuesday") is None


def test_nor_does_one_whose_own_time_is_over(links: PersonalLinks) -> None:
    assert why_over(links, now=OVER) is None


def test_a_participants_own_link_can_be_made_again(links: PersonalLinks) -> None:
    assert links.join_token(TOM.who, "tuesday") == TOMS


@pytest.mark.parametrize(
    ("who", "group"),
    [(CHARLIE.who, "tuesday"), (TOM.who, "elsewhere"), (replace(TOM.who, version=2), "tuesday")],
)
def test_but_no_strangers(links: PersonalLinks, who: object, group: str) -> None:
    with pytest.raises(LookupError):
        links.join_token(who, group)  # type: ignore[arg-type]


def why_calendar_over(links: PersonalLinks, token: str) -> Over | None:
    with pytest.raises(LinkExpired) as refused:
        links.read_calendar(token, at(0))
    return refused.value.why


def test_a_calendar_address_has_a_version_of_its_own(links: PersonalLinks, people: FakePeople) -> None:
    toms, anas = links.calendar_token(TOM.who), links.calendar_token(ANA.who)
    people.now_are(TOM, who=replace(TOM.who, version=5))
    assert [links.read_calendar(token, at(0)) for token in (toms, anas)] == [TOM.who, ANA.who]

    people.now_are(TOM, calendar_version=2)
    people.calendars[ANA.id] = 2

    assert [why_calendar_over(links, token) for token in (toms, anas)] == [Over.REPLACED] * 2
    assert links.read_calendar(links.calendar_token(TOM.who), at(0)) == replace(TOM.who, version=2)


def test_a_calendar_address_ends_with_the_link(links: PersonalLinks, people: FakePeople) -> None:
    toms = links.calendar_token(TOM.who)
    people.now_are(TOM, last_end=at(0) - LINKS_END_AFTER)
    assert why_calendar_over(links, toms) is Over.ENDED
    people.now_are(TOM, withdrawn=True)
    assert why_calendar_over(links, toms) is Over.WITHDRAWN
    del people.links[TOM.id]
    assert why_calendar_over(links, toms) is Over.REPLACED
    with pytest.raises(LinkExpired):
        links.calendar_token(TOM.who)
