"""The benchmark against its own relay: everything arrives, and what does not is counted."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.client import LiveClient, Ticket
from bench.load import Pace, load
from bench.subjects import relay

ROOT = Path(__file__).parents[2]


def test_the_relay_delivers_every_move_to_everybody() -> None:
    command = [sys.executable, "-m", "bench", "--quick", "--only", "relay"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=True)

    result = json.loads(run.stdout.splitlines()[-1])
    [one] = result["loads"]
    assert [one[name] for name in ("server", "meetings", "connections", "moves")] == ["relay", 5, 60, 30]
    assert [one[name] for name in ("undelivered", "refused", "lost")] == [0, 0, 0]
    assert (result["complete"], result["ratios"]) == (True, [])


def test_a_seat_that_hears_nothing_is_missed_at_every_move(tmp_path: Path) -> None:
    with relay(2, tmp_path) as (server, circles):
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

    with relay(1, tmp_path) as (_, circles):
        asyncio.run(hang_up(circles[0][0]))
