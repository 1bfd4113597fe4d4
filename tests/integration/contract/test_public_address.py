"""The site's public address, on pages and where mails would be sent."""

import pytest

from tests.integration.contract.front_door import Browser, FrontDoor

MAIL = {"host": "mail.example.org", "from_address": "us@example.org"}
WHY = (
    "Links in e-mails would begin with http://127.0.0.1:8000, which opens on this machine only. "
    "Set server.public_url to the address people use."
)
SENDING = ("/invitations", "/people/carla/invite", "/people/carla/link", "/people/carla/new-link")


@pytest.fixture
def ana(demo_door: FrontDoor) -> Browser:
    return signed_in(demo_door)


def signed_in(door: FrontDoor) -> Browser:
    browser = door.browser()
    browser.post(f"/sign-in/{door.tokens.standing_sign_in_token('ana', door.clock.now())}")
    return browser


def test_one_beyond_ascii_serves_pages(door: FrontDoor) -> None:
    door.restart(server={"public_url": "http://BÄLINT.example"})
    page = door.browser().get("/")
    assert page.status == 200
    assert "connect-src 'self' ws://xn--blint-gra.example;" in page.headers["content-security-policy"]


def test_presses_there_come_from_there(door: FrontDoor) -> None:
    door.restart(server={"public_url": "http://BÄLINT.example"})
    origins = ("http://xn--blint-gra.example", "http://localhost", "http://xn--blint-gra.example:80")
    form = {"email": "zed@example.org"}
    browser = door.browser()
    page = browser.get("/sign-in")
    assert [browser.send("/sign-in", origin=each, **page.form, **form).status for each in origins] == [
        200,
        400,
        400,
    ]


@pytest.mark.parametrize("address", SENDING)
def test_links_nobody_could_open_are_not_sent_and_it_is_said_why(demo_door: FrontDoor, address: str) -> None:
    demo_door.restart(mail=MAIL)
    ana, before = signed_in(demo_door), demo_door.rows("SELECT count(*) FROM mails")
    form = ana.get("/groups/tuesday/leaders").form

    answer = ana.send(f"/groups/tuesday{address}", csrf_token=form["csrf_token"])

    assert (answer.status, WHY in answer.text) == (422, True)
    assert demo_door.rows("SELECT count(*) FROM mails") == before


def test_the_page_that_would_send_them_says_so_beforehand(demo_door: FrontDoor, ana: Browser) -> None:
    assert WHY not in ana.get("/groups/tuesday/invitations").text
    demo_door.restart(mail=MAIL)
    assert WHY in signed_in(demo_door).get("/groups/tuesday/invitations").text
    demo_door.restart(mail=MAIL, server={"public_url": "https://balint.example.org"})
    assert WHY not in signed_in(demo_door).get("/groups/tuesday/invitations").text


def test_the_outbox_needs_no_public_address(demo_door: FrontDoor, ana: Browser) -> None:
    form = ana.get("/groups/tuesday/leaders").form
    answer = ana.send("/groups/tuesday/people/carla/link", csrf_token=form["csrf_token"])
    assert (answer.status, answer.headers["location"].startswith("/groups/tuesday/mails/")) == (303, True)
