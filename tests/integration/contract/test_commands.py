"""Every command of the live socket: its answer, its effect on everybody's snapshot, and how it is refused."""

from typing import Any, NamedTuple

import pytest

from tests.integration.live.page import Page, new_id, played, soon
from tests.integration.live.person import Circle
from tests.integration.live.served import Served

MINUTE = 60_000
LAST = 8
"""Steps of the demo's plan: opening, case_call, presentation, clarifying, pushback, discussion, return, closing."""


class Room(NamedTuple):
    """Two leaders' pages and two registrants', of one group."""

    circle: Circle
    ana: Page
    ben: Page
    one: Page
    two: Page

    @property
    def pages(self) -> list[Page]:
        return [self.ana, self.ben, self.one, self.two]


async def room_in(house: Served) -> Room:
    circle = house.circle()
    people = [*circle.leaders, *circle.registrants[:2]]
    return Room(circle, *[await Page.of(person) for person in people])


def refusal(code: str, revision: int) -> dict[str, Any]:
    return {"ok": False, "code": code, "revision": revision}


@played
async def test_opening_starts_the_first_step_and_its_clock_for_everybody(house: Served) -> None:
    room = await room_in(house)
    assert (room.ana.revision, room.ana.snapshot["position"], room.ana.snapshot["clock"]) == (0, None, None)

    assert await room.ana.command("meeting.open") == {"ok": True, "revision": 1}

    for page in room.pages:
        snapshot = await page.at_revision(1)
        assert (snapshot["position"], snapshot["meeting"]["status"]) == (1, "running")
    clock = room.ana.snapshot["clock"]
    assert clock == {
        "length": 3 * MINUTE,
        "spent": 0,
        "runningSince": room.ana.snapshot["meeting"]["openedAt"],
    }
    assert 0 <= room.ana.snapshot["serverNow"] - clock["runningSince"] < 5_000
    move = room.ben.snapshot["lastMove"]
    assert move == {
        "by": room.circle.leaders[0].id,
        "type": "meeting.open",
        "at": clock["runningSince"],
        "undoUntil": clock["runningSince"] + 10_000,
    }


@played
async def test_next_back_and_goto_move_everybody(house: Served) -> None:
    room = await room_in(house)
    await room.ana.taken("meeting.open")
    await room.ben.at_revision(1)
    moves: list[tuple[str, dict[str, int]]] = [
        ("phase.next", {}),
        ("phase.next", {}),
        ("phase.back", {}),
        ("phase.goto", {"position": 6}),
        ("phase.goto", {"position": 8}),
        ("phase.goto", {"position": 1}),
    ]
    walked = []
    for command, fields in moves:
        revision = await room.ben.taken(command, **fields)
        walked.append([(await page.at_revision(revision))["position"] for page in room.pages])

    assert walked == [[position] * 4 for position in (2, 3, 2, 6, 8, 1)]
    assert room.ana.revision == 7


@played
async def test_pausing_stops_the_clock_and_resuming_starts_it_with_the_time_already_spent(
    house: Served,
) -> None:
    room = await room_in(house)
    await room.ana.taken("meeting.open")
    since = room.ana.snapshot["clock"]["runningSince"]

    await room.ana.taken("timer.pause")
    paused = room.ana.snapshot["clock"]
    await room.ana.taken("timer.resume")
    resumed = room.ana.snapshot["clock"]

    assert paused == {"length": 3 * MINUTE, "spent": paused["spent"], "runningSince": None}
    assert 0 <= paused["spent"] < 15_000
    assert resumed == {**paused, "runningSince": resumed["runningSince"]}
    assert resumed["runningSince"] >= since + paused["spent"]


@played
async def test_adjusting_lengthens_and_shortens_the_step(house: Served) -> None:
    room = await room_in(house)
    await room.ana.taken("meeting.open")

    lengths = []
    for seconds in (60, -120, 3600, -3600):
        await room.ana.taken("timer.adjust", seconds=seconds)
        lengths.append(room.ana.snapshot["clock"]["length"])

    assert lengths == [4 * MINUTE, 2 * MINUTE, 62 * MINUTE, 2 * MINUTE]
    assert room.ana.snapshot["steps"][0]["length"] == 2 * MINUTE
    assert await room.ana.command("timer.adjust", seconds=-3600) == refusal("invalid", 5)


@played
async def test_spreading_fits_the_rest_to_the_booked_end(house: Served) -> None:
    room = await room_in(house)
    await room.ana.taken("meeting.open")
    assert room.ana.snapshot["projectedEndAt"] < room.ana.snapshot["meeting"]["scheduledEnd"]
    assert await room.ana.command("timer.spread") == refusal("invalid", 1)
    await room.ana.taken("timer.adjust", seconds=15 * 60)
    late = room.ana.snapshot["projectedEndAt"] - room.ana.snapshot["meeting"]["scheduledEnd"]

    await room.ana.taken("timer.spread")

    snapshot = room.ana.snapshot
    lengths = {step["phase"]: step["length"] for step in snapshot["steps"]}
    kept = {phase: lengths[phase] for phase in ("opening", "pushback", "return", "closing")}
    assert late > 5 * MINUTE
    assert kept == {
        "opening": 18 * MINUTE,
        "pushback": MINUTE,
        "return": 7 * MINUTE,
        "closing": 4 * MINUTE,
    }
    assert sum(lengths.values()) == 75 * MINUTE - shortened(late)
    assert abs(snapshot["projectedEndAt"] - snapshot["meeting"]["scheduledEnd"]) < 1000


def shortened(late: int) -> int:
    """By whole seconds, so that the end is met and not passed."""
    return -(-late // 1000) * 1000


@played
async def test_undo_puts_back_the_exact_state_before_the_newest_move(house: Served) -> None:
    room = await room_in(house)
    await room.ana.walk_to(3)
    before = room.ana.snapshot
    for command, fields in [
        ("phase.next", {}),
        ("timer.pause", {}),
        ("timer.adjust", {"seconds": 60}),
        ("phase.goto", {"position": 7}),
    ]:
        await room.ana.taken(command, **fields)
        await room.ben.at_revision(room.ana.revision)
        await room.ben.taken("move.undo")

        after = await room.ana.at_revision(room.ben.revision)
        assert {name: after[name] for name in ("position", "clock", "steps")} == {
            name: before[name] for name in ("position", "clock", "steps")
        }
        assert after["lastMove"] is None
    assert await room.ana.command("move.undo") == refusal("nothing_to_undo", room.ana.revision)


@played
async def test_undoing_the_opening_gathers_again(house: Served) -> None:
    room = await room_in(house)
    await room.ana.taken("meeting.open")
    await room.ana.taken("move.undo")

    assert room.ana.snapshot["meeting"]["status"] == "gathering"
    assert (room.ana.snapshot["meeting"]["openedAt"], room.ana.snapshot["position"]) == (None, None)


@played
async def test_the_reminder_is_shown_and_put_away_for_everybody(house: Served) -> None:
    room = await room_in(house)
    seen = []
    for command in ("reminder.show", "reminder.hide"):
        revision = await room.ana.taken(command)
        seen.append([(await page.at_revision(revision))["reminder"] for page in room.pages])

    assert seen == [[{"version": "1", "showing": showing}] * 4 for showing in (True, False)]
    assert await room.ana.command("reminder.hide") == refusal("invalid", 2)


@played
async def test_the_presenter_is_known_to_the_leaders_and_to_themself(house: Served) -> None:
    room = await room_in(house)
    one, two = room.circle.registrants[:2]
    await room.ana.walk_to(2)

    await room.one.taken("presenter.set", person=one.id)
    revision = room.one.revision
    for page in room.pages:
        await page.at_revision(revision)
    assert [page.snapshot.get("presenter", "absent") for page in room.pages] == [
        one.id,
        one.id,
        "absent",
        "absent",
    ]
    assert [page.snapshot["youPresent"] for page in room.pages] == [False, False, True, False]

    assert await room.two.command("presenter.set", person=two.id) == refusal("not_allowed", revision)
    assert await room.two.command("presenter.clear") == refusal("not_allowed", revision)
    assert await room.one.command("presenter.set", person=one.id) == refusal("invalid", revision)

    await room.one.taken("presenter.clear")
    await room.ben.at_revision(room.one.revision)
    await room.ben.taken("presenter.set", person=two.id)
    assert [(await page.at_revision(room.ben.revision))["youPresent"] for page in room.pages] == [
        False,
        False,
        False,
        True,
    ]
    await room.ana.at_revision(room.ben.revision)
    await room.ana.taken("presenter.clear")
    assert await room.ana.command("presenter.clear") == refusal("invalid", room.ana.revision)


@played
async def test_entering_the_call_for_a_case_forgets_the_presenter_and_undo_brings_them_back(
    house: Served,
) -> None:
    room = await room_in(house)
    one = room.circle.registrants[0]
    await room.ana.walk_to(3)
    await room.ana.taken("presenter.set", person=one.id)

    await room.ana.taken("phase.goto", position=2)
    forgotten = room.ana.snapshot["presenter"]
    await room.ana.taken("move.undo")
    assert (forgotten, room.ana.snapshot["presenter"]) == (None, one.id)
    assert (await room.one.at_revision(room.ana.revision))["youPresent"] is True


@played
async def test_marking_attendance_needs_no_revision_and_raises_none(house: Served) -> None:
    room = await room_in(house)
    absentee = room.circle.registrants[3].id
    answers = [
        await soon(
            room.ana.call(
                "command", {"id": new_id(), "type": "attendance.mark", "person": absentee, "mark": mark}
            )
        )
        for mark in ("present", "absent", "present")
    ]
    stale = await room.ana.command("attendance.mark", expectedRevision=99, person=absentee, mark="present")

    assert answers == [{"ok": True, "revision": 0}] * 3
    assert stale == {"ok": True, "revision": 0}
    rows = house.rows(
        "SELECT leader_id, mark FROM attendance_marks WHERE registrant_id = ? ORDER BY id", absentee
    )
    assert rows == [(room.circle.leaders[0].id, mark) for mark in ("present", "absent", "present", "present")]


@played
async def test_closing_erases_everything_but_attendance(house: Served) -> None:
    room = await room_in(house)
    await room.ana.walk_to(6)
    await room.ana.taken("presenter.set", person=room.circle.registrants[0].id)
    revision = await room.ana.taken("meeting.close")

    for page in room.pages:
        snapshot = await page.at_revision(revision)
        assert (snapshot["meeting"]["status"], snapshot["position"], snapshot["youPresent"]) == (
            "closed",
            None,
            False,
        )
        assert snapshot["meeting"]["closedAt"] >= snapshot["meeting"]["openedAt"]
    assert [
        room.ana.snapshot[name]
        for name in ("presenter", "lastMove", "clock", "latestReturnAt", "projectedEndAt")
    ] == [None] * 5
    assert house.rows("SELECT * FROM live_meetings WHERE meeting_id = ?", room.circle.meeting) == []
    for command in (
        "phase.next",
        "meeting.open",
        "meeting.close",
        "timer.pause",
        "move.undo",
        "reminder.show",
    ):
        assert await room.ana.command(command) == refusal("closed", revision)
    assert await room.one.command("presenter.set", person=room.circle.registrants[0].id) == refusal(
        "closed", revision
    )
    assert await soon(room.one.call("signal", {"signal": "word_with_leader"})) == refusal("closed", revision)


@played
async def test_what_is_impossible_now_is_invalid(house: Served) -> None:
    room = await room_in(house)
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
        ("attendance.mark", {"person": house.circle().registrants[0].id, "mark": "present"}),
        ("attendance.mark", {"person": "\ud800", "mark": "present"}),
    ]
    for command, fields in impossible:
        assert await room.ana.command(command, **fields) == refusal("invalid", 1), (command, fields)

    await room.ana.taken("phase.goto", position=LAST)
    assert await room.ana.command("phase.next") == refusal("invalid", 2), "ending is its own act"
    await room.ana.taken("timer.pause")
    assert await room.ana.command("timer.pause") == refusal("invalid", 3)


@played
async def test_before_the_opening_there_is_nothing_to_move(house: Served) -> None:
    room = await room_in(house)
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
async def test_a_registrant_may_only_speak_for_themself(house: Served) -> None:
    room = await room_in(house)
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
    house: Served, fields: dict[str, Any], code: str
) -> None:
    page = await Page.of(house.circle().registrants[0])
    assert await page.command(**fields) == refusal(code, 0)


@played
async def test_refusals_come_in_one_order_role_closed_stale_not_open_impossible(house: Served) -> None:
    room = await room_in(house)
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
async def test_a_stale_press_gets_the_whole_state_and_nobody_else_anything(house: Served) -> None:
    room = await room_in(house)
    await room.ana.taken("meeting.open")
    await room.ben.at_revision(1)
    await room.ben.taken("phase.next")
    for page in room.pages:
        await page.at_revision(2)
        page.reload()

    assert await room.ana.command("phase.next", expectedRevision=1) == refusal("stale_revision", 2)

    [snapshot] = room.ana.all("snapshot")
    assert (snapshot["revision"], snapshot["position"]) == (2, 2)
    assert [page.all("snapshot") for page in room.pages[1:]] == [[], [], []]


@played
async def test_the_same_command_again_has_no_further_effect_and_the_same_answer(house: Served) -> None:
    room = await room_in(house)
    await room.ana.taken("meeting.open")
    command = {"id": new_id(), "type": "phase.next", "expectedRevision": 1}

    first = await soon(room.ana.call("command", command))
    await room.ana.taken("phase.goto", position=6)
    again = await soon(room.ana.call("command", command))
    other = await Page.at(room.ana.ticket)
    from_another_tab = await soon(other.call("command", command))
    theirs = await soon(room.ben.call("command", command))

    assert first == again == from_another_tab == {"ok": True, "revision": 2}
    assert theirs == refusal("stale_revision", 3), "an id is its sender's own"
    assert (room.ana.snapshot["position"], room.ana.revision) == (6, 3)


@played
async def test_a_refusal_is_remembered_likewise(house: Served) -> None:
    room = await room_in(house)
    early = {"id": new_id(), "type": "phase.next", "expectedRevision": 0}

    first = await soon(room.ana.call("command", early))
    await room.ana.taken("meeting.open")
    again = await soon(room.ana.call("command", {**early}))

    assert (first, again) == (refusal("not_open", 0), refusal("not_open", 0))


@played
async def test_an_acknowledged_command_is_on_disk_and_was_told_before(house: Served) -> None:
    room = await room_in(house)
    await room.ana.taken("meeting.open")
    for _ in range(20):
        revision = room.ana.revision
        way = "phase.next" if revision % 2 else "phase.back"
        room.ana.reload()
        body = {"id": new_id(), "type": way, "expectedRevision": revision}
        answer = await soon(room.ana.call("command", body))
        [(stored,)] = house.rows(
            "SELECT revision FROM live_meetings WHERE meeting_id = ?", room.circle.meeting
        )
        assert (answer["revision"], stored) == (revision + 1, revision + 1)
        assert [snapshot["revision"] for snapshot in room.ana.all("snapshot")] == [revision + 1]


@played
async def test_a_withdrawn_seat_ends_what_its_open_page_may_do(house: Served) -> None:
    room = await room_in(house)
    house.change("UPDATE leaders SET login_version = 2 WHERE id = ?", room.circle.leaders[0].id)
    house.change("UPDATE registrants SET link_version = 2 WHERE id = ?", room.circle.registrants[0].id)

    assert await room.ana.command("meeting.open") == refusal("not_allowed", 0)
    assert await soon(room.one.call("signal", {"signal": "word_with_leader"})) == refusal("not_allowed", 0)
    assert await soon(room.one.call("refresh")) == refusal("not_allowed", 0)
    assert room.ben.all("signal") == []


@played
async def test_time_and_refresh(house: Served) -> None:
    room = await room_in(house)
    told = await soon(room.one.call("time"))
    assert sorted(told) == ["serverNow"]
    assert 0 <= told["serverNow"] - room.one.snapshot["serverNow"] < 15_000

    room.one.reload()
    await soon(room.one.call("refresh"))
    [snapshot] = room.one.all("snapshot")
    assert (snapshot["revision"], snapshot["role"]) == (0, "registrant")
    assert room.two.all("snapshot") == [room.two.snapshot], "only who asked"
