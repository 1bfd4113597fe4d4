"""What goes out to others by mail, or could be guessed, may be asked for only so often from one network address."""

from pathlib import Path

from tests.integration.contract.front_door import FrontDoor

ASKS = {"asks_per_minute": 3}


def test_all_asking_draws_on_one_budget_and_looking_on_another(tmp_path: Path) -> None:
    door = FrontDoor(tmp_path, limits=ASKS)
    browser = door.browser()
    asked = [
        browser.post("/sign-in", email="ana@example.org"),
        browser.post("/link-again", email="carla@example.org"),
        browser.post("/join", code="ACDE2346"),
        browser.post("/sign-in", email="ben@example.org"),
        browser.post("/link-again", email="dan@example.org"),
        browser.post("/join", code="ACDE2346"),
    ]
    assert [each.status for each in asked] == [200, 200, 404, 429, 429, 429]
    assert {each.body for each in asked[3:]} == {b"Please wait a minute."}
    assert [browser.get(each).status for each in ("/sign-in", "/link-again", "/join")] == [200] * 3
    assert door.rows("SELECT kind FROM mails ORDER BY kind") == [("link_again",), ("sign_in",)]
    door.database.dispose()


def test_a_browser_that_signed_a_leader_in_shares_nothing_with_a_flood_from_the_same_address(
    tmp_path: Path,
) -> None:
    door = FrontDoor(
        tmp_path, limits={**ASKS, "pages_per_minute": 1, "pages_burst": 10, "presses_per_minute": 5}
    )
    leader = door.browser()
    leader.post("/sign-in", email="ana@example.org")
    assert leader.post(door.mailed_link).status == 303
    assert leader.post("/account", where="here").status == 303
    stranger = door.browser()
    for _ in range(20):
        stranger.post("/sign-in", email="nobody@example.org")

    door.clock.wait(minutes=1)
    assert stranger.get("/sign-in").status == 429
    assert leader.post("/sign-in", email="ana@example.org").status == 200
    assert leader.post(door.mailed_link).status == 303
    door.database.dispose()
