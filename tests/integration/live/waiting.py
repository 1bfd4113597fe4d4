"""Scenes that take their time (heartbeats, silences, pages that live for a minute), all waited for at once.

A test file registers its scenes here when it is collected; the first test that asks for an outcome has every registered
scene played beside the others, each with groups of its own, in both async modes. Each test then reads what came of one.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from tests.integration.live.scene import hang_up
from tests.integration.live.served import Served

Scene = Callable[[Served], Coroutine[Any, Any, Any]]
Outcomes = dict[tuple[str, str], Any]

SCENES: dict[str, Scene] = {}
CIRCLES_PER_SCENE = 2

SLACK = 2.5
"""Seconds that a shared machine may be late."""


def waits(scene: Scene) -> Scene:
    """Register a scene; it may use two groups."""
    SCENES[scene.__name__] = scene
    return scene


async def play_all(sites: Mapping[str, Served]) -> Outcomes:
    """Of each scene in each mode: what it answered, or the exception it ended with."""
    parts = [(name, mode) for name in SCENES for mode in sites]
    try:
        played = (SCENES[name](sites[mode]) for name, mode in parts)
        ended = await asyncio.gather(*played, return_exceptions=True)
    finally:
        await hang_up()
    return dict(zip(parts, ended, strict=True))
