"""`/join/<token>` when it no longer holds: which of three things became of it, what to do next, and never whose it was."""

from datetime import datetime, timedelta

import pytest

from balint_live.application.access.links import LINKS_END_AFTER
from tests.integration.contract.front_door import FrontDoor
from tests.integration.database.cast import CARLA, END, FINN, ISSUED, START, WEEK

NEW_SECRET = {"security": {"secret": "n" * 32, "previous_secrets": ["s" * 32]}}
FORGOTTEN = {"security": {"secret": "n" * 32}}


@pytest.mark.parametrize(
    ("statement", "heading"),
    [
        ("UPDATE registrants SET link_version = 2 WHERE id = 'carla'", "This link was replaced by a newer one"),
        ("UPDATE registrants SET group_id = 'thursday' WHERE id = 'carla'", "This link was replaced by a newer one"),
        ("UPDATE registrants SET withdrawn_at = '2026-01-01' WHERE id = 'carla'", "This link was withdrawn"),
        ("DELETE FROM registrants WHERE id = 'carla'", "This link is no longer in use"),
    ],
)  # fmt: skip
def test_it_says_what_became_of_it_and_offers_a_new_one(
    door: FrontDoor, statement: str, heading: str
) -> None:
    link, browser = door.personal("join", CARLA), door.browser()
    form = browser.get(link).form
    door.change(statement)
    before = door.everything()

    answers = [browser.get(link), browser.send(link, **form)]

    assert [each.status for each in answers] == [410, 410]
    assert {(heading in each.text, "Carla" in each.text) for each in answers} == {(True, False)}
    assert all('<a class="button" href="/link-again">Send me a new link</a>' in each.text for each in answers)
    assert (browser.who, door.everything()) == (None, before)


def test_two_weeks_after_the_last_session_that_was_not_cancelled(door: FrontDoor) -> None:
    link, browser = door.personal("join", CARLA), door.browser()
    door.clock.set(END + WEEK + LINKS_END_AFTER - timedelta(seconds=1))
    assert browser.get(link).status == 200
    door.clock.wait(seconds=1)
    assert browser.get(link).status == 410
    assert "This link has ended with its series" in browser.get(link).text

    door.clock.set(END + LINKS_END_AFTER)
    assert browser.get(link).status == 200
    door.change("UPDATE meetings SET cancelled_at = :at WHERE number = 4", at=ISSUED)
    assert browser.get(link).status == 410


@pytest.mark.parametrize(
    ("statement", "end"),
    [
        ("UPDATE meetings SET cancelled_at = scheduled_start WHERE group_id = 'tuesday'", END + WEEK),
        ("DELETE FROM meetings WHERE group_id = 'tuesday'", ISSUED),
    ],
    ids=["all cancelled", "none booked"],
)
def test_two_weeks_after_the_last_date_or_the_making_of_the_group_where_nothing_came_of_it(
    door: FrontDoor, statement: str, end: datetime
) -> None:
    link, browser = door.personal("join", CARLA), door.browser()
    door.change(statement)

    door.clock.set(end + LINKS_END_AFTER - timedelta(seconds=1))
    before = browser.get(link)
    door.clock.wait(seconds=1)

    assert before.status != 410
    assert "This link has ended with its series" in browser.get(link).text


def test_under_a_new_secret_everything_holds_while_the_old_one_is_listed(door: FrontDoor) -> None:
    carlas, laptop = door.personal("join", CARLA), door.browser()
    laptop.post("/sign-in", email="ana@example.org")
    link, digits = door.mailed_link, door.mailed_digits
    phone = door.browser()
    phone.post("/sign-in", email="ben@example.org")
    bens_digits = door.mailed_digits
    finn = door.browser()
    finn.post(door.personal("join", FINN))

    door.restart(**NEW_SECRET)
    assert (door.mailed_link != link, door.mailed_digits != bens_digits) == (True, True)
    assert door.browser().get(carlas).status == 200
    assert finn.restarted().get("/meetings/elsewhere").status == 200
    assert laptop.restarted().post(link).status == 303
    assert phone.restarted().post("/sign-in", code=bens_digits).status == 303
    assert digits != bens_digits


def test_and_nothing_when_it_is_no_longer(door: FrontDoor) -> None:
    carlas = door.personal("join", CARLA)
    door.restart(**FORGOTTEN)
    assert door.clock.now() == START
    assert door.browser().get(carlas).status == 404
