"""Signals: from a fixed list, to the other leaders only, and kept nowhere."""

import asyncio
from typing import Any

import pytest

from tests.integration.live.page import Page
from tests.integration.live.scene import SOON, played, soon
from tests.integration.live.served import Served

FROM_LEADERS = [
    "sit_back_now",
    "two_more_minutes",
    "you_take_this",
    "let_it_run",
    "patient_missing",
    "check_presenter",
    "bring_back",
    "wrap_up",
    "lost_zoom",
]
FROM_PARTICIPANTS = ["word_with_leader", "room_not_private"]
FROM_PRESENTER = ["come_back", "need_leader"]


async def signalled(page: Page, signal: str) -> Any:
    """The answer, without the id that a signal taken has."""
    answer = await soon(page.call("signal", {"signal": signal}))
    assert ("signalId" in answer) == answer["ok"]
    return {name: value for name, value in answer.items() if name != "signalId"}


async def seen(page: Page, body: Any) -> Any:
    return await soon(page.call("seen", body))


def stored(site: Served, meeting: str) -> list[str]:
    """Everything but stretches of presence, which grow while these pages are open."""
    return [row for row in site.tables(meeting) if not row.startswith('INSERT INTO "presence_intervals"')]


@played
async def test_a_leaders_signal_reaches_the_other_leaders_on_all_their_pages(site: Served) -> None:
    circle, other = site.circle(), site.circle()
    ana, ben = await Page.of(circle.leaders[0]), await Page.of(circle.leaders[1])
    anas_phone, bens_phone = await Page.at(ana.ticket), await Page.at(ben.ticket)
    registrant, elsewhere = await Page.of(circle.registrants[0]), await Page.of(other.leaders[0])
    before = stored(site, circle.meeting)

    for signal in FROM_LEADERS:
        assert await signalled(ana, signal) == {"ok": True, "revision": 0}

    told = await ben.told("signal", lambda body: body["signal"] == FROM_LEADERS[-1], SOON)
    await bens_phone.told("signal", lambda body: body["signal"] == FROM_LEADERS[-1], SOON)
    assert sorted(told) == ["at", "from", "signal", "signalId"]
    assert told["from"] == {"id": circle.leaders[0].id, "name": circle.leaders[0].name}
    assert 0 <= told["at"] - ana.snapshot["serverNow"] < 30_000
    assert [[body["signal"] for body in page.all("signal")] for page in (ben, bens_phone)] == [
        FROM_LEADERS
    ] * 2
    await asyncio.sleep(0.3)
    assert [page.all("signal") for page in (ana, anas_phone, registrant, elsewhere)] == [[]] * 4
    assert stored(site, circle.meeting) == before


@played
async def test_a_participants_signal_reaches_both_leaders_and_no_participant(site: Served) -> None:
    circle = site.circle()
    leaders = [await Page.of(leader) for leader in circle.leaders]
    one, two = await Page.of(circle.registrants[0]), await Page.of(circle.registrants[1])

    for signal in FROM_PARTICIPANTS:
        assert await signalled(one, signal) == {"ok": True, "revision": 0}

    for leader in leaders:
        await leader.told("signal", lambda body: body["signal"] == "room_not_private", SOON)
        assert [body["signal"] for body in leader.all("signal")] == FROM_PARTICIPANTS
        assert leader.all("signal")[0]["from"] == {
            "id": circle.registrants[0].id,
            "name": circle.registrants[0].name,
        }
    assert [page.all("signal") for page in (one, two)] == [[], []]


@played
async def test_the_presenters_signals_are_the_presenters_and_coming_back_is_for_who_sits_back(
    site: Served,
) -> None:
    circle = site.circle()
    leader = await Page.of(circle.leaders[0])
    presenter, other = await Page.of(circle.registrants[0]), await Page.of(circle.registrants[1])
    await leader.walk_to(3)
    await leader.taken("presenter.set", person=circle.registrants[0].id)
    taken: dict[int, list[bool]] = {}
    for position in range(3, 9):
        await leader.walk_to(position)
        taken[position] = [(await signalled(presenter, signal))["ok"] for signal in FROM_PRESENTER]
        assert [(await signalled(other, signal))["code"] for signal in FROM_PRESENTER] == ["not_allowed"] * 2

    assert taken == {
        3: [False, True],
        4: [False, True],
        5: [True, True],
        6: [True, True],
        7: [False, True],
        8: [False, True],
    }


@pytest.mark.parametrize(
    "body", [None, "wrap_up", {}, {"signal": 7}, {"signal": "wrap_up", "text": "x"}, {"signal": "x"}]
)
@played
async def test_anything_else_is_no_signal(site: Served, body: Any) -> None:
    leader = await Page.of(site.circle().leaders[0])
    assert await soon(leader.call("signal", body)) == {"ok": False, "code": "invalid", "revision": 0}


@played
async def test_roles_do_not_send_each_others(site: Served) -> None:
    circle = site.circle()
    leader, registrant = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])
    refused = {"ok": False, "code": "not_allowed", "revision": 0}
    assert [await signalled(registrant, signal) for signal in FROM_LEADERS] == [refused] * 9
    assert [await signalled(leader, signal) for signal in [*FROM_PRESENTER, "room_not_private"]] == [
        refused
    ] * 3
    assert await signalled(leader, "word_with_leader") == {"ok": True, "revision": 0}


@played
async def test_what_one_leader_has_seen_the_other_and_the_sender_are_told(site: Served) -> None:
    circle = site.circle()
    ana, ben = [await Page.of(leader) for leader in circle.leaders]
    sender, other = await Page.of(circle.registrants[0]), await Page.of(circle.registrants[1])
    before = stored(site, circle.meeting)
    answer = await soon(sender.call("signal", {"signal": "word_with_leader"}))
    for leader in (ana, ben):
        told = await leader.told("signal", lambda body: body["signal"] == "word_with_leader", SOON)
        assert told["signalId"] == answer["signalId"]

    assert await seen(ben, {"signalId": answer["signalId"]}) == {"ok": True, "revision": 0}

    message = {
        "signalId": answer["signalId"],
        "by": {"id": circle.leaders[1].id, "name": circle.leaders[1].name},
    }
    for page in (ana, sender):
        assert await page.told("seen", lambda body: body == message, SOON) == message
    assert await seen(ana, {"signalId": answer["signalId"]}) == {"ok": True, "revision": 0}
    await signalled(ana, "lost_zoom")
    await ben.told("signal", lambda body: body["signal"] == "lost_zoom", SOON)
    assert [page.all("seen") for page in (ana, sender, ben, other)] == [[message], [message], [], []]
    assert stored(site, circle.meeting) == before


@played
async def test_what_a_leader_sent_is_told_to_be_seen_once(site: Served) -> None:
    circle = site.circle()
    ana, ben = [await Page.of(leader) for leader in circle.leaders]
    answer = await soon(ana.call("signal", {"signal": "wrap_up"}))
    await ben.told("signal", lambda body: body["signalId"] == answer["signalId"], SOON)
    await seen(ben, {"signalId": answer["signalId"]})
    await ana.told("seen", lambda body: body["signalId"] == answer["signalId"], SOON)
    await signalled(ben, "lost_zoom")
    await ana.told("signal", lambda body: body["signal"] == "lost_zoom", SOON)
    assert len(ana.all("seen")) == 1


@played
async def test_seen_is_for_leaders_and_of_a_signal_that_was_sent(site: Served) -> None:
    circle = site.circle()
    leader, registrant = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])
    sent = await soon(registrant.call("signal", {"signal": "word_with_leader"}))
    await leader.told("signal", lambda body: body["signalId"] == sent["signalId"], SOON)
    refused = {"ok": False, "revision": 0}
    assert await seen(registrant, {"signalId": sent["signalId"]}) == {**refused, "code": "not_allowed"}
    for body in (
        None,
        {},
        {"signalId": 7},
        {"signalId": "unknown"},
        {"signalId": sent["signalId"], "text": "x"},
    ):
        assert await seen(leader, body) == {**refused, "code": "invalid"}
