"""`/account`: who this browser speaks for, and signing out of it, or of every browser at once."""

from dataclasses import replace
from urllib.parse import quote

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


SIGN_IN_AGAIN = 303
"""To the sign-in, where a login has run out; nobody's gets 404."""
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
    for status in (404, SIGN_IN_AGAIN, SIGN_IN_AGAIN):
        demo_door.clock.wait(minutes=12 * 60)
        assert copy.post("/sign-in", email="zed@example.org").status == 200
        assert copy.get("/meetings/third").status == status
    demo_door.people.end_login("another", demo_door.clock.now(), demo_door.clock.now())
    assert copy.get("/meetings/third").status == SIGN_IN_AGAIN


def test_one_that_was_ended_never_goes_on_by_being_used(
    demo_door: FrontDoor, browsers: list[Browser]
) -> None:
    copy = browsers[0].restarted()
    browsers[0].post("/account", where="here")
    for _ in range(48):
        demo_door.clock.wait(minutes=55)
        assert not {copy.get(each).status for each in OF_A_LEADER} & {200, 304}
        demo_door.people.end_login("another", demo_door.clock.now(), demo_door.clock.now())


def test_one_that_was_ended_in_a_session_stays_so_to_its_end(demo_door: FrontDoor) -> None:
    """Also when it would have ended by itself in the same session, which lets nobody's login end inside it."""
    demo_door.restart(session={"login_hours": 1})
    laptop = demo_door.browser()
    laptop.post(standing(demo_door, "ana"))
    demo_door.site.open()
    copy = laptop.restarted()
    laptop.post("/account", where="here")
    for _ in range(5):
        demo_door.clock.wait(minutes=40)
        demo_door.people.end_login("another", demo_door.clock.now(), demo_door.clock.now())
        assert copy.get("/meetings/third").status != 200


def test_a_login_that_is_not_used_lasts_a_day(demo_door: FrontDoor, browsers: list[Browser]) -> None:
    demo_door.clock.wait(minutes=24 * 60 - 1)
    assert browsers[0].get("/groups").status == 200
    demo_door.clock.wait(minutes=1)
    assert browsers[1].get("/groups").status == SIGN_IN_AGAIN


def test_one_that_is_used_goes_on(demo_door: FrontDoor, browsers: list[Browser]) -> None:
    for address in ("/groups", "/groups/tuesday", "/account", "/meetings/third", "/meetings/third/token"):
        demo_door.clock.wait(minutes=24 * 60 - 1)
        assert browsers[0].get(address).status == 200, address


def test_its_cookie_does_not_change_with_every_page(demo_door: FrontDoor, browsers: list[Browser]) -> None:
    browsers[0].get("/account")
    assert [len(browsers[0].get("/account").cookies) for _ in range(2)] == [0, 0]
    demo_door.clock.wait(minutes=6)
    assert [len(browsers[0].get("/account").cookies) for _ in range(2)] == [1, 0]


@pytest.fixture
def session(demo_door: FrontDoor) -> Browser:
    """Ana's, signed in for an hour, in a session of an hour that has just begun."""
    demo_door.restart(session={"login_hours": 1})
    laptop = demo_door.browser()
    laptop.post(standing(demo_door, "ana"))
    demo_door.site.open()
    return laptop


def test_it_never_ends_inside_a_session(demo_door: FrontDoor, session: Browser) -> None:
    """The socket alone was used meanwhile; then it is lost, and the page fetches a token and comes in again."""
    demo_door.clock.wait(minutes=89)
    token = session.get("/meetings/third/token")
    assert (token.status, len(token.cookies)) == (200, 1)
    assert session.command("/meetings/third", token.json["token"]).json["code"] == "unknown_command"
    assert [session.get(f"/meetings/third{each}").status for each in ("", "/snapshot", "/presence")] == [
        200
    ] * 3
    assert session.get("/groups").status == 200, "and is one that goes on"


def test_but_with_it(demo_door: FrontDoor, session: Browser) -> None:
    demo_door.clock.wait(minutes=61)
    demo_door.site.close()
    assert session.get("/meetings/third").status == SIGN_IN_AGAIN


def test_one_that_had_ended_before_the_door_opened_is_over(demo_door: FrontDoor) -> None:
    demo_door.restart(session={"login_hours": 1})
    demo_door.clock.wait(minutes=-91)
    laptop = demo_door.browser()
    laptop.post(standing(demo_door, "ana"))
    demo_door.clock.wait(minutes=91)
    assert laptop.get("/meetings/third").status == SIGN_IN_AGAIN


@pytest.mark.parametrize(
    "page",
    [
        "/account",
        "/meetings/third",
        "/meetings/nowhere",
        "/groups/tuesday",
        "/groups?q=x%20y",
        "/meetings/third/zoom",
    ],
)
def test_who_comes_after_its_end_signs_in_and_is_back_at_the_page(
    demo_door: FrontDoor, browsers: list[Browser], page: str
) -> None:
    laptop = browsers[0]
    demo_door.clock.wait(minutes=25 * 60)
    led = laptop.get(page)
    assert (led.status, led.headers["location"]) == (303, f"/sign-in?next={quote(page, safe='')}")
    asking = laptop.get(led.headers["location"])
    assert "You were signed out, because" in asking.text
    assert asking.form["next"] == page

    sent = laptop.send("/sign-in", **asking.form, email="ana@example.org")
    by_digits = laptop.restarted()
    answer = laptop.post(demo_door.mailed_link)
    assert (answer.status, answer.headers["location"]) == (303, page)
    demo_door.change("UPDATE sign_ins SET used_at = NULL")
    answer = by_digits.send("/sign-in", **sent.form, code=demo_door.mailed_digits)
    assert (answer.status, answer.headers["location"]) == (303, page)


def test_the_way_back_is_forgotten_by_the_next_ask(demo_door: FrontDoor) -> None:
    laptop = demo_door.browser()
    laptop.send(
        "/sign-in", **{**laptop.get("/sign-in").form, "next": "/groups/tuesday"}, email="zed@example.org"
    )
    laptop.post("/sign-in", email="ana@example.org")
    assert laptop.post(demo_door.mailed_link).headers["location"] == "/meetings/third"


def test_nobody_is_led_to_another_site(demo_door: FrontDoor) -> None:
    laptop = demo_door.browser()
    page = laptop.get("/sign-in?next=//evil.example/x")
    assert "evil" not in page.text
    laptop.send("/sign-in", **{**page.form, "next": "//evil.example/x"}, email="ana@example.org")
    assert laptop.post(demo_door.mailed_link).headers["location"] == "/meetings/third"


def test_a_participant_is_shown_their_own_way_in(door: FrontDoor) -> None:
    browser = door.browser()
    browser.post(door.personal("join", CARLA))
    door.clock.wait(minutes=25 * 60)
    led = browser.get("/meetings/third")
    page = browser.get(led.headers["location"])
    assert (led.status, "type your code" in page.text, "Leader sign-in" in page.text) == (303, True, False)


def test_a_press_after_its_end_leads_back_to_the_page_it_was_made_on(
    demo_door: FrontDoor, browsers: list[Browser]
) -> None:
    form = browsers[0].get("/groups/tuesday/leaders").form
    demo_door.clock.wait(minutes=25 * 60)
    answer = browsers[0].send("/groups/tuesday/leaders", **form)
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in?next=%2Fgroups")


@pytest.mark.parametrize("beside", ["/token", "/snapshot", "/presence"])
def test_a_script_is_told_in_its_own_words(
    demo_door: FrontDoor, browsers: list[Browser], beside: str
) -> None:
    demo_door.clock.wait(minutes=25 * 60)
    answer = browsers[0].get(f"/meetings/third{beside}")
    assert (answer.status, answer.json["code"]) == (404, "not_allowed")


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
