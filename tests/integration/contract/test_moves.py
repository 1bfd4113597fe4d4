"""The commands that move the group and its clock: the answer, and everybody's next snapshot."""

from tests.integration.contract.room import refusal, room_in
from tests.integration.live.scene import played
from tests.integration.live.served import Served

MINUTE = 60_000


@played
async def test_opening_starts_the_first_step_and_its_clock_for_everybody(site: Served) -> None:
    room = await room_in(site)
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
async def test_next_back_and_goto_move_everybody(site: Served) -> None:
    room = await room_in(site)
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
    site: Served,
) -> None:
    room = await room_in(site)
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
async def test_adjusting_lengthens_and_shortens_the_step(site: Served) -> None:
    room = await room_in(site)
    await room.ana.taken("meeting.open")

    lengths = []
    for seconds in (60, -120, 3600, -3600):
        await room.ana.taken("timer.adjust", seconds=seconds)
        lengths.append(room.ana.snapshot["clock"]["length"])

    assert lengths == [4 * MINUTE, 2 * MINUTE, 62 * MINUTE, 2 * MINUTE]
    assert room.ana.snapshot["steps"][0]["length"] == 2 * MINUTE
    assert await room.ana.command("timer.adjust", seconds=-3600) == refusal("invalid", 5)


@played
async def test_spreading_fits_the_rest_to_the_booked_end(site: Served) -> None:
    room = await room_in(site)
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
async def test_undo_puts_back_the_exact_state_before_the_newest_move(site: Served) -> None:
    room = await room_in(site)
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
async def test_undoing_the_opening_gathers_again(site: Served) -> None:
    room = await room_in(site)
    await room.ana.taken("meeting.open")
    await room.ana.taken("move.undo")

    assert room.ana.snapshot["meeting"]["status"] == "gathering"
    assert (room.ana.snapshot["meeting"]["openedAt"], room.ana.snapshot["position"]) == (None, None)
