"""Other tabs, other people and other moments of one browser: whatever page of it is open, its button still counts."""

import pytest

from tests.integration.contract.front_door import Browser, FrontDoor
from tests.integration.database.cast import ANA, CARLA, DAN
from tests.integration.live.person import Answer

CARLAS = "ACDE2346"
HERE = "http://localhost"


@pytest.fixture
def browser(demo_door: FrontDoor) -> Browser:
    demo_door.change("UPDATE registrants SET join_code = :code WHERE id = 'carla'", code=CARLAS)
    return demo_door.browser()


def forms(door: FrontDoor) -> dict[str, dict[str, str]]:
    """Every form on the way in, and what is typed into it."""
    return {
        door.personal("join", CARLA): {},
        "/join": {"code": CARLAS},
        "/sign-in": {"email": "ana@example.org"},
        "/link-again": {"email": "carla@example.org"},
        standing(door, "ana"): {},
        "/verify": {"code": "ACDE2346XYZW", "name": "Nobody"},
        f"{door.personal('join', CARLA)}/record": {},
    }


TAKEN = {"/sign-in": 200, "/link-again": 200, "/verify": 404}
"""All others lead on."""


def standing(door: FrontDoor, id: str) -> str:
    return f"/sign-in/{door.tokens.standing_sign_in_token(id, door.clock.now())}"


def pressed(browser: Browser, address: str, page: Answer, typed: dict[str, str]) -> int:
    to = f"{address}/statements" if address.endswith("/record") else address
    return browser.send(to, **{**page.form, **typed}).status


def opened(browser: Browser, door: FrontDoor) -> dict[str, Answer]:
    """Every form in a tab of its own; for the record, whose form needs a roll, another page's token."""
    pages = {address: browser.get(address) for address in forms(door)}
    record = next(each for each in pages if each.endswith("/record"))
    return {**pages, record: pages["/verify"]}


@pytest.mark.parametrize("first", range(6))
def test_a_press_spoils_no_other_page_of_the_browser(
    demo_door: FrontDoor, browser: Browser, first: int
) -> None:
    pages, typed = opened(browser, demo_door), forms(demo_door)
    order = list(typed)[first:] + list(typed)[:first]
    refused = {
        each: pressed(browser, each, pages[each], typed[each]) for each in order if "record" not in each
    }

    assert refused == {each: TAKEN.get(each, 303) for each in refused}


def test_a_second_persons_page_opened_before_the_first_ones_press(
    demo_door: FrontDoor, browser: Browser
) -> None:
    carlas, dans = (demo_door.personal("join", each) for each in (CARLA, DAN))
    pages = {each: browser.get(each) for each in (carlas, dans)}

    assert browser.send(carlas, **pages[carlas].form).status == 303
    assert browser.who == CARLA
    assert browser.send(dans, **pages[dans].form).status == 303
    assert browser.who == DAN


def test_a_page_opened_before_somebody_signed_out(demo_door: FrontDoor, browser: Browser) -> None:
    carlas = demo_door.personal("join", CARLA)
    assert browser.post(standing(demo_door, "ana")).status == 303
    page = browser.get(carlas)
    assert browser.post("/account", where="here").status == 303

    assert browser.send(carlas, **page.form).status == 303
    assert browser.who == CARLA


def test_a_page_that_stayed_open_for_days(demo_door: FrontDoor, browser: Browser) -> None:
    carlas = demo_door.personal("join", CARLA)
    page = browser.get(carlas)
    demo_door.clock.wait(minutes=3 * 24 * 60)
    assert browser.send(carlas, **page.form).status == 200, "the session is over by now, and that is said"


def test_two_first_pages_opened_at_the_same_moment(demo_door: FrontDoor) -> None:
    """The browser keeps one of the two cookies, and says itself from which site a press comes."""
    carlas, browser = demo_door.personal("join", CARLA), demo_door.browser()
    lost = demo_door.browser().get(carlas)
    kept = browser.get(carlas)

    assert browser.send(carlas, **lost.form).status == 400, "another browser's token, as far as anybody knows"
    assert browser.send(carlas, origin=HERE, **lost.form).status == 303
    assert browser.send(carlas, origin=HERE, **kept.form).status == 303
    assert browser.who == CARLA


def test_while_the_secret_is_changed_open_pages_still_count(demo_door: FrontDoor, browser: Browser) -> None:
    carlas = demo_door.personal("join", CARLA)
    page = browser.get(carlas)
    demo_door.restart(security={"secret": "n" * 32, "previous_secrets": ["s" * 32]})

    assert browser.restarted().send(carlas, **page.form).status == 303


def test_a_browser_that_keeps_no_cookies_is_told_so(demo_door: FrontDoor) -> None:
    for address, typed in forms(demo_door).items():
        if address.endswith("/record"):
            continue
        page = demo_door.browser().get(address)
        answers = [demo_door.browser().send(address, **page.form, **typed) for _ in range(2)]
        answers.append(demo_door.browser().send(address, origin=HERE, **page.form, **typed))

        assert [each.status for each in answers] == [400] * 3, address
        assert all("not keeping this site's cookies" in each.text.replace("&#39;", "'") for each in answers)


def test_a_token_of_nobodys_is_no_sign_of_blocked_cookies(demo_door: FrontDoor) -> None:
    carlas = demo_door.personal("join", CARLA)
    answer = demo_door.browser().send(carlas, csrf_token="made-up")

    assert (answer.status, "Please press once more" in answer.text) == (400, True)


def test_who_presses_a_used_sign_in_link_again_is_shown_the_way(door: FrontDoor) -> None:
    laptop = door.browser()
    laptop.post("/sign-in", email="ana@example.org")
    link, form = door.mailed_link, laptop.get(door.mailed_link).form
    assert laptop.send(link, **form).status == 303

    again = laptop.send(link, **form)

    assert (again.status, laptop.who) == (410, ANA)
    assert "You are signed in here already." in again.text
    assert "You are signed in here already." not in door.browser().get(link).text
