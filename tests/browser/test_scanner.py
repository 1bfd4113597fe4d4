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


def test_a_scanner_leaves_no_trace_and_uses_nothing_up(site: Served, circle: Circle, cast: Cast) -> None:
    person = circle.registrants[0]
    before = site.tables(circle.meeting)
    scan(cast.passer_by(person))
    fetch(person.elsewhere())
    assert traces(site, circle) == dict.fromkeys(TRACES, 0)
    assert site.tables(circle.meeting) == before
    tom = cast.registrant(person)
    tom.arrives()
    tom.is_at("You are here")
    assert traces(site, circle)["acknowledgements"] == 1


def test_a_scanned_leaders_link_signs_nobody_in(site: Served, circle: Circle, cast: Cast) -> None:
    person = circle.leaders[0]
    before = known(site, circle, person)
    scanner = cast.passer_by(person)
    scan(scanner)
    fetch(person.elsewhere())
    scanner.expects.append(NOT_FOUND)
    scanner.page.goto(f"{site.url}/meetings/{circle.meeting}")
    expect(scanner.page.get_by_role("heading")).to_have_text("This link doesn't work")
    assert known(site, circle, person) == before
    ana = cast.leader(person)
    ana.arrives()
    ana.is_at("Gathering")


def test_every_link_of_every_mail_is_scanned_and_still_good(
    own_site: Callable[..., Served], cast: Cast
) -> None:
    """Four invitations, and a sign-in that its browser waits for."""
    site = own_site(size=ONE_GROUP)
    circle = site.circle()
    office = cast.passer_by(site.visitor).page
    office_link = asks(site, office, OFFICE)
    office.goto(office_link)
    press(office, "Sign in")
    invite(site, circle, office)
    ana = cast.leader(circle.leaders[0])
    anas_link = asks(site, ana.page, address_of(site, "leaders", circle.leaders[0]))
    mails = [mail for mail in letters(site) if office_link not in mail.links]
    assert sorted(mail.subject.partition(" in ")[0] for mail in mails) == [
        *["Your place"] * 4,
        "Your sign-in link",
    ]
    before = site.tables()

    links = sorted({link for mail in mails for link in mail.links})
    scanner = cast.passer_by(site.visitor)
    for link in links:
        look(scanner.page, link)
    assert [fetched(site.visitor, link) for link in links] == [{200}] * len(links)

    kinds = [link.removeprefix(site.url).split("/")[1:2] for link in links]
    assert {kind: kinds.count([kind]) for kind in ("calendar", "join", "leave", "sign-in", "privacy")} == {
        "calendar": 4,
        "join": 5,
        "leave": 4,
        "sign-in": 1,
        "privacy": 1,
    }
    assert site.tables() == before
    assert traces(site, circle) == dict.fromkeys(TRACES, 0)
    ana.page.goto(anas_link)
    ana.meanwhile_connects(lambda: press(ana.page, "Sign in"))
    ana.is_at("Gathering")
    for person, mail in zip(circle.registrants, invitations(site, circle), strict=True):
        everybody = cast.registrant(person)
        everybody.page.goto(mail.link("join"))
        everybody.meanwhile_connects(everybody.presses_the_button)
        everybody.is_at("You are here")
    assert traces(site, circle)["acknowledgements"] == 4
    assert site.complaints() == []


def invite(site: Served, circle: Circle, office: Page) -> None:
    [(group,)] = site.rows("SELECT group_id FROM meetings WHERE id = ?", circle.meeting)
    office.goto(f"{site.url}/groups/{group}/invitations")
    press(office, "Send 4 invitations")
    expect(office.locator("main")).to_contain_text("4 of 4 sent")


def invitations(site: Served, circle: Circle) -> list[Mail]:
    """In the order of the registrants."""
    return [newest(site, address_of(site, "registrants", each), "Your place") for each in circle.registrants]


def address_of(site: Served, table: str, person: Person) -> str:
    [(address,)] = site.rows(f"SELECT email FROM {table} WHERE id = ?", person.id)
    return str(address)


def scan(scanner: Someone) -> None:
    """Several times over, and stay until the page has had its say."""
    for _time in range(3):
        look(scanner.page, scanner.person.link)
        expect(scanner.page.locator("form button")).to_be_visible()


def look(page: Page, link: str) -> None:
    if link.endswith(".ics"):
        with page.expect_download():
            page.evaluate("link => { location.href = link; }", link)
        return
    page.goto(link)
    page.wait_for_load_state("networkidle")


def fetch(person: Person) -> None:
    assert fetched(person, person.link) == {200}


def fetched(person: Person, link: str) -> set[int]:
    """What comes of asking many times, in each of the two ways that are not a press."""
    return {person.ask(method, link).status for method in ("GET", "HEAD") for _time in range(EACH_WAY)}


def known(site: Served, circle: Circle, person: Person) -> list[str]:
    """Every row that has to do with this person or this session."""
    return [row for row in site.tables() if person.id in row or circle.meeting in row]


def traces(site: Served, circle: Circle) -> dict[str, int]:
    """Of anybody, in this session: how many rows each kind of evidence has."""
    return {
        table: site.rows(f"SELECT count(*) FROM {table} WHERE meeting_id = ?", circle.meeting)[0][0]
        for table in TRACES
    }
