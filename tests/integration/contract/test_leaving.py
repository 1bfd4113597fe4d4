"""`/leave/<token>`: the way out of the group, at the foot of its mails. Looking explains; the press leaves."""

from tests.integration.contract.front_door import FrontDoor
from tests.integration.database.cast import CARLA, DAN

WHO = "SELECT id, withdrawn_at IS NOT NULL FROM registrants WHERE group_id = 'tuesday' ORDER BY id"
EVERYBODY = [("carla", False), ("dan", False), ("otto", False)]


def test_looking_explains_and_does_nothing(door: FrontDoor) -> None:
    link, before = door.personal("leave", CARLA), door.everything()
    for _ in range(20):
        browser = door.browser()
        assert [browser.get(link).status, browser.head(link).status] == [200, 200]
    assert "just tell your leaders" in door.browser().get(link).text
    assert door.browser().send(link).status == 400, "not without the page's own proof"
    assert door.browser().send(link, **{"List-Unsubscribe": "One-Click"}).status == 400
    assert door.everything() == before


def test_the_press_leaves_and_ends_link_code_and_login(door: FrontDoor) -> None:
    door.change("UPDATE registrants SET join_code = 'ACDE2346' WHERE id = 'carla'")
    browser, other = door.browser(), door.browser()
    join = door.personal("join", CARLA)
    assert [each.post(join).status for each in (browser, other)] == [303, 303]

    answer = browser.post(door.personal("leave", CARLA))

    assert (answer.status, "You have left the group" in answer.text, browser.who) == (200, True, None)
    assert door.rows(WHO) == [("carla", True), *EVERYBODY[1:]]
    assert other.get("/meetings/third").status == 404
    assert other.get(join).status == 410
    assert other.post("/join", code="ACDE2346").status == 404


def test_who_has_left_cannot_leave_again(door: FrontDoor) -> None:
    leave, browser = door.personal("leave", CARLA), door.browser()
    browser.post(leave)
    before = door.everything()
    assert [browser.get(leave).status, browser.post(leave).status] == [410, 400]
    assert browser.send(leave, **browser.get("/link-again").form).status == 410
    assert door.everything() == before


def test_the_link_for_joining_takes_nobody_out_and_the_other_way_round(door: FrontDoor) -> None:
    join, leave = door.personal("join", CARLA), door.personal("leave", CARLA)
    crossed = [leave.replace("/leave/", "/join/"), join.replace("/join/", "/leave/")]
    assert [door.browser().get(each).status for each in crossed] == [404, 404]
    assert [door.browser().post(each).status for each in crossed] == [400, 400]
    assert door.rows(WHO) == EVERYBODY


def test_somebody_elses_login_stays(door: FrontDoor) -> None:
    dans = door.browser()
    dans.post(door.personal("join", DAN))
    dans.post(door.personal("leave", CARLA))
    assert dans.who == DAN
    assert dans.get("/meetings/third").status == 200
