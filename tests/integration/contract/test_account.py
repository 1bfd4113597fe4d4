"""`/account`: who this browser speaks for, and signing out of it, or of every browser at once."""

from dataclasses import replace

import pytest

from tests.integration.contract.front_door import Browser, FrontDoor
from tests.integration.database.cast import ANA, BEN, CARLA


@pytest.fixture
def browsers(demo_door: FrontDoor) -> list[Browser]:
    """Two of Ana's and one of Ben's, signed in."""
    signed_in = [demo_door.browser() for _ in range(3)]
    for browser, id in zip(signed_in, ("ana", "ana", "ben"), strict=True):
        assert browser.post(standing(demo_door, id)).status == 303
    return signed_in


def standing(door: FrontDoor, id: str) -> str:
    return f"/sign-in/{door.tokens.standing_sign_in_token(id, door.clock.now())}"


def test_it_says_for_whom_the_browser_speaks(browsers: list[Browser]) -> None:
    page = browsers[0].get("/account")
    assert (page.status, "Ana" in page.text, "Sign out everywhere" in page.text) == (200, True, True)


def test_nobody_is_led_to_the_sign_in(door: FrontDoor) -> None:
    answer = door.browser().get("/account")
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")


def test_signing_out_ends_this_browsers_login(browsers: list[Browser]) -> None:
    answer = browsers[0].post("/account", where="here")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert [browser.who for browser in browsers] == [None, ANA, BEN]
    assert [browser.get("/meetings/third").status for browser in browsers] == [404, 200, 200]


def test_signing_out_everywhere_ends_all_of_this_leaders(browsers: list[Browser]) -> None:
    assert browsers[0].post("/account", where="everywhere").status == 303
    assert [browser.get("/meetings/third").status for browser in browsers] == [404, 404, 200]
    assert [browser.get("/account").status for browser in browsers] == [303, 303, 200]


def test_a_login_that_has_ended_ends_no_others(demo_door: FrontDoor, browsers: list[Browser]) -> None:
    form = browsers[1].get("/account").form
    browsers[0].post("/account", where="everywhere")
    browsers[0].post(standing(demo_door, "ana"))
    assert browsers[1].send("/account", **{**form, "where": "everywhere"}).status == 303
    assert browsers[0].who == replace(ANA, version=2)
    assert browsers[0].get("/meetings/third").status == 200


def test_the_demos_link_still_signs_in_afterwards(demo_door: FrontDoor, browsers: list[Browser]) -> None:
    link = standing(demo_door, "ana")
    browsers[0].post("/account", where="everywhere")
    assert [browser.post(link).status for browser in browsers[:2]] == [303, 303]
    assert [browser.get("/meetings/third").status for browser in browsers[:2]] == [200, 200]


def test_a_registrant_can_leave_the_browser_and_come_back(door: FrontDoor) -> None:
    link, browser = door.personal("join", CARLA), door.browser()
    browser.post(link)
    page = browser.get("/account")
    assert ("Carla" in page.text, "Leave this browser" in page.text, "everywhere" in page.text) == (
        True,
        True,
        False,
    )
    browser.post("/account", where="here")
    assert browser.who is None
    assert browser.get("/meetings/third").status == 404
    assert browser.post(link).status == 303


def test_not_you_leads_there_only_where_somebody_is_signed_in(door: FrontDoor) -> None:
    link, browser = door.personal("join", CARLA), door.browser()
    assert 'href="/account"' not in browser.get(link).text
    browser.post(link)
    assert 'href="/account"' in browser.get(link).text


@pytest.mark.parametrize("where", [{}, {"where": ""}, {"where": "there"}])
def test_no_other_way_out_is_known(browsers: list[Browser], where: dict[str, str]) -> None:
    form = {"csrf_token": browsers[0].get("/account").form["csrf_token"]}
    assert browsers[0].send("/account", **form, **where).status == 400
    assert browsers[0].who == ANA
