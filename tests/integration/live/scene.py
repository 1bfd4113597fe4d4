"""Scenes: tests in which several people act at once."""

import asyncio
import functools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

from bench.websocket import WebSocket

P = ParamSpec("P")
T = TypeVar("T")

SOON = 15.0
"""Seconds after which something that ought to come at once, on a busy machine too, is given up."""

OPEN: list[WebSocket] = []
"""Every connection of the scene, so that it can end them all."""


def played(scene: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Make a test of a scene: run it, and hang up for everybody afterwards."""

    async def to_the_end(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            await scene(*args, **kwargs)
        finally:
            await hang_up()

    @functools.wraps(scene)
    def test(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(to_the_end(*args, **kwargs))

    return test


async def hang_up() -> None:
    """Every connection of the scene ends here, also those that a failing test has left."""
    for socket in OPEN:
        if not socket.closed.done() and socket.opened.done() and not socket.opened.exception():
            socket.transport.abort()
    OPEN.clear()
    await asyncio.sleep(0.05)


async def soon(awaited: Awaitable[T]) -> T:
    return await asyncio.wait_for(awaited, SOON)
