"""What a snapshot holds, for whom: leaders everything, participants what the group's clock lets them have."""

import asyncio
import json
from typing import Any

import pytest

from tests.integration.live.page import Page
from tests.integration.live.person import Circle
from tests.integration.live.scene import played
from tests.integration.live.served import Served


@pytest.fixture
def site(eventlet_site: Served) -> Served:
    """What is read here does not depend on the async mode."""
    return eventlet_site


COMMON = {
    "revision",
    "serverNow",
    "role",
    "meeting",
    "steps",
    "position",
    "guidance",
    "presenterState",
    "youPresent",
    "atTheDoor",
    "participantClock",
    "reminder",
}
LEADERS_ONLY = {"presenter", "lastMove", "latestReturnAt", "projectedEndAt"}
MEETING = ["closedAt", "id", "openedAt", "scheduledEnd", "scheduledStart", "status", "title"]
FIGURES = {"length", "spent"}
STATES = ["none", "none", "presenting", "answering", "moving_back", "back", "returned", "in_circle"]
CLOCKS = ["hidden", "soft", "minutes", "seconds"]


def with_clock(site: Served, clock: str) -> Circle:
    circle = site.circle()
    site.change(
        "UPDATE groups SET participant_clock = ? WHERE id = (SELECT group_id FROM meetings WHERE id = ?)",
        clock,
        circle.meeting,
    )
    return circle


def keys(value: Any) -> set[str]:
    """Every key anywhere inside."""
    if isinstance(value, dict):
        return set(value) | {key for each in value.values() for key in keys(each)}
    return {key for each in value for key in keys(each)} if isinstance(value, list) else set()


@pytest.mark.parametrize("clock", CLOCKS)
@played
async def test_leaders_have_everything_whatever_participants_see(site: Served, clock: str) -> None:
    circle = with_clock(site, clock)
    leader = await Page.of(circle.leaders[0])
    assert set(leader.snapshot) == COMMON | LEADERS_ONLY | {"clock"}
    assert [leader.snapshot[name] for name in [*sorted(LEADERS_ONLY), "clock"]] == [None] * 5

    await leader.walk_to(6)
    snapshot = leader.snapshot

    assert set(snapshot) == COMMON | LEADERS_ONLY | {"clock"}
    assert (snapshot["role"], snapshot["participantClock"]) == ("leader", clock)
    assert sorted(snapshot["meeting"]) == MEETING
    assert [sorted(step) for step in snapshot["steps"]] == [
        ["length", "name", "phase", "position", "spent"]
    ] * 8
    assert [step["position"] for step in snapshot["steps"]] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert sorted(snapshot["clock"]) == ["length", "runningSince", "spent"]
    assert sorted(snapshot["lastMove"]) == ["at", "by", "type", "undoUntil"]
    assert snapshot["reminder"] == {"version": "1", "showing": False}
    assert snapshot["latestReturnAt"] == snapshot["meeting"]["scheduledEnd"] - 11 * 60_000
    assert snapshot["meeting"]["scheduledEnd"] - snapshot["meeting"]["scheduledStart"] == 60 * 60_000
    assert all(
        isinstance(snapshot[moment], int) for moment in ("serverNow", "latestReturnAt", "projectedEndAt")
    )


@pytest.mark.parametrize("clock", ["minutes", "seconds"])
@played
async def test_participants_who_see_figures_have_the_clock_and_the_lengths(site: Served, clock: str) -> None:
    circle = with_clock(site, clock)
    leader, registrant = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])
    await leader.walk_to(6)
    await registrant.at_revision(leader.revision)

    assert set(registrant.snapshot) == COMMON | {"clock"}
    assert registrant.snapshot["clock"] == leader.snapshot["clock"]
    assert registrant.snapshot["steps"] == leader.snapshot["steps"]


@pytest.mark.parametrize(("clock", "besides"), [("hidden", set()), ("soft", {"band"})])
@played
async def test_participants_who_see_none_are_sent_none(site: Served, clock: str, besides: set[str]) -> None:
    circle = with_clock(site, clock)
    leader, registrant = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])
    assert set(registrant.snapshot) == COMMON
    for position in range(1, 9):
        await leader.walk_to(position)
        snapshot = await registrant.at_revision(leader.revision)
        assert set(snapshot) == COMMON | besides
        assert keys(snapshot) & (FIGURES | LEADERS_ONLY | {"clock", "runningSince"}) == set()
        assert snapshot.get("band", "early") == "early"
    door = circle.registrants[0].get(f"{circle.registrants[0].page}/snapshot").json
    assert {**door, "serverNow": 0} == {**registrant.snapshot, "serverNow": 0}

    await leader.taken("meeting.close")
    assert set(await registrant.at_revision(leader.revision)) == COMMON


@played
async def test_the_band_follows_the_length_as_adjusted(site: Served) -> None:
    circle = site.circle()
    leader, registrant = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])
    await leader.walk_to(1)
    await asyncio.sleep(1.2)

    bands = []
    for seconds in (-178, 1, -1, 60):
        await leader.taken("timer.adjust", seconds=seconds)
        snapshot = await registrant.at_revision(leader.revision)
        spent = leader.snapshot["serverNow"] - leader.snapshot["clock"]["runningSince"]
        third = leader.snapshot["clock"]["length"] / 3
        bands.append((snapshot["band"], ["early", "middle", "late", "late"][min(3, int(spent // third))]))

    assert [told for told, _ in bands] == [expected for _, expected in bands]
    assert bands[-1][0] == "early"


@played
async def test_when_a_band_changes_participants_are_told_and_nobody_pressed(site: Served) -> None:
    circle = site.circle()
    leader, registrant = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])
    await leader.walk_to(1)
    await leader.taken("timer.adjust", seconds=-171)
    revision = leader.revision
    await registrant.at_revision(revision)
    registrant.reload()

    await registrant.told("snapshot", lambda snapshot: snapshot["band"] == "late", 12)

    told = [(snapshot["revision"], snapshot["band"]) for snapshot in registrant.all("snapshot")]
    assert [band for _, band in told if band == "middle"][:1] == ["middle"]
    assert {number for number, _ in told} == {revision}
    moments = [snapshot["serverNow"] for snapshot in registrant.all("snapshot")]
    assert moments == sorted(moments)


@played
async def test_the_presenters_own_words_and_nobody_elses(site: Served) -> None:
    circle = site.circle()
    leader = await Page.of(circle.leaders[0])
    presenter, other = await Page.of(circle.registrants[0]), await Page.of(circle.registrants[1])
    await leader.walk_to(3)
    await leader.taken("presenter.set", person=circle.registrants[0].id)

    states = []
    for position in range(3, 9):
        await leader.walk_to(position)
        theirs, others = [await page.at_revision(leader.revision) for page in (presenter, other)]
        states.append((theirs["presenterState"], others["presenterState"]))
        assert (theirs["youPresent"], others["youPresent"]) == (True, False)
        assert set(theirs) == set(others) == COMMON | {"band"}
        if position == 6:
            assert theirs["guidance"] != others["guidance"] != leader.snapshot["guidance"]
    assert states == [(state, state) for state in STATES[2:]]
    told = json.dumps([heard.body for heard in other.heard])
    assert circle.registrants[0].id not in told
    assert circle.registrants[0].name not in told


@played
async def test_an_observer_reads_as_a_participant_of_their_own_kind(site: Served) -> None:
    circle = site.circle()
    observer = circle.registrants[0]
    site.change("UPDATE registrants SET role = 'observer' WHERE id = ?", observer.id)
    page, leader = await Page.of(observer), await Page.of(circle.leaders[0])
    await leader.walk_to(2)
    snapshot = await page.at_revision(leader.revision)

    assert (snapshot["role"], set(snapshot)) == ("observer", COMMON | {"band"})
    refused = await page.command("presenter.set", person=observer.id)
    assert refused == {"ok": False, "code": "not_allowed", "revision": leader.revision}
    assert await leader.command("presenter.set", person=observer.id) == {
        "ok": False,
        "code": "invalid",
        "revision": leader.revision,
    }


@played
async def test_the_first_state_in_the_page_is_the_sockets(site: Served) -> None:
    circle = site.circle()
    leader, registrant = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])
    await leader.walk_to(6)
    await registrant.at_revision(leader.revision)

    console = circle.leaders[0].get(circle.leaders[0].page).text
    display = circle.registrants[0].get(circle.registrants[0].page).text

    name = leader.snapshot["steps"][5]["name"]
    assert f">{name}<" in display
    assert name in console
    assert registrant.snapshot["guidance"] in display
