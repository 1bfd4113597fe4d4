"""The plain HTTP door answers a script: whatever goes wrong, JSON with one of the contract's codes."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from balint_live.application.identity import Identity
from tests.integration.contract.front_door import FrontDoor
from tests.integration.database.cast import ANA, CARLA, THIRD
from tests.integration.groups.visitor import Visitor

LOOKING = ("token", "snapshot", "aside", "presence")
PRESSING = ("command", "signal")
NOTHING_OF_OURS = ("é", "a.b.c", "eyJ.é.²", "x" * 5_000)


@pytest.fixture
def door(tmp_path: Path) -> FrontDoor:
    return FrontDoor(tmp_path)


def browser(door: FrontDoor, who: Identity | None = ANA) -> FlaskClient:
    return Visitor(door.app, who)._client


def refused(code: str, revision: int = 0) -> dict[str, Any]:
    return {"ok": False, "code": code, "revision": revision}


def token(client: FlaskClient) -> str:
    return str(client.get(f"/meetings/{THIRD}/token").get_json()["token"])


def breaks(door: FrontDoor) -> None:
    """The database is away, as far as anybody can tell."""
    door.change("ALTER TABLE meetings RENAME TO elsewhere")


@pytest.mark.parametrize("what", PRESSING)
@pytest.mark.parametrize("body", [{"signal": "come_back"}, {"id": "1", "type": "phase.next"}, None])
def test_what_is_pressed_while_the_database_is_away_was_not_saved(
    door: FrontDoor, what: str, body: Any
) -> None:
    client = browser(door)
    proof = token(client)
    breaks(door)
    answer = client.post(f"/meetings/{THIRD}/{what}", json=body, headers={"X-Live-Token": proof})
    assert (answer.status_code, answer.get_json()) == (200, refused("unavailable"))


@pytest.mark.parametrize("what", LOOKING)
def test_nor_can_anything_be_looked_at(door: FrontDoor, what: str) -> None:
    client = browser(door)
    breaks(door)
    answer = client.get(f"/meetings/{THIRD}/{what}")
    assert (answer.status_code, answer.get_json()) == (503, refused("unavailable"))


@pytest.mark.parametrize("meeting", [THIRD, "nothing", "a%00b", "%ED%A0%80"])
def test_for_anybody_else_there_is_nothing(door: FrontDoor, meeting: str) -> None:
    client = browser(door, None)
    answers = [client.get(f"/meetings/{meeting}/{what}") for what in LOOKING]
    answers += [client.post(f"/meetings/{meeting}/{what}", json={}) for what in PRESSING]
    assert [(each.status_code, each.get_json()) for each in answers] == [(404, refused("not_allowed"))] * 6


def test_a_registrant_has_no_list_of_people(door: FrontDoor) -> None:
    door.change("UPDATE meetings SET closed_at = scheduled_end WHERE id = :id", id=THIRD)
    answer = browser(door, CARLA).get(f"/meetings/{THIRD}/presence")
    assert (answer.status_code, answer.get_json()) == (404, refused("not_allowed"))


@pytest.mark.parametrize("proof", NOTHING_OF_OURS)
@pytest.mark.parametrize("what", PRESSING)
def test_a_token_that_is_none(door: FrontDoor, what: str, proof: str) -> None:
    answer = browser(door).post(
        f"/meetings/{THIRD}/{what}", json={}, headers={"X-Live-Token": proof.encode().decode("latin-1")}
    )
    assert (answer.status_code, answer.get_json()) == (403, refused("not_allowed"))


def test_another_method(door: FrontDoor) -> None:
    client = browser(door)
    answers = [client.post(f"/meetings/{THIRD}/{what}") for what in LOOKING]
    answers += [client.get(f"/meetings/{THIRD}/{what}") for what in PRESSING]
    assert [(each.status_code, each.get_json()) for each in answers] == [(405, refused("invalid"))] * 6


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[" * 5_000,
        b"x" * 1_000_000,
        b"\xff\xfe",
        b'{"id": "\\ud800", "type": "phase.next", "expectedRevision": 0}',
        b'{"id": "1", "type": "presenter.set", "person": "a\\u0000b", "expectedRevision": 0}',
        b'{"id": "1", "type": "attendance.mark", "person": "\\udfff", "mark": "present"}',
        b'{"id": "1", "type": "phase.goto", "position": 1e400, "expectedRevision": 0}',
        b'{"signal": "\\ud800"}',
        b'{"signal": "a\\u0000b"}',
    ],
)
@pytest.mark.parametrize("what", PRESSING)
def test_junk_is_invalid(door: FrontDoor, what: str, body: bytes) -> None:
    client = browser(door)
    headers = {"X-Live-Token": token(client), "Content-Type": "application/json"}
    answer = client.post(f"/meetings/{THIRD}/{what}", data=body, headers=headers)
    assert (answer.status_code, answer.get_json()) in [(200, refused("invalid")), (200, refused("not_open"))]


def test_over_the_budget(tmp_path: Path) -> None:
    door = FrontDoor(tmp_path, limits={"own_pages_per_second": 1, "own_pages_burst": 1})
    client = browser(door)
    answers = [client.get(f"/meetings/{THIRD}/snapshot") for _ in range(30)]
    assert answers[-1].status_code == 429
    assert answers[-1].get_json() == refused("rate_limited")
    assert client.get("/privacy").get_data(as_text=True) == "Please wait a minute."
