"""Running servers for the tests that come from outside. A session shares one for each async mode.

A group is used by one test only, so that tests need not put anything back; and after each test the server must have
nothing to complain of.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.live.served import MODES, Served

Sites = Callable[[str], Served]

PATIENT = {"limits": {"events_per_second": 1000, "events_burst": 1000}}
"""Tests press faster than people; those of the budgets themselves have a server of their own."""
GROUPS = 300
MANY_GROUPS = ("--groups", str(GROUPS), "--registrants", "4")


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    started: dict[str, Served] = {}

    def site(mode: str) -> Served:
        if mode not in started:
            folder = tmp_path_factory.mktemp(mode)
            started[mode] = Served(folder, mode=mode, size=MANY_GROUPS, settings=PATIENT).start()
        return started[mode]

    yield site
    for served in started.values():
        served.stop()


@pytest.fixture(params=MODES)
def site(request: pytest.FixtureRequest, sites: Sites) -> Iterator[Served]:
    """A server of each async mode in turn."""
    served = sites(request.param)
    yield served
    assert served.complaints() == []


@pytest.fixture
def eventlet_site(sites: Sites) -> Iterator[Served]:
    """The default async mode, for what does not depend on it."""
    served = sites("eventlet")
    yield served
    assert served.complaints() == []


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Servers of a test's own, to be stopped, killed, and started with other settings."""
    made: list[Served] = []

    def make(start: bool = True, kind: type[Served] = Served, **options: Any) -> Any:
        served = kind(tmp_path / f"served-{len(made)}", **options)
        made.append(served)
        return served.start() if start else served

    yield make
    for served in made:
        if served.process.poll() is None:
            served.kill()
