"""The long runs work at all, and find nothing at a small size; how long they go on is for `python -m bench.endurance`."""

import json
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[3]


def test_many_readers_and_writers_share_one_database(url: str) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "bench.endurance", "units", "--units", "4000"]
    run = subprocess.run(
        [*command, "--database", url], cwd=PROJECT, capture_output=True, text=True, check=False, timeout=150
    )

    assert (run.returncode, run.stderr) == (0, "")
    outcome = json.loads(run.stdout)
    assert {name: outcome[name] for name in ("alive", "units", "writes", "lost")} == {
        "alive": True,
        "units": 4000,
        "writes": 1000,
        "lost": 0,
    }
