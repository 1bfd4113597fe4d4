"""A mail filter opens every link it finds, with a real browser, scripts and all. It is not the person."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import Cast
from tests.browser.gallery_arriving import OFFICE, asks
from tests.browser.hands import press
from tests.browser.outbox import Mail, letters, newest
from tests.browser.someone import Someone
from tests.integration.live.person import Circle, Person
from tests.integration.live.served import Served

pytestmark = [pytest.mark.needs_browser, pytest.mark.timeout(300)]

TRACES = ("acknowledgements", "presence_intervals", "attendance_marks")
NOT_FOUND = r"Failed to load resource: the server responded with a status of 404"
EACH_WAY = 20
ONE_GROUP = ("--groups", "1", "--registrants", "4")


def test_a_scanner_leaves_no_trace_and_uses_nothing_up(house: Served, circle: Circle, cast: Cast) -> None:
    person = circle.registrants[0]
    before = house.tables(circle.meeting)
    scan(cast.passer_by(person))
    fetch(person.elsewhere())
    assert traces(house, circle) == dict.fromkeys(TRACES, 0)
    assert house.tables(circle.meeting) == before
    tom = cast.registrant(person)
    tom.arrives()
    tom.is_at("You are here")
    assert traces(house, circle)["acknowledgements"] == 1


def test_a_scanned_leaders_link_signs_nobody_in(house: Served, circle: Circle, cast: Cast) -> None:
    person = circle.leaders[0]
    before = known(house, circle, person)
    scanner = cast.passer_by(person)
    scan(scanner)
    fetch(person.elsewhere())
    scanner.expects.append(NOT_FOUND)
    scanner.page.goto(f"{house.url}/meetings/{circle.meeting}")
    expect(scanner.page.get_by_role("heading")).to_have_text("This address does not open anything")
    assert known(house, circle, person) == before
    ana = cast.leader(person)
    ana.arrives()
    ana.is_at("Gathering")


def test_every_link_of_every_mail_is_scanned_and_still_good(
    own_house: Callable[..., Served], cast: Cast
) -> None:
    """Four invitations, and a sign-in that its browser waits for."""
    house = own_house(size=ONE_GROUP)
    circle = house.circle()
    office = cast.passer_by(house.visitor).page
    office_link = asks(house, office, OFFICE)
    office.goto(office_link)
    press(office, "Sign in")
    invite(house, circle, office)
    ana = cast.leader(circle.leaders[0])
    anas_link = asks(house, ana.page, address_of(house, "leaders", circle.leaders[0]))
    mails = [mail for mail in letters(house) if office_link not in mail.links]
    assert sorted(mail.subject.partition(" in ")[0] for mail in mails) == [
        "Your link to sign in",
        *["Your place"] * 4,
    ]
    before = house.tables()

    links = sorted({link for mail in mails for link in mail.links})
    scanner = cast.passer_by(house.visitor)
    for link in links:
        look(scanner.page, link)
    assert [fetched(house.visitor, link) for link in links] == [{200}] * len(links)

    kinds = [link.removeprefix(house.url).split("/")[1:2] for link in links]
    assert {kind: kinds.count([kind]) for kind in ("join", "leave", "sign-in", "privacy")} == {
        "join": 5,
        "leave": 4,
        "sign-in": 1,
        "privacy": 1,
    }
    assert house.tables() == before
    assert traces(house, circle) == dict.fromkeys(TRACES, 0)
    ana.page.goto(anas_link)
    ana.meanwhile_connects(lambda: press(ana.page, "Sign in"))
    ana.is_at("Gathering")
    for person, mail in zip(circle.registrants, invitations(house, circle), strict=True):
        everybody = cast.registrant(person)
        everybody.page.goto(mail.link("join"))
        everybody.meanwhile_connects(everybody.presses_the_button)
        everybody.is_at("You are here")
    assert traces(house, circle)["acknowledgements"] == 4
    assert house.complaints() == []


def invite(house: Served, circle: Circle, office: Page) -> None:
    [(group,)] = house.rows("SELECT group_id FROM meetings WHERE id = ?", circle.meeting)
    office.goto(f"{house.url}/groups/{group}/invitations")
    press(office, "Send 4 invitations")
    expect(office.locator("main")).to_contain_text("4 of 4 sent")


def invitations(house: Served, circle: Circle) -> list[Mail]:
    """In the order of the registrants."""
    return [
        newest(house, address_of(house, "registrants", each), "Your place") for each in circle.registrants
    ]


def address_of(house: Served, table: str, person: Person) -> str:
    [(address,)] = house.rows(f"SELECT email FROM {table} WHERE id = ?", person.id)
    return str(address)


def scan(scanner: Someone) -> None:
    """Several times over, and stay until the page has had its say."""
    for _time in range(3):
        look(scanner.page, scanner.person.link)
        expect(scanner.page.locator("form button")).to_be_visible()


def look(page: Page, link: str) -> None:
    page.goto(link)
    page.wait_for_load_state("networkidle")


def fetch(person: Person) -> None:
    assert fetched(person, person.link) == {200}


def fetched(person: Person, link: str) -> set[int]:
    """What comes of asking many times, in each of the two ways that are not a press."""
    return {person.ask(method, link).status for method in ("GET", "HEAD") for _time in range(EACH_WAY)}


def known(house: Served, circle: Circle, person: Person) -> list[str]:
    """Every row that has to do with this person or this session."""
    return [row for row in house.tables() if person.id in row or circle.meeting in row]


def traces(house: Served, circle: Circle) -> dict[str, int]:
    """Of anybody, in this session: how many rows each kind of evidence has."""
    return {
        table: house.rows(f"SELECT count(*) FROM {table} WHERE meeting_id = ?", circle.meeting)[0][0]
        for table in TRACES
    }
