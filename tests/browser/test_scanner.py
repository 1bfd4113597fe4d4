"""A mail filter opens every link it finds, with a real browser, scripts and all. It is not the person."""

import pytest
from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.someone import Someone
from tests.integration.live.person import Circle, Person
from tests.integration.live.served import Served

pytestmark = pytest.mark.needs_browser

TRACES = ("acknowledgements", "presence_intervals", "attendance_marks")
NOT_FOUND = r"Failed to load resource: the server responded with a status of 404"


def test_a_scanner_leaves_no_trace_and_uses_nothing_up(house: Served, circle: Circle, cast: Cast) -> None:
    person = circle.registrants[0]
    before = house.tables()
    scan(cast.passer_by(person))
    fetch(person.elsewhere())
    assert traces(house, circle) == dict.fromkeys(TRACES, 0)
    assert house.tables() == before
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


def scan(scanner: Someone) -> None:
    """Several times over, and stay until the page has had its say."""
    for _time in range(3):
        scanner.opens_link()
        expect(scanner.page.locator("form button")).to_be_visible()
        scanner.page.wait_for_load_state("networkidle")


def fetch(person: Person) -> None:
    """Ten times in each of the two ways that are not a press."""
    for method in ("GET", "HEAD"):
        answers = [person.ask(method, person.link) for _time in range(10)]
        assert [answer.status for answer in answers] == [200] * 10


def known(house: Served, circle: Circle, person: Person) -> list[str]:
    """Every row that has to do with this person or this session."""
    return [row for row in house.tables() if person.id in row or circle.meeting in row]


def traces(house: Served, circle: Circle) -> dict[str, int]:
    """Of anybody, in this session: how many rows each kind of evidence has."""
    return {
        table: house.rows(f"SELECT count(*) FROM {table} WHERE meeting_id = ?", circle.meeting)[0][0]
        for table in TRACES
    }
