"""The demo's lobby, for what needs no browser: a participant on a phone."""

import re
from pathlib import Path

import segno

from balint_live.web.lobby import Lobby
from tests.integration.contract.front_door import FrontDoor

PHONES = "http://192.168.1.20:8000"
TOM = {"name": "Tom Novak", "link": "http://127.0.0.1:8000/join/token"}
TOLD = [{"group": "Tuesday evening group", "leaders": [], "registrants": [TOM]}]


def door(folder: Path, network: str) -> FrontDoor:
    return FrontDoor(
        folder, demo=True, lobby=Lobby(8000, TOLD, "http://127.0.0.1:8000/sign-in/token", network)
    )


def test_a_phone_reads_the_personal_link_at_this_machines_address(tmp_path: Path) -> None:
    page = door(tmp_path, PHONES).browser().get("/on-a-phone/tom")

    code = segno.make(f"{PHONES}/join/token", micro=False)
    drawn = code.svg_inline(light="#fff", omitsize=True, svgclass="qr-code", lineclass=None)
    assert (page.status, drawn in page.text, " style=" in drawn) == (200, True, False)


def test_a_demo_for_this_machine_only_says_how_a_phone_could_reach_it(tmp_path: Path) -> None:
    page = door(tmp_path, "").browser().get("/on-a-phone/tom")

    assert (page.status, "make run HOST=192.168.1.20" in page.text, "<svg" in page.text) == (200, True, False)


def test_nobody_is_on_a_phone_who_is_not_in_the_lobby(tmp_path: Path) -> None:
    assert door(tmp_path, PHONES).browser().get("/on-a-phone/mallory").status == 404


def test_sockets_from_that_address_are_let_in_beside_everybodys_own() -> None:
    lobby = Lobby(8000, TOLD, "http://127.0.0.1:8000/sign-in/token", PHONES)

    everybodys = ["http://localhost:8000", "http://tom.localhost:8000", "http://tom.side.localhost:8000"]
    assert lobby.origins == [*everybodys, PHONES]


def test_a_group_with_a_history_is_met_as_its_leader_and_as_a_participant(tmp_path: Path) -> None:
    ana = {"name": "Ana Okafor", "link": "http://127.0.0.1:8000/sign-in/hers"}
    past = {"group": "River Street group", "leaders": [ana], "registrants": [TOM]}
    lobby = Lobby(8000, TOLD, "http://127.0.0.1:8000/sign-in/token", history=past)
    page = FrontDoor(tmp_path, demo=True, lobby=lobby).browser().get("/")

    _, _, section = page.text.partition("A group with a history: River Street group")
    assert re.findall('href="(http:[^"]+)"', section) == [
        "http://ana.localhost:8000/sign-in/hers",
        "http://tom2.localhost:8000/join/token/record",
    ]
