"""Messages longer than anybody needs, in one piece or in many: 1009, and the memory stays as it was."""

import pytest

from bench.websocket import CONTINUATION, TEXT, frame
from tests.integration.live.bystanders import A_LITTLE, MEGABYTE, still_served
from tests.integration.live.line import Line
from tests.integration.live.page import Page
from tests.integration.live.pouring import poured
from tests.integration.live.scene import played
from tests.integration.live.served import Served

TOO_BIG = 1009
INVALID = {"ok": False, "code": "invalid", "revision": 0}


@pytest.mark.parametrize("size", [17 * 1024, MEGABYTE])
@played
async def test_a_message_over_the_limit_ends_its_connection_with_1009(site: Served, size: int) -> None:
    circle = site.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())
    memory = site.memory()

    line.say(f'42/live,1["command",{{"id":"{"x" * size}"}}]')

    assert await line.closed() == TOO_BIG
    await still_served(leader)
    assert site.memory() - memory < A_LITTLE


@played
async def test_a_message_of_just_the_limit_is_read(site: Served) -> None:
    line = await Line.entered(site.circle().leaders[0].ticket())
    head, tail = '42/live,1["command",{"id":"', '"}]'
    line.say(head + "x" * (16_384 - len(head) - len(tail)) + tail)

    assert await line.answer(1) == INVALID
    assert line.is_open


@played
async def test_fragments_that_add_up_to_24_megabytes_end_with_1009_and_leave_no_trace(site: Served) -> None:
    circle = site.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())
    memory = site.memory()

    await poured(line, frame(b"4" * 16_000, TEXT, False), [frame(b"x" * 16_000, CONTINUATION, False)] * 1500)

    assert await line.closed() == TOO_BIG
    await still_served(leader)
    assert site.memory() - memory < A_LITTLE


@played
async def test_fragments_of_one_byte_without_end_end_with_1009(site: Served) -> None:
    circle = site.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())

    await poured(line, frame(b"4", TEXT, False), [frame(b"x", CONTINUATION, False) * 10] * 2000)

    assert await line.closed() == TOO_BIG
    await still_served(leader)


@played
async def test_fragments_of_nothing_without_end_take_no_memory(site: Served) -> None:
    circle = site.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())
    memory = site.memory()

    await poured(line, frame(b"4", TEXT, False), [frame(b"", CONTINUATION, False) * 100] * 400)

    await still_served(leader)
    assert site.memory() - memory < A_LITTLE


@played
async def test_a_message_in_a_few_fragments_is_read(site: Served) -> None:
    line = await Line.entered(site.circle().leaders[0].ticket())
    for piece, opcode, final in [
        (b"42/live,1", TEXT, False),
        (b"", CONTINUATION, False),
        (b'["ti', CONTINUATION, False),
        (b'me"]', CONTINUATION, True),
    ]:
        line.websocket.send(piece, opcode, final)
    assert sorted(await line.answer(1)) == ["serverNow"]
