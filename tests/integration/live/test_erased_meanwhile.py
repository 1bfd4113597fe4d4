"""Somebody is erased while their page is open in a running session: the page goes, and the session goes on without them."""

import asyncio

from tests.integration.live.page import Page
from tests.integration.live.person import Person
from tests.integration.live.scene import played, soon
from tests.integration.live.served import Served
from tests.integration.live.test_the_office_meanwhile import gone, pages_of


def ids_in_the_room(leader: Person) -> list[str]:
    return [person["id"] for person in leader.get(f"{leader.page}/presence").json["people"]]


@played
async def test_who_erases_themself_is_in_the_room_no_longer(site: Served) -> None:
    circle = site.circle()
    leader, carla = circle.leaders[0], circle.registrants[0]
    console, page = await Page.of(leader), await Page.of(carla)
    await console.taken("meeting.open")
    address = f"{carla.link}/erase"
    form = (await asyncio.to_thread(carla.get, address)).form

    done = await asyncio.to_thread(carla.post, address, form)

    await gone(page)
    assert (done.status, "It is done" in done.text) == (200, True)
    assert [carla.get(carla.page).status, carla.get(carla.link).status] == [404, 410]
    assert carla.id not in ids_in_the_room(leader)
    assert await soon(console.taken("phase.next"))


@played
async def test_whom_a_leader_erases_is_in_the_room_no_longer(site: Served) -> None:
    circle = site.circle()
    leader, carla = circle.leaders[0], circle.registrants[0]
    group, page = await pages_of(leader), await Page.of(carla)

    await asyncio.to_thread(group.press, f"/people/{carla.id}/erase")

    await gone(page)
    assert [carla.get(carla.page).status, carla.get(carla.link).status] == [404, 410]
    assert carla.id not in ids_in_the_room(leader)
