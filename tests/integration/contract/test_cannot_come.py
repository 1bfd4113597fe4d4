"""“I can't come to this one”, on a participant's own page: one press and no reason, seen by leaders only, and taken back as
easily."""

from balint_live.application.identity import Identity
from tests.integration.contract.front_door import Browser, FrontDoor
from tests.integration.database.cast import CARLA, DAN

THIRD = "third"
TO_COME = 2
SAID = "SELECT meeting_id, registrant_id FROM absences ORDER BY meeting_id, registrant_id"


def pressed(door: FrontDoor, who: Identity, session: str, cannot: bool = True) -> tuple[Browser, int]:
    browser = door.browser()
    record = f"{door.personal('join', who)}/record"
    fields = {"session": session, "csrf_token": browser.get(record).form["csrf_token"]}
    answer = browser.send(f"{record}/absences", **fields, **({"cannot": "yes"} if cannot else {}))
    return browser, answer.status


def test_looking_has_no_effect_and_offers_each_session_to_come(door: FrontDoor) -> None:
    record, before = f"{door.personal('join', CARLA)}/record", door.everything()
    for _ in range(5):
        page = door.browser().get(record)
        assert (page.status, page.text.count("I can't come to this one")) == (200, TO_COME)
    assert door.everything() == before


def test_one_press_says_so_another_takes_it_back_and_each_once(door: FrontDoor) -> None:
    assert [pressed(door, CARLA, THIRD)[1] for _ in range(2)] == [303, 303]
    assert door.rows(SAID) == [(THIRD, "carla")]
    page = door.browser().get(f"{door.personal('join', CARLA)}/record").text
    assert ("You have told your leaders that you can't come." in page, "I can come after all" in page) == (
        True,
        True,
    )

    assert [pressed(door, CARLA, THIRD, cannot=False)[1] for _ in range(2)] == [303, 303]
    assert door.rows(SAID) == []


def test_without_the_pages_own_proof_nothing_is_said(door: FrontDoor) -> None:
    record = f"{door.personal('join', CARLA)}/record"
    assert door.browser().send(f"{record}/absences", session=THIRD, cannot="yes").status == 400
    assert door.rows(SAID) == []


def test_a_session_that_is_over_cancelled_or_not_theirs_is_refused(door: FrontDoor) -> None:
    door.change(
        "UPDATE meetings SET closed_at = scheduled_end, opened_at = scheduled_start WHERE id = 'third'"
    )
    assert [pressed(door, CARLA, session)[1] for session in (THIRD, "nowhere", "")] == [422, 422, 422]
    assert door.rows(SAID) == []


def test_nobody_elses_page_says_so(door: FrontDoor) -> None:
    pressed(door, CARLA, THIRD)
    page = door.browser().get(f"{door.personal('join', DAN)}/record").text
    assert ("You have told your leaders" in page, "I can't come to this one" in page) == (False, True)
