"""A calendar's address: all dates of one person, for a program that asks again and again, until it is withdrawn."""

import re
from datetime import timedelta
from typing import Any

import pytest
import vobject  # type: ignore[import-untyped]

from balint_live.application.identity import Identity
from tests.integration.contract.front_door import Browser, FrontDoor
from tests.integration.database.cast import ANA, CARLA, DAN, END, EVE, START, WEEK
from tests.integration.live.person import Answer

ADDRESS = re.compile(r'href="webcal://[^"]*?(/calendar/[^"]+)"')


def address_on(page: Answer) -> str:
    """What a page of theirs offers, without the site."""
    [address] = ADDRESS.findall(page.text)
    return str(address)


def record(door: FrontDoor, who: Identity) -> str:
    return f"{door.personal('join', who)}/record"


def own(door: FrontDoor, who: Identity = CARLA) -> str:
    return address_on(door.browser().get(record(door, who)))


def leader(door: FrontDoor, who: Identity = ANA) -> Browser:
    browser = door.browser()
    assert (
        browser.post(f"/sign-in/{door.tokens.standing_sign_in_token(who.id, door.clock.now())}").status == 303
    )
    return browser


def events(answer: Answer) -> list[Any]:
    return list(vobject.readOne(answer.text).vevent_list)


def test_it_holds_every_session_moved_and_cancelled_ones_too(door: FrontDoor) -> None:
    door.change("UPDATE meetings SET cancelled_at = :at, calendar_sequence = 1 WHERE id = 'fourth'", at=START)

    answer = door.browser().get(own(door))

    third, fourth = events(answer)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert (third.dtstart.value, third.dtend.value) == (START, END)
    assert (fourth.dtstart.value, fourth.dtend.value) == (START + WEEK, END + WEEK)
    assert [each.status.value for each in (third, fourth)] == ["CONFIRMED", "CANCELLED"]
    assert [each.sequence.value for each in (third, fourth)] == ["0", "1"]
    assert third.uid.value == "third.carla@127.0.0.1"
    assert third.summary.value == "Tuesday evening group, session 3 of 8"


def test_it_has_neither_people_nor_a_way_in(door: FrontDoor) -> None:
    text = door.browser().get(own(door)).text.replace("\r\n ", "")

    secrets = (
        "zoom",
        "Carla",
        "carla@",
        "Ana",
        "ATTENDEE",
        "ORGANIZER",
        "METHOD",
        door.personal("join", CARLA),
    )
    assert [
        each for each in secrets if each in text.replace("third.carla@", "").replace("fourth.carla@", "")
    ] == []


def test_asking_has_no_effect_and_is_answered_in_short_where_nothing_changed(door: FrontDoor) -> None:
    address, before = own(door), door.everything()

    first = door.browser().get(address)
    again = door.browser().get(address, **{"If-None-Match": first.headers["etag"]})

    assert (again.status, again.text, door.everything()) == (304, "", before)
    door.change(
        "UPDATE meetings SET scheduled_end = :end, calendar_sequence = 1 WHERE id = 'third'", end=END + WEEK
    )
    moved = door.browser().get(address, **{"If-None-Match": first.headers["etag"]})
    assert (moved.status, [each.sequence.value for each in events(moved)]) == (200, ["1", "0"])


def test_a_press_withdraws_it_and_leaves_the_link(door: FrontDoor) -> None:
    first, browser = own(door), door.browser()
    form = browser.get(record(door, CARLA)).form

    pressed = browser.send(f"{record(door, CARLA)}/calendar", csrf_token=form["csrf_token"])

    second = own(door)
    assert (pressed.status, pressed.headers["location"]) == (303, f"{record(door, CARLA)}#calendar")
    assert [door.browser().get(each).status for each in (first, second, own(door, DAN))] == [410, 200, 200]
    assert door.browser().send(f"{record(door, CARLA)}/calendar").status == 400, (
        "not without the page's proof"
    )


def test_it_ends_with_the_place_in_the_group_with_an_erasure_and_after_the_series(door: FrontDoor) -> None:
    carlas, dans = own(door), own(door, DAN)
    door.change("UPDATE registrants SET withdrawn_at = :at WHERE id = 'carla'", at=START)
    door.change("DELETE FROM registrants WHERE id = 'dan'")
    assert [door.browser().get(each).status for each in (carlas, dans)] == [410, 410]

    door.change("UPDATE registrants SET withdrawn_at = NULL WHERE id = 'carla'")
    door.clock.set(END + WEEK + timedelta(days=14))
    assert door.browser().get(carlas).status == 410


@pytest.mark.parametrize("altered", ["x", "", "registrant-carla-1.x", "é"])
def test_an_altered_address_was_never_valid(door: FrontDoor, altered: str) -> None:
    assert door.browser().get(f"/calendar/{altered}.ics").status == 404
    assert door.browser().get(own(door).replace("carla", "dan")).status == 404


def test_a_leaders_holds_the_sessions_of_every_group_they_lead(demo_door: FrontDoor) -> None:
    door, browser = demo_door, leader(demo_door)
    anas = address_on(browser.get("/account"))
    whole = door.browser().get(anas)
    door.change("INSERT INTO group_leaders (group_id, leader_id, label) VALUES ('thursday', 'ana', 'leader')")

    both = door.browser().get(anas)

    assert [each.uid.value for each in events(whole)] == ["third.ana@127.0.0.1", "fourth.ana@127.0.0.1"]
    assert sorted(each.uid.value for each in events(both)) == [
        f"{each}.ana@127.0.0.1" for each in ("elsewhere", "fourth", "third")
    ]
    assert events(whole)[0].description.value == "Sign in here: http://127.0.0.1:8000/sign-in"


def test_a_leader_withdraws_theirs_and_stays_signed_in(demo_door: FrontDoor) -> None:
    door, browser = demo_door, leader(demo_door)
    anas, eves = (address_on(one.get("/account")) for one in (browser, leader(door, EVE)))
    form = browser.get("/account").form

    pressed = browser.send("/account/calendar", csrf_token=form["csrf_token"])

    assert (pressed.status, pressed.headers["location"]) == (303, "/account")
    asked = (anas, address_on(browser.get("/account")), eves)
    assert [door.browser().get(each).status for each in asked] == [410, 200, 200]
