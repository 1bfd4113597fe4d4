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
