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


OF_A_LEADER = (
    "/groups",
    "/groups/tuesday",
    "/meetings/third",
    "/meetings/third/snapshot",
    "/meetings/third/presence",
    "/meetings/third/token",
)
OF_A_REGISTRANT = (
    "/meetings/third",
    "/meetings/third/zoom",
    "/meetings/third/snapshot",
    "/meetings/third/aside",
    "/meetings/third/token",
)


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


def test_a_copy_of_the_cookie_opens_nothing_afterwards(browsers: list[Browser]) -> None:
    copy = browsers[0].restarted()
    assert [copy.get(each).status for each in OF_A_LEADER] == [200] * len(OF_A_LEADER)
    token = copy.get("/meetings/third/token").json["token"]

    browsers[0].post("/account", where="here")

    assert [copy.get(each).status for each in OF_A_LEADER] == [404] * len(OF_A_LEADER)
    assert copy.get("/account").status == 303
    assert copy.command("/meetings/third", token).status == 404
    assert browsers[1].get("/meetings/third").status == 200


def test_it_stays_ended_however_its_cookie_is_signed_anew(
    demo_door: FrontDoor, browsers: list[Browser]
) -> None:
    copy = browsers[0].restarted()
    browsers[0].post("/account", where="here")
    for _ in range(3):
        demo_door.clock.wait(minutes=12 * 60)
        assert copy.post("/sign-in", email="zed@example.org").status == 200
        assert copy.get("/meetings/third").status == 404
    demo_door.people.end_login("another", demo_door.clock.now(), demo_door.clock.now())
    assert copy.get("/meetings/third").status == 404


def test_a_login_lasts_a_day(demo_door: FrontDoor, browsers: list[Browser]) -> None:
    demo_door.clock.wait(minutes=24 * 60 - 1)
    assert browsers[0].get("/groups").status == 200
    demo_door.clock.wait(minutes=1)
    assert [browsers[0].get(each).status for each in ("/groups", "/meetings/third")] == [404, 404]


@pytest.mark.parametrize("where", ["here", "everywhere"])
def test_the_browser_is_told_to_keep_nothing(browsers: list[Browser], where: str) -> None:
    assert "clear-site-data" not in browsers[0].get("/account").headers
    answer = browsers[0].post("/account", where=where)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'


@pytest.mark.parametrize("where", ["here", "everywhere"])
def test_so_does_a_registrants_copy(door: FrontDoor, where: str) -> None:
    browser = door.browser()
    browser.post(door.personal("join", CARLA))
    copy = browser.restarted()
    assert copy.get("/meetings/third/snapshot").status == 200

    browser.post("/account", where=where)

    assert [copy.get(each).status for each in OF_A_REGISTRANT] == [404] * len(OF_A_REGISTRANT)
    assert copy.get("/account").status == 303


def test_who_leaves_the_group_leaves_no_login_behind(door: FrontDoor) -> None:
    browser = door.browser()
    browser.post(door.personal("join", CARLA))
    answer = browser.post(door.personal("leave", CARLA))
    assert (answer.status, answer.headers["clear-site-data"]) == (200, '"cache", "storage"')
    assert door.rows("SELECT count(*) FROM ended_logins") == [(1,)]


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
