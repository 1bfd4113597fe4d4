"""An upgrade in the middle of sessions, as docs/operating.md has it: a release is put beside the one that runs, and the
processes behind nginx are restarted one after the other. Every page is back within five seconds, and nothing is lost.
"""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest

from bench.server import ROOT, free_port
from tests.integration.deploy.asking import ask
from tests.integration.deploy.nginx import Nginx
from tests.integration.deploy.units import Machine, machine
from tests.integration.live.kept_open import kept_open, page_of
from tests.integration.live.person import Person
from tests.integration.live.scene import played, soon
from tests.integration.live.served import START_WITHIN, Served, Settings
from tests.required_tools import require

pytestmark = [pytest.mark.alone, pytest.mark.needs_nginx, pytest.mark.timeout(300)]

GROUPS = 6
BACK_WITHIN = 5.0
"""Seconds from the moment a page is cut off."""
SCRIPT = [sys.executable, str(ROOT / "deploy" / "rolling_restart.py")]


@played
async def test_processes_are_restarted_one_after_the_other_and_every_page_is_back(tmp_path: Path) -> None:
    leading, taking_part, ports, site = prepared(tmp_path)
    with (
        machine(tmp_path / "machine", tmp_path / "served" / "config.toml") as computer,
        Nginx(require("nginx"), tmp_path / "nginx", ports, urlsplit(site).port or 0, tls=False),
    ):
        old = computer.install("1.0")
        computer.start(*ports)
        await asyncio.to_thread(await_all, ports)
        everybody = [*leading, *taking_part]
        pages = [await page_of(each) for each in everybody]
        for leader in pages[:GROUPS]:
            await leader.walk_to(3)
        new = computer.install("1.1")
        assert [computer.runs(port)[0] for port in ports] == [old, old]

        over = asyncio.Event()
        watched = [
            asyncio.create_task(kept_open(person, page, over))
            for person, page in zip(everybody, pages, strict=True)
        ]
        done = await asyncio.to_thread(restart, computer, ports)
        over.set()
        away = [await soon(each) for each in watched]

        assert (done.returncode, [line.partition(" after")[0] for line in done.stdout.splitlines()]) == (
            0,
            [f"{port}: back" for port in ports],
        )
        longest = max(seconds for seconds, _ in away)
        assert 0 < longest < BACK_WITHIN
        assert {page.snapshot["position"] for _, page in away} == {3}
        for _, page in away[:GROUPS]:
            await page.taken("phase.next")
        for port in ports:
            assert computer.runs(port) == (
                new,
                {"python": f"{new}/.venv/bin/python", "app": "app.py"},
            )
            assert '"level": "error"' not in computer.complaints(port)


def test_it_stops_at_a_process_that_does_not_come_back() -> None:
    away, untouched = free_port(), free_port()
    done = subprocess.run(
        [*SCRIPT, "--restart", "true {}", "--within", "0.3", str(away), str(untouched)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        f"{away}: is not back after 0.3 s. Nothing else was restarted.\n",
    )


def prepared(folder: Path) -> tuple[list[Person], list[Person], list[int], str]:
    """Leaders and participants who have pressed, the ports of two processes, and the address people use."""
    ports, site = [free_port(), free_port()], f"http://localhost:{free_port()}"
    here: Settings = {"data": {"directory": str(folder / "served" / "data")}}
    demo = Served(
        folder / "served", size=("--groups", str(GROUPS), "--registrants", "2"), settings=here
    ).start()
    circles = [demo.circle() for _ in range(GROUPS)]
    leading = [circle.leaders[0] for circle in circles]
    taking_part = [each for circle in circles for each in circle.registrants]
    for each in (*leading, *taking_part):
        assert each.press().status == 303
        each.url = site
    demo.stop()
    config = folder / "served" / "config.toml"
    config.write_text(
        config.read_text().replace("[server]\n", f'[server]\npublic_url = "{site}"\nproxies = 1\n')
    )
    return leading, taking_part, ports, site


def await_all(ports: Sequence[int]) -> None:
    """Until every process answers."""
    until = monotonic() + START_WITHIN
    while not all(map(answers, ports)):
        assert monotonic() < until
        sleep(0.05)


def answers(port: int) -> bool:
    with suppress(OSError):
        return ask(port, "/healthz").status == 200
    return False


def restart(computer: Machine, ports: Sequence[int]) -> subprocess.CompletedProcess[str]:
    words = [*SCRIPT, "--restart", computer.restart_command, "--pause", "3", *map(str, ports)]
    return subprocess.run(words, capture_output=True, text=True, check=False)
