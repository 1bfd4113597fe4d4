"""Those who must not notice."""

from tests.integration.live.line import Line
from tests.integration.live.page import Page
from tests.integration.live.scene import soon

MEGABYTE = 1_000_000
A_LITTLE = 8 * MEGABYTE
"""What a server's memory may grow by while it deals with something else."""


async def still_served(*pages: Page | Line) -> None:
    """Each is still connected, and gets an answer."""
    for page in pages:
        if isinstance(page, Page):
            assert sorted(await soon(page.call("time"))) == ["serverNow"]
        else:
            page.say('42/live,99["time"]')
            assert sorted(await page.answer(99)) == ["serverNow"]
            page.told.clear()
