"""Budgets as they are unless somebody sets others: a clinic never meets them, and whoever does has cost nothing yet."""

from pathlib import Path
from typing import Any

import pytest

from balint_live.config import Limits
from tests.integration.contract.front_door import FrontDoor
from tests.integration.database.cast import CARLA

DEFAULT = Limits()
OVER = 5


@pytest.fixture
def door(tmp_path: Path) -> FrontDoor:
    return FrontDoor(tmp_path, limits={})


def statuses(times: int, asked: Any) -> list[int]:
    return [asked().status for _ in range(times)]


def test_presses_without_a_forms_token_are_counted(door: FrontDoor) -> None:
    browser = door.browser()
    answers = [
        browser.send(f"/join/{number}", name="x") for number in range(DEFAULT.presses_per_minute + OVER)
    ]
    assert [each.status for each in answers] == [400] * DEFAULT.presses_per_minute + [429] * OVER
    assert answers[-1].headers["retry-after"] == "1"
    assert answers[-1].text == "Please wait a minute."
    assert browser.get("/privacy").status == 200


def test_addresses_that_lead_nowhere_are_counted(door: FrontDoor) -> None:
    browser = door.browser()
    nowhere = statuses(DEFAULT.pages_burst, lambda: browser.get("/nowhere"))
    assert nowhere == [404] * DEFAULT.pages_burst
    assert 429 in statuses(OVER, lambda: browser.get("/privacy"))


def test_looks_at_its_health_are_counted_apart(door: FrontDoor) -> None:
    browser = door.browser()
    looks = statuses(120 + OVER, lambda: browser.get("/healthz"))
    assert (looks[:120], looks[-1]) == ([200] * 120, 429)
    assert browser.get("/privacy").status == 200


def test_one_who_is_signed_in_uses_up_nobody_elses(door: FrontDoor) -> None:
    carla, other = door.browser(), door.browser()
    carla.post(door.personal("join", CARLA))
    pages = statuses(200, lambda: carla.get("/account"))
    assert pages[: DEFAULT.own_pages_burst] == [303] * DEFAULT.own_pages_burst
    assert 429 in pages
    assert other.get("/privacy").status == 200
    other.post(door.personal("join", CARLA))
    assert other.get("/account").status == 429


def test_a_clinic_behind_one_address_joins_in_the_same_minute(door: FrontDoor) -> None:
    for _ in range(12):
        browser = door.browser()
        link = door.personal("join", CARLA)
        asked = [browser.get(link), browser.get("/favicon.ico"), browser.post(link)]
        files = statuses(27, lambda: browser.get("/static/css/base.css"))  # noqa: B023 - asked at once
        assert 429 not in [each.status for each in asked] + files


def test_a_live_command_over_its_budget_hears_so_as_a_command(tmp_path: Path) -> None:
    door = FrontDoor(tmp_path, limits={"own_pages_burst": 3, "own_pages_per_second": 1})
    carla = door.browser()
    carla.post(door.personal("join", CARLA))
    answers = [carla.send("/meetings/any/command") for _ in range(3 + OVER)]
    assert (answers[-1].status, answers[-1].json) == (
        200,
        {"ok": False, "code": "rate_limited", "revision": 0},
    )
