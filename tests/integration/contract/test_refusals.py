"""How commands are refused: with one code, in one order, and nothing changed."""

from typing import Any

import pytest

from tests.integration.contract.room import refusal, room_in
from tests.integration.live.page import Page
from tests.integration.live.scene import played, soon
from tests.integration.live.served import Served

LAST = 8
"""Steps of the demo's plan."""


@played
async def test_what_is_impossible_now_is_invalid(site: Served) -> None:
    room = await room_in(site)
    await room.ana.taken("meeting.open")
    impossible: list[tuple[str, dict[str, Any]]] = [
        ("meeting.open", {}),
        ("phase.back", {}),
        ("phase.goto", {"position": 1}),
        ("phase.goto", {"position": LAST + 1}),
        ("timer.resume", {}),
        ("presenter.clear", {}),
        ("presenter.set", {"person": room.circle.leaders[0].id}),
        ("presenter.set", {"person": "0123456789abcdef"}),
        ("presenter.set", {"person": "\ud800"}),
        ("attendance.mark", {"person": room.circle.leaders[0].id, "mark": "present"}),
        ("attendance.mark", {"person": site.circle().registrants[0].id, "mark": "present"}),
        ("attendance.mark", {"person": "\ud800", "mark": "present"}),
    ]
    for command, fields in impossible:
        assert await room.ana.command(command, **fields) == refusal("invalid", 1), (command, fields)

    await room.ana.taken("phase.goto", position=LAST)
    assert await room.ana.command("phase.next") == refusal("invalid", 2), "ending is its own act"
    await room.ana.taken("timer.pause")
    assert await room.ana.command("timer.pause") == refusal("invalid", 3)


@played
async def test_before_the_opening_there_is_nothing_to_move(site: Served) -> None:
    room = await room_in(site)
    moves: list[tuple[str, dict[str, Any]]] = [
        ("phase.next", {}),
        ("phase.back", {}),
        ("phase.goto", {"position": 2}),
        ("timer.pause", {}),
        ("timer.resume", {}),
        ("timer.adjust", {"seconds": 60}),
        ("timer.spread", {}),
        ("meeting.close", {}),
        ("presenter.clear", {}),
        ("presenter.set", {"person": room.circle.registrants[0].id}),
    ]
    for command, fields in moves:
        assert await room.ana.command(command, **fields) == refusal("not_open", 0), command
    assert await room.ana.command("move.undo") == refusal("nothing_to_undo", 0)


@played
async def test_a_registrant_may_only_speak_for_themself(site: Served) -> None:
    room = await room_in(site)
    await room.ana.walk_to(2)
    revision = (await room.one.at_revision(room.ana.revision))["revision"]
    two = room.circle.registrants[1].id
    forbidden: list[tuple[str, dict[str, Any]]] = [
        ("meeting.open", {}),
        ("meeting.close", {}),
        ("phase.next", {}),
        ("phase.back", {}),
        ("phase.goto", {"position": 5}),
        ("timer.pause", {}),
        ("timer.resume", {}),
        ("timer.adjust", {"seconds": 60}),
        ("timer.spread", {}),
        ("move.undo", {}),
        ("presenter.set", {"person": two}),
        ("presenter.clear", {}),
        ("reminder.show", {}),
        ("reminder.hide", {}),
        ("attendance.mark", {"person": two, "mark": "present"}),
    ]
    for command, fields in forbidden:
        assert await room.one.command(command, **fields) == refusal("not_allowed", revision), command
    assert room.one.snapshot["revision"] == revision


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"type": "phase.skip", "expectedRevision": "x"}, "unknown_command"),
        ({"type": "phase.goto", "position": "x"}, "invalid"),
        ({"type": "phase.next", "expectedRevision": 7}, "not_allowed"),
    ],
)
@played
async def test_refusals_come_in_one_order_form_before_role(
    site: Served, fields: dict[str, Any], code: str
) -> None:
    page = await Page.of(site.circle().registrants[0])
    assert await page.command(**fields) == refusal(code, 0)


@played
async def test_refusals_come_in_one_order_role_closed_stale_not_open_impossible(site: Served) -> None:
    room = await room_in(site)
    assert await room.ana.command("phase.next", expectedRevision=5) == refusal("stale_revision", 0), (
        "before not_open"
    )
    assert await room.ana.command("meeting.open", expectedRevision=1) == refusal("stale_revision", 0)
    await room.ana.taken("meeting.open")
    assert await room.ana.command("phase.back", expectedRevision=0) == refusal("stale_revision", 1), (
        "before invalid"
    )
    await room.ana.taken("meeting.close")
    assert await room.ana.command("phase.back", expectedRevision=0) == refusal("closed", 2), "before stale"
    assert await room.one.command("phase.back", expectedRevision=0) == refusal("not_allowed", 2), (
        "before closed"
    )


@played
async def test_a_withdrawn_seat_ends_what_its_open_page_may_do(site: Served) -> None:
    room = await room_in(site)
    site.change("UPDATE leaders SET login_version = 2 WHERE id = ?", room.circle.leaders[0].id)
    site.change("UPDATE registrants SET link_version = 2 WHERE id = ?", room.circle.registrants[0].id)

    assert await room.ana.command("meeting.open") == refusal("not_allowed", 0)
    assert await soon(room.one.call("signal", {"signal": "word_with_leader"})) == refusal("not_allowed", 0)
    assert await soon(room.one.call("refresh")) == refusal("not_allowed", 0)
    assert room.ben.all("signal") == []
