"""Frames that break the WebSocket protocol end their own connection and nothing else."""

import asyncio
import struct

import pytest

from bench.websocket import CONTINUATION, TEXT, frame
from tests.integration.live.bystanders import still_served
from tests.integration.live.line import Line
from tests.integration.live.page import Page
from tests.integration.live.scene import played
from tests.integration.live.served import Served


@pytest.mark.parametrize(
    "bytes_sent",
    [
        frame(b'42/live,1["\xff\xfe"]'),
        frame(b"\xed\xa0\x80"),
        frame(b"4", 0x3),
        frame(b"4", CONTINUATION),
        frame(b"4", TEXT, False) + frame(b"4", TEXT),
        frame(b"x" * 126, 0x9),
        frame(b"x", 0x9, False),
        frame(b"\x00", 0x8),
        frame(struct.pack("!H", 999), 0x8),
        bytes([0xC1]) + frame(b"4")[1:],
        b"\x81\x01x",
        b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"GET / HTTP/1.1\r\n\r\n",
    ],
    ids=[
        "not UTF-8",
        "half a surrogate",
        "an unknown opcode",
        "a continuation of nothing",
        "a text inside a text",
        "a long ping",
        "a ping in pieces",
        "a close code cut in half",
        "a forbidden close code",
        "compressed, though nobody agreed to it",
        "not masked",
        "eight exabytes",
        "HTTP",
    ],
)
@played
async def test_broken_frames_end_their_connection_only(site: Served, bytes_sent: bytes) -> None:
    circle = site.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())

    line.websocket.transport.write(bytes_sent)

    await line.closed()
    await still_served(leader)


@played
async def test_half_a_frame_and_then_silence_holds_up_nobody(site: Served) -> None:
    circle = site.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())

    line.websocket.transport.write(frame(b'42/live,1["time"]')[:9])
    await asyncio.sleep(1)

    await still_served(leader)
    assert line.is_open
