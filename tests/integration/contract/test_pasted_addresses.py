"""Addresses, codes and digits as they come out of mails: with the sign that followed, or one that nobody sees."""

from urllib.parse import quote

import pytest

from tests.integration.contract.front_door import Browser, FrontDoor
from tests.integration.database.cast import CARLA

FOLLOWS = [
    *".,;:!?)]>*\"'”’»…。",
    *(").", " ", "\n"),
    *("\u200b", "\u200b.", "\u2060", "\ufeff", "\u00a0", "\u00ad"),
]


def wide(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) for each in text)


@pytest.fixture
def browser(door: FrontDoor) -> Browser:
    door.change("UPDATE registrants SET join_code = 'ACDE2346' WHERE id = 'carla'")
    return door.browser()


@pytest.mark.parametrize("sign", FOLLOWS, ids=ascii)
def test_what_follows_an_address_in_a_sentence_is_forgiven(
    door: FrontDoor, browser: Browser, sign: str
) -> None:
    assert browser.post("/sign-in", email="ana@example.org").status == 200
    link, leave = door.personal("join", CARLA), door.personal("leave", CARLA)
    looked = [
        "/join",
        "/sign-in",
        "/verify",
        "/privacy",
        "/link-again",
        link,
        f"{link}/record",
        leave,
        door.mailed_link,
    ]
    after = quote(sign)

    assert {each: browser.get(f"{each}{after}").status for each in looked} == dict.fromkeys(looked, 200)
    assert browser.post(f"{link}{after}").status == 303
    assert browser.who == CARLA
    assert browser.post(f"/join{after}", code="ACDE2346").headers["location"] == link


def test_what_is_altered_stays_so(door: FrontDoor, browser: Browser) -> None:
    link = door.personal("join", CARLA)
    altered = [
        f"{link}x",
        f"{link}.x",
        f"{link}é",
        f"{link}%00",
        f"{link}%00.",
        link[:-1] + ".",
        "/joined",
        "/join/.",
        "/join/",
    ]
    assert {each: browser.get(each).status for each in altered} == dict.fromkeys(altered, 404)


@pytest.mark.parametrize(
    "code", ["ACDE-2346.", "acde\u200b2346", wide("acde-2346"), "ACDE\u20142346"], ids=ascii
)
def test_a_code_is_taken_as_it_was_pasted(door: FrontDoor, browser: Browser, code: str) -> None:
    assert browser.post("/join", code=code).headers["location"] == door.personal("join", CARLA)


def test_so_are_digits(door: FrontDoor, browser: Browser) -> None:
    for before, between, after in [("", "", "."), ("\u200b", "\u2013", ""), (" ", "\u00a0", ")")]:
        page = browser.post("/sign-in", email="ana@example.org")
        digits = door.mailed_digits
        pasted = f"{before}{wide(digits[:3])}{between}{digits[3:]}{after}"
        assert browser.send("/sign-in", **page.form, code=pasted).status == 303
        door.clock.wait(minutes=1)


PASTED = [
    "carla@example.org.",
    "<carla@example.org>.",
    wide("carla@example.org"),
    "\u200bcarla@example.org\u200b",
]


@pytest.mark.parametrize("email", PASTED, ids=ascii)
def test_so_are_mail_addresses(door: FrontDoor, browser: Browser, email: str) -> None:
    assert browser.post("/link-again", email=email).status == 200
    assert door.rows("SELECT registrant_id FROM mails WHERE kind = 'link_again'") == [("carla",)]
    assert (
        browser.post(
            "/sign-in", email=email.replace("carla", "ana").replace(wide("carla"), wide("ana"))
        ).status
        == 200
    )
    assert door.newest
