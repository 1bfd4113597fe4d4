"""A late-comer at the door, over the socket and over plain HTTP: what they are sent, and when a leader lets them in."""

import asyncio
from typing import Any

from tests.integration.live.page import Page, new_id
from tests.integration.live.person import Circle
from tests.integration.live.scene import played, soon
from tests.integration.live.served import Served
from tests.integration.live.test_presence_alarms import told_state

SOON = 15
DISCUSSION = 6
NEVER_AT_THE_DOOR = ("steps", "clock", "guidance", "band")
PHASES = ("Group discussion", "Presenter sits back", "Clarifying questions", "Speak to each other")


async def with_a_case(site: Served) -> tuple[Circle, Page, Page]:
    """Both leaders' pages; the group is in the discussion."""
    circle = site.circle()
    ana, ben = [await Page.of(leader) for leader in circle.leaders]
    await ana.walk_to(DISCUSSION)
    await ben.at_revision(ana.revision)
    return circle, ana, ben


async def admitted(leader: Page, person: str, **fields: Any) -> Any:
    return await soon(
        leader.call("command", {"id": new_id(), "type": "door.admit", "person": person, **fields})
    )


@played
async def test_a_late_comer_waits_until_either_leader_lets_them_in(site: Served) -> None:
    circle, ana, ben = await with_a_case(site)
    carla = circle.registrants[0]
    late = await Page.of(carla)
    assert late.snapshot["atTheDoor"] is True
    assert [name for name in NEVER_AT_THE_DOOR if name in late.snapshot] == []
    for leader in (ana, ben):
        await told_state(leader, carla.id, "at_the_door", SOON)

    answer = await admitted(ben, carla.id)

    assert answer == {"ok": True, "revision": ben.revision}
    inside = await soon(late.until("snapshot", lambda snapshot: not snapshot["atTheDoor"]))
    assert (inside["position"], inside["steps"][DISCUSSION - 1]["phase"]) == (DISCUSSION, "discussion")
    for leader in (ana, ben):
        await told_state(leader, carla.id, "here", SOON)
    await ana.taken("phase.next")
    await late.at_revision(ana.revision)


@played
async def test_a_second_time_an_unknown_person_and_a_wrong_form_are_coded_and_change_nothing(
    site: Served,
) -> None:
    circle, ana, ben = await with_a_case(site)
    carla, dan = circle.registrants[:2]
    late = await Page.of(carla)
    await told_state(ana, carla.id, "at_the_door", SOON)
    assert (await admitted(ana, carla.id))["ok"] is True
    await soon(late.until("snapshot", lambda snapshot: not snapshot["atTheDoor"]))
    before = site.rows("SELECT * FROM presence_intervals WHERE meeting_id = ?", circle.meeting)

    refused = {"ok": False, "code": "invalid", "revision": ana.revision}
    assert await admitted(ben, carla.id) == refused
    assert await admitted(ben, dan.id) == refused
    assert await admitted(ben, "nobody") == refused
    assert await admitted(ben, carla.id, surplus=1) == refused
    assert await admitted(late, carla.id) == {**refused, "code": "not_allowed"}
    assert site.rows("SELECT * FROM presence_intervals WHERE meeting_id = ?", circle.meeting) == before


@played
async def test_whoever_was_here_comes_straight_back(site: Served) -> None:
    circle = site.circle()
    ana, here = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])
    await ana.walk_to(DISCUSSION)
    here.leave()
    back = await Page.of(circle.registrants[0])
    assert (back.snapshot["atTheDoor"], back.snapshot["position"]) == (False, DISCUSSION)


@played
async def test_no_page_and_no_address_says_where_the_group_is(site: Served) -> None:
    circle, _, _ = await with_a_case(site)
    carla = circle.registrants[0]
    pressed = await asyncio.to_thread(carla.press)
    page = await asyncio.to_thread(carla.get, carla.page)
    snapshot = await asyncio.to_thread(carla.get, f"{carla.page}/snapshot")
    aside = await asyncio.to_thread(carla.get, f"{carla.page}/aside")

    assert (pressed.status, pressed.headers["location"]) == (303, carla.page)
    assert (page.status, "You are at the door" in page.text) == (200, True)
    assert [phase for phase in PHASES if phase in page.text] == []
    assert snapshot.json["atTheDoor"] is True
    again = await asyncio.to_thread(
        carla.get, f"{carla.page}/snapshot", If_None_Match=snapshot.headers["etag"]
    )
    assert again.status == 304
    assert [name for name in NEVER_AT_THE_DOOR if name in snapshot.json] == []
    assert aside.json == {"leadersAway": False, "paused": False}
    assert site.rows("SELECT * FROM presence_intervals WHERE registrant_id = ?", carla.id) == []


@played
async def test_a_group_that_listens_says_so_and_one_that_admits_says_nothing(site: Served) -> None:
    for setting, location in (("listen", "{}?late=1"), ("admit", "{}")):
        circle = site.circle()
        own_group = "SELECT group_id FROM meetings WHERE id = ?"
        site.change(f"UPDATE groups SET late_comers = ? WHERE id = ({own_group})", setting, circle.meeting)
        ana = await Page.of(circle.leaders[0])
        await ana.walk_to(DISCUSSION)
        carla = circle.registrants[0]
        pressed = await asyncio.to_thread(carla.press)
        page = await asyncio.to_thread(carla.get, pressed.headers["location"])

        assert pressed.headers["location"] == location.format(carla.page)
        assert ("listen in; no need to greet" in page.text) is (setting == "listen")
        late = await Page.of(carla)
        assert (late.snapshot["atTheDoor"], late.snapshot["position"]) == (False, DISCUSSION)


@played
async def test_after_a_restart_who_waits_still_waits(fresh: Any) -> None:
    site = fresh()
    circle, ana, _ = await with_a_case(site)
    late, here = await Page.of(circle.registrants[0]), circle.registrants[0]
    await told_state(ana, here.id, "at_the_door", SOON)
    site.kill()
    assert b"at_the_door" not in b"".join(
        path.read_bytes() for path in site.folder.rglob("*") if path.is_file() and "output" not in path.name
    )
    site.start()
    again = await Page.at(late.ticket)
    assert again.snapshot["atTheDoor"] is True


@played
async def test_a_page_without_a_socket_hears_that_it_was_let_in(site: Served) -> None:
    """No revision is raised by it, so the page must not be told that nothing has changed."""
    circle, ana, _ = await with_a_case(site)
    carla = circle.registrants[0]
    await asyncio.to_thread(carla.press)
    held = await asyncio.to_thread(carla.get, f"{carla.page}/snapshot")
    await told_state(ana, carla.id, "at_the_door", SOON)
    assert (await admitted(ana, carla.id))["ok"] is True
    inside = await asyncio.to_thread(carla.get, f"{carla.page}/snapshot", If_None_Match=held.headers["etag"])
    assert (inside.status, inside.json["atTheDoor"], inside.json["position"]) == (200, False, DISCUSSION)
