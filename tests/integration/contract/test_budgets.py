"""Budgets: a clinic never meets them as they are, and whoever does has cost nothing yet.

Where a budget must run out it is a small one, so that a slow machine, on which drops leak away meanwhile, finds its end too.
"""

from collections.abc import Callable
from pathlib import Path

from balint_live.web.shared.access import RateLimit, declaration_of
from tests.integration.contract.front_door import FrontDoor
from tests.integration.database.cast import CARLA
from tests.integration.live.person import Answer

MANY = 2_000
SMALL = {
    "pages_per_minute": 1,
    "pages_burst": 3,
    "presses_per_minute": 3,
    "own_pages_burst": 3,
    "own_pages_per_second": 1,
}


def until_refused(asked: Callable[[], Answer]) -> list[Answer]:
    """Every answer up to the first that says "too many"."""
    answers: list[Answer] = []
    while len(answers) < MANY:
        answers.append(asked())
        if answers[-1].status == 429:
            return answers
    raise AssertionError("nothing was ever refused")


def test_presses_without_a_forms_token_are_counted(tmp_path: Path) -> None:
    browser = FrontDoor(tmp_path, limits=SMALL).browser()
    *taken, refused = until_refused(lambda: browser.send("/join/any", name="x"))
    assert {each.status for each in taken} == {400}
    assert len(taken) >= 3
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.text == "Please wait a minute."
    assert browser.get("/privacy").status == 200


def test_addresses_that_lead_nowhere_are_counted(tmp_path: Path) -> None:
    browser = FrontDoor(tmp_path, limits=SMALL).browser()
    *taken, _ = until_refused(lambda: browser.get("/nowhere"))
    assert {each.status for each in taken} == {404}
    assert browser.get("/privacy").status == 429


def test_looks_at_its_health_are_counted_apart(tmp_path: Path) -> None:
    browser = FrontDoor(tmp_path).browser()
    *taken, _ = until_refused(lambda: browser.get("/healthz"))
    assert {each.status for each in taken} == {200}
    assert len(taken) >= 120
    assert browser.get("/privacy").status == 200


def test_one_who_is_signed_in_uses_up_nobody_elses(tmp_path: Path) -> None:
    door = FrontDoor(tmp_path, limits={"own_pages_burst": 3, "own_pages_per_second": 1})
    browser = door.browser()
    browser.post(door.personal("join", CARLA))
    *taken, _ = until_refused(lambda: browser.get("/account"))
    assert {each.status for each in taken} == {200}
    assert door.browser().get("/privacy").status == 200


def test_a_clinic_behind_one_address_joins_in_the_same_minute(tmp_path: Path) -> None:
    door = FrontDoor(tmp_path)
    link = door.personal("join", CARLA)
    for _ in range(12):
        browser = door.browser()
        asked = [browser.get(link), browser.get("/favicon.ico"), browser.get(link), browser.post(link)]
        assert [each.status for each in asked] == [200, 404, 200, 303]
    static = declaration_of(door.app, "static")
    assert static is not None
    assert static.rate_limit is RateLimit.NONE


def test_a_live_command_over_its_budget_hears_so_as_a_command(tmp_path: Path) -> None:
    door = FrontDoor(tmp_path, limits={"own_pages_burst": 3, "own_pages_per_second": 1})
    browser = door.browser()
    browser.post(door.personal("join", CARLA))
    answer = browser.send("/meetings/any/command")
    while answer.status == 404:
        answer = browser.send("/meetings/any/command")
    assert (answer.status, answer.json) == (200, {"ok": False, "code": "rate_limited", "revision": 0})
