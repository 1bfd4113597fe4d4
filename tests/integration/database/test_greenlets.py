"""Under eventlet many greenlets share the stores: none waits for ever, none is lost, and each press has one effect."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.database.cast import Site

PROJECT = Path(__file__).parents[3]
GREENLETS, PRESSES = 40, 5
SCRIPT = f"""
from balint_live import runtime
mode = runtime.runtime("eventlet")
mode.patch()
import json, sys
import eventlet
from balint_live.adapters.database.engine import Database
from balint_live.domain.errors import DomainError
from tests.integration.database.cast import ANA, START, THIRD, at, stores

site = stores(Database(sys.argv[1], mode.sleep))
site.open()
outcomes = []

def step(seat):
    return seat.meeting.next("ana", at(1)) if seat.meeting.progress.position == 1 else seat.meeting.back("ana", at(1))

def press():
    for _ in range({PRESSES}):
        try:
            site.meetings.change(THIRD, ANA, step)
            outcomes.append("moved")
        except DomainError as refused:
            outcomes.append(str(refused.code))

pool = eventlet.GreenPool({GREENLETS})
for _ in range({GREENLETS}):
    pool.spawn_n(press)
pool.waitall()
print(json.dumps([outcomes.count("moved"), len(outcomes), site.meeting().revision]))
"""


@pytest.mark.timeout(60)
def test_greenlets_share_the_stores(enrolled: Site, url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCRIPT, url],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert (done.returncode, done.stderr) == (0, "")
    moved, answered, revision = json.loads(done.stdout)

    assert (answered, revision) == (GREENLETS * PRESSES, 1 + moved)
    assert moved >= PRESSES  # of those who press together one is first, each time
