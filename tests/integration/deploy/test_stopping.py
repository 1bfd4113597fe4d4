"""A server that stops takes no more connections before it tells its pages to connect again: they go to another at once."""

import asyncio
import signal
from collections.abc import Callable
from socket import create_connection

import pytest

from tests.integration.live.page import Page
from tests.integration.live.scene import played, soon
from tests.integration.live.served import MODES, Served


class HastyPage(Page):
    """Connects again the very moment it is told goodbye; `refused` says whether nobody was there."""

    port = 0
    refused: bool | None = None

    def _hear(self, text: str) -> None:
        if text.startswith("41") and self.refused is None:
            self.refused = not answers(self.port)
        super()._hear(text)


def answers(port: int) -> bool:
    try:
        create_connection(("127.0.0.1", port), 5).close()
    except ConnectionRefusedError:
        return False
    return True


@pytest.mark.parametrize("mode", MODES)
@played
async def test_who_is_told_to_connect_again_finds_nobody_there(
    fresh: Callable[..., Served], mode: str
) -> None:
    site = fresh(mode=mode)
    page = await HastyPage.of(site.circle().leaders[0])
    page.port = site.port
    assert answers(site.port)

    site.process.send_signal(signal.SIGTERM)
    await soon(asyncio.shield(page.websocket.closed))

    assert (page.was_told_goodbye, page.refused) == (True, True)
    assert await asyncio.to_thread(site.process.wait, 10) == 0
