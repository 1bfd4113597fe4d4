"""What came of the scenes that take their time."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.live.served import MODES, Served
from tests.integration.live.waiting import CIRCLES_PER_SCENE, SCENES, Outcomes, play_all

Outcome = Callable[[Callable[..., Any]], Any]


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    size = ("--groups", str(CIRCLES_PER_SCENE * len(SCENES)), "--registrants", "6")
    sites = {mode: Served(tmp_path_factory.mktemp("waiting"), mode=mode, size=size).start() for mode in MODES}
    ended = asyncio.run(play_all(sites))
    complaints = {mode: site.complaints() for mode, site in sites.items()}
    for site in sites.values():
        site.stop()
    assert complaints == {mode: [] for mode in MODES}
    return ended


@pytest.fixture(params=MODES)
def outcome(request: pytest.FixtureRequest, outcomes: Outcomes) -> Outcome:
    """Of a scene, in each async mode in turn; a scene that failed fails its tests."""

    def of(scene: Callable[..., Any]) -> Any:
        ended = outcomes[scene.__name__, request.param]
        if isinstance(ended, BaseException):
            raise ended
        return ended

    return of
