"""What every test shares: the programs a machine may lack, Hypothesis' profiles, and the quick tests first."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from tests.required_tools import require
from tests.side_by_side import BySharedServer, begins_early

QUICK_FIRST = ("unit", "properties", "architecture", "js", "integration", "browser")

# No deadline: a shared machine is slow at times, and that is no finding. The gate draws the same examples each time, so it
# fails for a change and never by chance; `make fuzz` draws others, and what it finds becomes an example in the gate.
settings.register_profile(
    "gate",
    derandomize=True,
    deadline=None,
    print_blob=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("fuzz", settings.get_profile("gate"), derandomize=False, max_examples=400)
settings.load_profile("gate")

UNTIL_IT_IS_SHRUNK = 600
"""Seconds. Hypothesis makes an example small in at most five minutes; cut short, it would not be told."""
IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3


def pytest_configure(config: pytest.Config) -> None:
    """Test files in memory, where there is room: thousands of commits need not wait for a disk.

    Hypothesis also draws numbers and words that it finds in whatever modules of ours are loaded at that moment, so that
    which tests ran before would decide what is drawn. The gate does without them; `make fuzz` has them.
    """
    if config.getoption("--hypothesis-profile", None) is None:
        providers._get_local_constants = lambda: providers._local_constants
    if "TMPDIR" not in os.environ and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM:
        tempfile.tempdir = str(IN_MEMORY)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BySharedServer | None:
    return BySharedServer(config, log) if config.getoption("dist") == "loadscope" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=_how_late)
    if hasattr(config, "workerinput"):  # one of several processes, which are not told how tests are dealt out
        items.sort(key=lambda item: begins_early(item.nodeid, _timeout(item)))
    for item in items:
        if item.get_closest_marker("hypothesis") and config.getoption("timeout") is None:
            item.add_marker(pytest.mark.timeout(UNTIL_IT_IS_SHRUNK))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers():
        if marker.name.startswith("needs_"):
            require(marker.name.removeprefix("needs_"), *marker.args)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program."""
    return require("browser")


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core's script, for a page to run."""
    return (require("npm_packages") / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def node() -> Path:
    """Node of version 20 or newer."""
    return require("node")


@pytest.fixture(scope="session")
def postgres_programs() -> Path:
    """The folder with initdb, pg_ctl and postgres."""
    return require("postgres")


def _timeout(item: pytest.Item) -> float:
    """In seconds; 0 for the usual."""
    marker = item.get_closest_marker("timeout")
    return float(marker.args[0]) if marker else 0.0


def _how_late(item: pytest.Item) -> int:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return QUICK_FIRST.index(folder) if folder in QUICK_FIRST else len(QUICK_FIRST)
