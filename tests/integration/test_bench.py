"""The benchmark against its own relay: everything arrives, and what does not is counted; and what each scene measures."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.client import LiveClient, Ticket
from bench.scenes.load import Pace, load
from bench.subjects import Size, relay

ROOT = Path(__file__).parents[2]


def test_the_relay_delivers_every_move_to_everybody() -> None:
    result = measured("--scene", "load", "--only", "relay")
    [one] = result["loads"]
    assert [one[name] for name in ("server", "meetings", "connections", "moves")] == ["relay", 5, 60, 30]
    assert [one[name] for name in ("undelivered", "refused", "lost")] == [0, 0, 0]
    assert (result["complete"], result["ratios"]) == (True, [])


def test_a_seat_that_hears_nothing_is_missed_at_every_move(tmp_path: Path) -> None:
    with relay(Size(2), "eventlet", tmp_path) as running:
        server, circles = running.server, running.tickets()
        circles[1] = [*circles[1][:-1], Ticket(circles[1][0].url, "elsewhere")]
        figures = asyncio.run(load(server, circles, Pace(rate=10, seconds=1, patience=0.5), greets=False))

    assert (figures.connections, figures.moves) == (24, 10)
    opening, its_moves = 1, 5
    assert (figures.undelivered, figures.refused, figures.lost) == (opening + its_moves, 0, 0)


def test_whoever_waits_on_a_line_that_has_gone_is_told(tmp_path: Path) -> None:
    async def hang_up(ticket: Ticket) -> None:
        client = await LiveClient.enter(ticket)
        waiting = asyncio.create_task(client.until("snapshot"))
        answer = client.call("command", {"expectedRevision": 6})
        assert await answer == {"ok": True, "revision": 7}
        assert (await waiting)["revision"] == 7

        waiting = asyncio.create_task(client.until("alarm"))
        await asyncio.sleep(0)
        client.leave()
        with pytest.raises(ConnectionError, match="closed with 1006"):
            await waiting
        with pytest.raises(ConnectionError, match="closed with 1006"):
            client.call("command", {"expectedRevision": 7})

    with relay(Size(1), "eventlet", tmp_path) as running:
        asyncio.run(hang_up(running.tickets()[0][0]))


SCENES = {
    "arrivals": {"arrivals_per_second", "p99_ms", "cpu_ms_each", "missed"},
    "idle": {"idle_cpu_percent", "memory_mb", "missed"},
    "restart": {"seconds_to_stop", "seconds_to_start", "seconds_until_all_back", "missed"},
}


def test_every_other_scene_measures_both_servers_in_one_run() -> None:
    chosen = [option for scene in SCENES for option in ("--scene", scene)]
    result = measured(*chosen, "--meetings", "1", "--idle-seconds", "1")

    assert (result["complete"], result["loads"]) == (True, [])
    for scene in result["scenes"]:
        figures = {name: set(each) for name, each in scene["figures"].items()}
        assert figures == dict.fromkeys(("relay", "application"), SCENES[scene["scene"]])
        assert set(scene["ratios"]) == SCENES[scene["scene"]] - {"missed"}
    assert [scene["scene"] for scene in result["scenes"]] == list(SCENES)
    assert len(result["aims"]) == 4


def test_both_servers_run_in_the_mode_that_was_asked_for() -> None:
    result = measured(
        "--scene", "load", "--meetings", "1", "--mode", "threading", "--rate", "1", "--seconds", "2"
    )
    assert (result["complete"], result["mode"]) == (True, "threading")
    assert [one["server"] for one in result["loads"]] == ["relay", "application"]


def measured(*options: str) -> dict[str, Any]:
    """What a short run says in its last line."""
    command = [sys.executable, "-m", "bench", "--quick", *options]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    said: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return said
