"""The office changes a group while its pages are open: nobody goes on with what was true before."""

import asyncio
import json
import re
import subprocess
import sys

from bench.server import ROOT
from tests.integration.live.page import Page
from tests.integration.live.person import Answer, Person
from tests.integration.live.scene import played, soon
from tests.integration.live.served import Served


class GroupPages:
    """A leader's way to the pages of their group."""

    def __init__(self, leader: Person) -> None:
        self.leader = leader
        found = re.search(r'href="(/groups/\w+)"', leader.get(leader.page).text)
        assert found is not None
        self.address = found[1]

    def value(self, address: str, field: str) -> str:
        """What stands in a field of the page at this address."""
        page = self.leader.get(f"{self.address}{address}").text
        found = re.search(rf'name="{field}"[^>]*?value="([^"]*)"', page)
        assert found is not None, page
        return found[1]

    def press(self, address: str, **typed: str) -> Answer:
        """Type into the form at this address and press; it must have been taken."""
        page = self.leader.get(f"{self.address}{address}")
        answer = self.leader.post(f"{self.address}{address}", {**page.form, **typed})
        assert answer.status in (200, 303), answer
        return answer

    def press_at(self, form_at: str, address: str, **typed: str) -> None:
        page = self.leader.get(f"{self.address}{form_at}")
        answer = self.leader.post(f"{self.address}{address}", {**page.form, **typed})
        assert answer.status == 303, answer


async def pages_of(leader: Person) -> GroupPages:
    await asyncio.to_thread(leader.ticket)
    return await asyncio.to_thread(GroupPages, leader)


async def gone(page: Page) -> None:
    await soon(until_goodbye(page))


async def until_goodbye(page: Page) -> None:
    while not page.was_told_goodbye:
        await asyncio.sleep(0.05)


@played
async def test_who_is_withdrawn_is_in_the_room_no_longer(site: Served) -> None:
    circle = site.circle()
    leader, carla = circle.leaders[0], circle.registrants[0]
    group, page = await pages_of(leader), await Page.of(carla)

    await asyncio.to_thread(group.press, f"/people/{carla.id}/withdraw")

    await gone(page)
    assert [carla.get(carla.page).status, carla.get(carla.link).status] == [404, 410]
    people = leader.get(f"{leader.page}/presence").json["people"]
    assert carla.id not in [person["id"] for person in people]


@played
async def test_a_practice_leader_is_given_the_lead_and_it_is_taken_back(site: Served) -> None:
    circle = site.circle()
    leader, priya = circle.leaders[0], circle.registrants[1]
    group, page = await pages_of(leader), await Page.of(priya)
    person = f"/people/{priya.id}"
    known = {"name": priya.name, "email": group.value(person, "email"), "role": "practice_leader"}
    await asyncio.to_thread(group.press, person, **known)
    await gone(page)

    await asyncio.to_thread(group.press_at, person, f"{person}/lead", press="give")
    leading = await Page.of(priya)
    opened = await leading.taken("meeting.open")
    await asyncio.to_thread(group.press_at, person, f"{person}/lead", press="take")
    await gone(leading)
    following = await Page.of(priya)
    refused = await following.command("phase.next")

    assert [page.snapshot["role"], leading.snapshot["role"], following.snapshot["role"]] == [
        "registrant",
        "leader",
        "registrant",
    ]
    assert refused == {"ok": False, "code": "not_allowed", "revision": opened}


def coordinating(site: Served, leader: Person) -> None:
    """From now on this leader looks after all groups; so another one may go."""
    site.change("UPDATE leaders SET coordinator = 1 WHERE id = ?", leader.id)


@played
async def test_a_leader_who_is_removed_is_in_the_room_no_longer(site: Served) -> None:
    circle = site.circle()
    ana, ben, carla = *circle.leaders, circle.registrants[0]
    coordinating(site, ana)
    pages = await pages_of(ana)
    theirs, hers = await Page.of(ben), await Page.of(carla)
    await theirs.taken("meeting.open")

    pages.address = "/staff"
    await asyncio.to_thread(pages.press, f"/{ben.id}/remove")

    await gone(theirs)
    assert [ben.get(ben.page).status, ben.get("/groups").status] == [404, 404]
    assert hers.was_told_goodbye is False
    people = ana.get(f"{ana.page}/presence").json["people"]
    assert [one["id"] for one in people if one["role"] == "leader"] == [ana.id]


@played
async def test_a_group_that_is_deleted_has_no_pages_left(site: Served) -> None:
    circle = site.circle()
    ana, carla = circle.leaders[0], circle.registrants[0]
    coordinating(site, ana)
    group, pages = await pages_of(ana), [await Page.of(ana), await Page.of(carla)]

    await asyncio.to_thread(group.press, "/delete")

    for page in pages:
        await gone(page)
    assert [carla.get(carla.page).status, carla.get(carla.link).status] == [404, 410]
    assert [ana.get(ana.page).status, ana.get("/groups").status] == [404, 200]


@played
async def test_a_session_that_is_cancelled_is_nobodys_to_enter(site: Served) -> None:
    circle = site.circle()
    leader, carla = circle.leaders[0], circle.registrants[0]
    group, page = await pages_of(leader), await Page.of(carla)

    await asyncio.to_thread(group.press, f"/sessions/{carla.meeting}/cancel")

    await gone(page)
    assert carla.get(carla.page).status == 404
    assert "This session is cancelled" in carla.get(carla.link).text


@played
async def test_whom_the_command_line_removes_is_in_the_room_no_longer(site: Served) -> None:
    circle = site.circle()
    ben, carla = circle.leaders[1], circle.registrants[0]
    theirs, hers = await Page.of(ben), await Page.of(carla)
    [(address,)] = site.rows("SELECT email FROM leaders WHERE id = ?", ben.id)

    await asyncio.to_thread(administer, site, "leader", "remove", address, "--yes")

    await gone(theirs)
    assert hers.was_told_goodbye is False


@played
async def test_nor_is_anybody_whose_group_it_deletes(site: Served) -> None:
    circle = site.circle()
    page = await Page.of(circle.registrants[0])
    [(group,)] = site.rows("SELECT group_id FROM meetings WHERE id = ?", circle.meeting)

    await asyncio.to_thread(administer, site, "group", "delete", group, "--yes")

    await gone(page)


def administer(site: Served, *words: str) -> None:
    """A command of whoever runs the server, beside it."""
    config = site.folder / "administration.toml"
    config.write_text(f"[data]\ndirectory = {json.dumps(str(site.data))}\n")
    command = [sys.executable, "app.py", *words, "--config", str(config)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
