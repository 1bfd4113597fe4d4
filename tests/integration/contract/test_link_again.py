"""`/link-again`: the link goes to the stored address, and the answer tells nobody whether there is one."""

import re

import pytest

from tests.integration.contract.front_door import FrontDoor
from tests.integration.database.cast import ISSUED

PROOF = re.compile(r'name="csrf_token" value="[^"]*"')
MAILS = "SELECT kind, registrant_id, group_id, state FROM mails ORDER BY registrant_id"


@pytest.mark.parametrize("email", ["carla@example.org", " Carla@Example.org "])
def test_it_is_mailed_to_the_one_enrolled(door: FrontDoor, email: str) -> None:
    assert door.browser().post("/link-again", email=email).status == 200
    assert door.rows(MAILS) == [("link_again", "carla", "tuesday", "waiting")]


def test_asked_for_again_at_once_it_is_mailed_once(door: FrontDoor) -> None:
    for minutes in (0, 9, 1):
        door.clock.wait(minutes=minutes)
        door.browser().post("/link-again", email="carla@example.org")
    assert len(door.rows(MAILS)) == 2


def test_known_withdrawn_and_unknown_are_answered_alike(door: FrontDoor) -> None:
    door.change("UPDATE registrants SET withdrawn_at = :at WHERE id = 'dan'", at=ISSUED)
    browser = door.browser()
    people = ("carla", "dan", "ana", "zed", "carla")
    answers = [browser.post("/link-again", email=f"{each}@example.org") for each in people]
    told = {(each.status, PROOF.sub("", each.text)) for each in answers}
    assert told == {(200, PROOF.sub("", answers[0].text))}
    assert [len(each.cookies) for each in answers] == [1] * 5
    assert "If that address is enrolled in a group" in answers[0].text
    assert [registrant for _, registrant, *_ in door.rows(MAILS)] == ["carla"]


def test_looking_mails_nothing(door: FrontDoor) -> None:
    before = door.everything()
    browser = door.browser()
    assert [browser.get("/link-again").status, browser.head("/link-again").status] == [200, 200]
    assert door.everything() == before


def test_what_is_no_address_comes_back_as_it_was_typed(door: FrontDoor) -> None:
    answer = door.browser().post("/link-again", email="carla at example")
    assert answer.status == 422
    assert 'value="carla at example"' in answer.text
    assert "E-mail address: this does not look like one." in answer.text
