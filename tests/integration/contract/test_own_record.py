"""`/join/<token>/record`: one's own attendance, and statements of it, by the link alone."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.integration.contract.front_door import Browser, FrontDoor
from tests.integration.contract.held import held
from tests.integration.database.cast import CARLA, DAN, FINN, THIRD
from tests.integration.groups.page import Page, parsed
from tests.integration.live.person import Answer

CANNOT_COME = "I can't come to this one"
WITHDRAW_CALENDAR = "Withdraw this address"
"""Offered for each session to come."""


def record_of(browser: Browser, address: str) -> Page:
    answer = browser.get(address)
    return Page(address, answer.status, answer.text, dict(answer.headers))


@pytest.fixture
def carlas(door: FrontDoor) -> str:
    return f"{door.personal('join', CARLA)}/record"


@pytest.fixture
def dans(door: FrontDoor) -> str:
    return f"{door.personal('join', DAN)}/record"


def press(browser: Browser, address: str, session: str = "") -> Answer:
    """On the button, with the proof of a form of ours."""
    proof = browser.get("/verify").form["csrf_token"]
    return browser.send(f"{address}/statements", csrf_token=proof, session=session)


def test_it_says_what_was_attended_and_what_that_earned(door: FrontDoor, carlas: str) -> None:
    held(door)
    text = record_of(door.browser(), carlas).text

    assert "Session 3 Thursday 5 March 2026 Here 19:00–20:00 credited time: 60 of 60 minutes" in text
    assert "AMA PRA Category 1 1.00 60 minutes present: 4 quarter hours." in text
    assert "your attendance is kept until Friday 12 March 2032" in text


def test_an_open_roll_is_said_plainly_and_states_nothing(door: FrontDoor, carlas: str) -> None:
    held(door, confirmed=False)
    page = record_of(door.browser(), carlas)
    refused = press(door.browser(), carlas)

    assert "Attendance is not yet confirmed: your leaders still have to go through it" in page.text
    assert page.buttons == [CANNOT_COME, WITHDRAW_CALENDAR]
    assert (refused.status, door.rows("SELECT * FROM statements")) == (422, [])


def test_somebody_absent_reads_that_no_time_is_on_record(door: FrontDoor, dans: str) -> None:
    held(door)
    page = record_of(door.browser(), dans)

    assert "We have no record of you being here." in page.text
    assert page.buttons == [CANNOT_COME, WITHDRAW_CALENDAR]
    assert "deleted on Wednesday 10 June 2026, 90 days after the series" in page.text


def test_before_any_session_there_is_nothing(door: FrontDoor, carlas: str) -> None:
    page = record_of(door.browser(), carlas)

    assert "None was held yet." in page.text
    assert page.buttons == [CANNOT_COME, CANNOT_COME, WITHDRAW_CALENDAR]


def test_it_names_nobody_else(door: FrontDoor, carlas: str) -> None:
    held(door)
    html = record_of(door.browser(), carlas).html

    assert re.findall(r"\b(Carla|Dan|Otto|Ana|Ben)\b", html) == ["Carla"]


def test_looking_has_no_effect(door: FrontDoor, carlas: str) -> None:
    held(door)
    before = door.everything()
    statuses = [door.browser().get(carlas).status, door.browser().head(carlas).status]

    assert (statuses, door.everything()) == ([200, 200], before)


@pytest.mark.parametrize("session", ["", THIRD])
def test_a_press_gives_out_a_statement_and_leads_to_its_file(
    door: FrontDoor, carlas: str, session: str
) -> None:
    held(door)
    browser = door.browser()
    answer = press(browser, carlas, session)
    [(id, meeting_id, name)] = door.rows("SELECT id, meeting_id, name FROM statements")
    file = browser.get(answer.headers["location"])

    assert (answer.status, answer.headers["location"]) == (303, f"{carlas}/statements/{id}.pdf")
    assert (meeting_id, name) == (session or None, "Carla")
    assert (file.status, file.headers["content-type"], file.headers["cache-control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    assert "Carla" in PdfReader(BytesIO(file.body)).pages[0].extract_text()
    assert f"{carlas}/statements/{id}.pdf" in record_of(browser, carlas).links.values()


def test_a_file_opens_by_its_owners_link_only(door: FrontDoor, carlas: str, dans: str) -> None:
    held(door)
    browser = door.browser()
    location = press(browser, carlas).headers["location"]
    finns = f"{door.personal('join', FINN)}/record"

    assert [browser.get(location.replace(carlas, other)).status for other in (dans, finns)] == [404, 404]


def test_what_there_is_no_statement_of_comes_back_with_the_reason(door: FrontDoor, carlas: str) -> None:
    held(door)
    browser = door.browser()
    answer = press(browser, carlas, "elsewhere")

    assert (answer.status, door.rows("SELECT * FROM statements")) == (422, [])
    assert "There is no confirmed attendance to state yet." in parsed(answer.text).text


def test_it_ends_with_the_link(door: FrontDoor, carlas: str) -> None:
    held(door)
    door.clock.wait(minutes=60 * 24 * 30)

    assert [door.browser().get(address).status for address in (carlas, f"{carlas}/statements/x.pdf")] == [
        410,
        410,
    ]
    assert door.browser().get("/join/nonsense/record").status == 404


def test_the_way_there_from_the_end_of_a_session_and_from_a_closed_door(door: FrontDoor, carlas: str) -> None:
    browser = door.browser()
    browser.post(door.personal("join", CARLA))
    held(door)
    pages = [f"/meetings/{THIRD}", door.personal("join", DAN)]

    assert record_of(browser, pages[0]).links["See my attendance"] == carlas
    assert record_of(browser, pages[1]).links["See my attendance"] == f"{pages[1]}/record"
