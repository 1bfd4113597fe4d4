"""The load's WebSocket client against a server that hands out its bytes one at a time."""

import asyncio
import base64
import hashlib
import re

import pytest

from bench.websocket import CONTINUATION, PING, TEXT, Refused, WebSocket, masked

GREETING = b"\x81\x05Hello"
HALVES = b"\x01\x03Hel" + b"\x89\x01?" + b"\x80\x02lo"  # a ping may stand between two fragments
LONG = b"\x81\x7e\x01\x00" + b"x" * 256
GOODBYE = b"\x88\x02\x03\xf1"  # 1009


class Scripted:
    """Upgrades one connection, hears `awaits` bytes, says its piece a byte at a time, and hears the rest."""

    def __init__(self, piece: bytes, awaits: int = 0, status: bytes = b"101 Switching Protocols") -> None:
        self.piece = piece
        self.awaits = awaits
        self.status = status
        self.request = b""
        self.told = b""
        self.done = asyncio.Event()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.request = await reader.readuntil(b"\r\n\r\n")
        answer = b"HTTP/1.1 %b\r\nSec-WebSocket-Accept: %b\r\n\r\n" % (self.status, accept(self.request))
        await drip(writer, answer)
        self.told = await reader.readexactly(self.awaits)
        await drip(writer, self.piece)
        self.told += await reader.read()
        writer.close()
        await writer.wait_closed()
        self.done.set()


async def drip(writer: asyncio.StreamWriter, data: bytes) -> None:
    for byte in data:
        writer.write(bytes([byte]))
        await writer.drain()


def accept(request: bytes) -> bytes:
    [key] = re.findall(rb"Sec-WebSocket-Key: (\S+)", request)
    return base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())


async def visit(script: Scripted, *frames: tuple[bytes, int, bool]) -> tuple[list[str], int]:
    """Everything heard until the server hung up, and the close code."""
    heard: list[str] = []
    async with await asyncio.start_server(script, "127.0.0.1", 0) as server:
        address = "http://127.0.0.1:{1}/live?m=7".format(*server.sockets[0].getsockname())
        websocket = WebSocket(address, heard.append, {"Cookie": "a=b", "Origin": ""})
        try:
            await websocket.open()
            for payload, opcode, final in frames:
                websocket.send(payload, opcode, final)
            return heard, await websocket.closed
        finally:
            await script.done.wait()


def unmasked(data: bytes) -> list[tuple[int, bytes]]:
    """The first bytes and payloads of a client's short frames."""
    frames = []
    while data:
        size = data[1] & 0x7F
        frames.append((data[0], masked(data[6 : 6 + size], data[2:6])))
        data = data[6 + size :]
    return frames


def test_whole_fragmented_and_long_messages_are_heard_in_order() -> None:
    heard = asyncio.run(visit(Scripted(GREETING + HALVES + LONG + GOODBYE)))

    assert heard == (["Hello", "Hello", "x" * 256], 1009)


def test_the_request_goes_where_the_address_says_with_the_headers_given() -> None:
    script = Scripted(GOODBYE)
    asyncio.run(visit(script))

    first, *headers = script.request.decode().strip().split("\r\n")
    assert first == "GET /live?m=7 HTTP/1.1"
    assert [header for header in headers if header.startswith(("Cookie", "Origin"))] == ["Cookie: a=b"]


def test_frames_leave_as_they_were_asked_for_and_a_ping_is_answered() -> None:
    script = Scripted(b"\x89\x01?" + GOODBYE, awaits=9 + 9 + 6)
    asyncio.run(visit(script, (b"one", TEXT, False), (b"two", CONTINUATION, True), (b"", PING, True)))

    asked = [(0x01, b"one"), (0x80, b"two"), (0x89, b"")]
    assert unmasked(script.told) == [*asked, (0x8A, b"?"), (0x88, b"\x03\xe8")]


def test_another_answer_than_an_upgrade_is_a_refusal() -> None:
    with pytest.raises(Refused, match=re.escape("HTTP/1.1 403 FORBIDDEN")):
        asyncio.run(visit(Scripted(b"", status=b"403 FORBIDDEN")))


def test_the_mask_is_the_one_of_the_standards_example() -> None:
    assert masked(b"Hello", bytes.fromhex("37fa213d")) == bytes.fromhex("7f9f4d5158")
