"""A start imports what it uses: the server is back within seconds, and a command answers at once."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ONLY_WHEN_USED = {"alembic", "mako"}


def test_a_start_imports_nothing_heavy_that_it_may_never_use() -> None:
    program = "import sys, balint_live.cli; print(*sys.modules)"
    started = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ONLY_WHEN_USED & set(started.stdout.split()) == set()
