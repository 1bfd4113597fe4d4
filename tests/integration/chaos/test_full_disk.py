"""A disk that takes no more: the leader is told that nothing was saved, and can press again once there is room."""

import asyncio
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.integration.live.page import Page
from tests.integration.live.scene import played
from tests.integration.live.served import MODES, Served


@contextmanager
def no_room(site: Served) -> Iterator[None]:
    """No file of the server's may be written to. What is read from it goes on."""
    _, hard = resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE, (hard, hard))


@pytest.mark.parametrize("mode", MODES)
@played
async def test_a_press_that_found_no_room_is_refused_and_can_be_made_again(
    fresh: Callable[..., Served], mode: str
) -> None:
    site = fresh(mode=mode)
    circle = site.circle()
    leader, registrant = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])
    await leader.taken("meeting.open")
    await registrant.at_revision(1)

    with no_room(site):
        refused = await leader.command("phase.next")
        mark = await leader.command("attendance.mark", person=circle.registrants[1].id, mark="present")
        page = await asyncio.to_thread(circle.leaders[0].get, circle.leaders[0].page)
    assert (refused, mark) == ({"ok": False, "code": "unavailable", "revision": 1},) * 2
    assert page.status == 200

    assert await leader.taken("phase.next") == 2
    await registrant.at_revision(2)
    assert site.rows("PRAGMA integrity_check") == [("ok",)]
