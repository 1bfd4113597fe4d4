"""Somebody signs out of a browser while its page is open: the page is sent away at once, and a copy leads nobody on."""

import asyncio

from tests.integration.live.page import Page
from tests.integration.live.person import Person
from tests.integration.live.scene import played, soon
from tests.integration.live.served import Served
from tests.integration.live.test_the_office_meanwhile import gone


def sign_out(person: Person) -> None:
    form = person.get("/account").form
    answer = person.post("/account", {**form, "where": "here"})
    assert (answer.status, answer.headers["location"]) == (303, "/"), answer


def may_enter(person: Person) -> bool:
    return person.get(person.page).status == 200


@played
async def test_the_console_of_this_login_goes_and_no_other(site: Served) -> None:
    circle = site.circle()
    leader, elsewhere, other = circle.leaders[0], circle.leaders[0].elsewhere(), circle.leaders[1]
    console, second, third = await Page.of(leader), await Page.of(elsewhere), await Page.of(other)
    opened = await console.taken("meeting.open")
    copy = leader.elsewhere()
    copy.jar.load(leader.cookie)
    token = copy.token()

    await asyncio.to_thread(sign_out, leader)

    await gone(console)
    assert (await asyncio.to_thread(copy.command, {"type": "phase.next"}, token)).status == 404
    assert [may_enter(each) for each in (leader, copy, elsewhere, other)] == [False, False, True, True]
    assert [await second.taken("timer.pause"), await third.at_revision(opened + 1)] == [
        opened + 1,
        third.snapshot,
    ]
    assert [page.was_told_goodbye for page in (second, third)] == [False, False]


@played
async def test_so_does_a_participants_page_and_the_link_lets_them_in_again(site: Served) -> None:
    circle = site.circle()
    carla = circle.registrants[0]
    page = await Page.of(carla)

    await asyncio.to_thread(sign_out, carla)

    await gone(page)
    assert not may_enter(carla)
    assert (await soon(Page.of(carla))).snapshot["role"] == "registrant"
