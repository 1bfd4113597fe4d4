"""`/join`: a code leads to its person's page; every wrong one gets one vague answer, and after ten of them a pause."""

import re
from collections.abc import Sequence

import pytest

from tests.integration.contract.front_door import Browser, FrontDoor
from tests.integration.database.cast import CARLA, DAN, FINN, ISSUED
from tests.integration.live.person import Answer

CARLAS, DANS, FINNS = "ACDE2346", "FGHJ2346", "KMNP2346"
UNKNOWN = "ZZZZ9999"
VARIES = re.compile(r'(name="csrf_token" value=|name="code"\s+value=)"[^"]*"')


@pytest.fixture
def browser(door: FrontDoor) -> Browser:
    for who, code in ((CARLA, CARLAS), (DAN, DANS), (FINN, FINNS)):
        door.change("UPDATE registrants SET join_code = :code WHERE id = :id", code=code, id=who.id)
    return door.browser()


def typed(browser: Browser, codes: Sequence[str]) -> list[Answer]:
    return [browser.post("/join", code=code) for code in codes]


@pytest.mark.parametrize("code", [CARLAS, "acde-2346", " ACDE 2346 "])
def test_a_code_leads_to_its_persons_page(door: FrontDoor, browser: Browser, code: str) -> None:
    before = door.everything()
    answer = browser.post("/join", code=code)
    assert (answer.status, answer.headers["location"]) == (303, door.personal("join", CARLA))
    assert "Joining as" in browser.get(answer.headers["location"]).text
    assert (browser.who, door.everything()) == (None, before)


def test_the_landing_page_has_the_field_and_the_ways_in(browser: Browser) -> None:
    page = browser.get("/")
    answer = browser.send("/join", **page.form, code=CARLAS)
    assert answer.status == 303
    assert re.findall(r'<a (?:class="button" )?href="(/[^"]*)"', page.text.partition("<footer")[0]) == [
        "/link-again",
        "/sign-in",
        "/privacy",
    ]


def test_every_wrong_code_gets_the_same_answer(door: FrontDoor, browser: Browser) -> None:
    door.change("UPDATE registrants SET withdrawn_at = :at WHERE id = 'dan'", at=ISSUED)
    door.change("UPDATE meetings SET scheduled_end = :at WHERE group_id = 'thursday'", at=ISSUED)
    answers = typed(browser, [UNKNOWN, DANS, FINNS, "", "no code", "O0O0-1111", "x" * 200])
    assert {each.status for each in answers} == {404}
    assert len({VARIES.sub("", each.text) for each in answers}) == 1
    assert "That code does not open a session. Check your e-mail or ask for a new link." in answers[0].text


def test_what_was_typed_stays_in_the_field(browser: Browser) -> None:
    assert 'value="acde-2347"' in browser.post("/join", code="acde-2347").text


def test_ten_wrong_ones_and_then_a_pause_even_for_the_right_one(door: FrontDoor, browser: Browser) -> None:
    answers = typed(browser, [UNKNOWN] * 10 + [CARLAS])
    assert [each.status for each in answers] == [404] * 10 + [429]
    assert "Please wait a minute" in answers[-1].text
    assert browser.get(door.personal("join", CARLA)).status == 200, "links open everything as before"


def test_guessers_elsewhere_keep_nobody_from_typing_the_right_one(door: FrontDoor, browser: Browser) -> None:
    """300 wrong ones from one provider's network, each from another address; then one from next door."""
    wrong = [
        door.browser(f"2001:db8:0:{number // 10:x}::{number:x}").post("/join", code=UNKNOWN)
        for number in range(320)
    ]
    assert [each.status for each in wrong[:300]] == [404] * 300
    assert [each.status for each in wrong[300:]] == ([404] + [429] * 9) * 2
    assert typed(door.browser("2001:db8:1::1"), [CARLAS])[0].status == 303


def test_right_ones_cost_nothing(browser: Browser) -> None:
    answers = typed(browser, [CARLAS] * 15 + [UNKNOWN] * 9 + [CARLAS])
    assert [each.status for each in answers] == [303] * 15 + [404] * 9 + [303]


def test_it_ends_with_the_link_it_stands_for(door: FrontDoor, browser: Browser) -> None:
    door.clock.wait(minutes=60 * 24 * 22)
    assert [each.status for each in typed(browser, [CARLAS, FINNS])] == [404, 404]
