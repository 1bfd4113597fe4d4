"""Sending more than anybody should, without ever holding it all in this process."""

import asyncio

from tests.integration.live.line import Line


async def poured(line: Line, first: bytes, pieces: list[bytes]) -> None:
    line.websocket.transport.write(first)
    for piece in pieces:
        if not line.is_open:
            return
        line.websocket.transport.write(piece)
        await drained(line)


async def drained(line: Line) -> None:
    """Until what was written has left, or nearly."""
    await asyncio.sleep(0)
    while line.is_open and line.websocket.transport.get_write_buffer_size() > 64 * 1024:
        await asyncio.sleep(0.001)
