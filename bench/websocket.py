"""A WebSocket client in one file: the client's half of RFC 6455, no extensions.

Fault tests must send what a well-behaved library refuses to send (fragments without end, half a frame, a
forged opcode), and 5,000 connections must fit into one process beside the server they load. So this is an
asyncio protocol that holds a buffer for each connection, not a library that keeps tasks and queues for each.
"""

import asyncio
import base64
import hashlib
import os
import struct
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
DROPPED = 1006
"""The close code of a connection that ended without one."""

_FINAL, _MASKED = 0x80, 0x80
_ACCEPT_SUFFIX = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3


class Refused(Exception):
    """The server answered, and the answer was no."""


def frame(payload: bytes, opcode: int = TEXT, final: bool = True) -> bytes:
    """One masked frame; `final=False` leaves the message open for CONTINUATION frames."""
    head, size, key = opcode | (_FINAL if final else 0), len(payload), os.urandom(4)
    if size < 126:
        header = struct.pack("!BB", head, _MASKED | size)
    elif size < 1 << 16:
        header = struct.pack("!BBH", head, _MASKED | 126, size)
    else:
        header = struct.pack("!BBQ", head, _MASKED | 127, size)
    return header + key + masked(payload, key)


def masked(payload: bytes, key: bytes) -> bytes:
    """The payload under a four-byte key, as one long XOR: byte by byte would cost the client its core."""
    size = len(payload)
    pattern = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(pattern, "big")).to_bytes(size, "big")


class WebSocket(asyncio.Protocol):
    """One connection to `url` (http://...); `closed` is a future that ends with the close code."""

    def __init__(
        self, url: str, on_text: Callable[[str], None], headers: Mapping[str, str] | None = None
    ) -> None:
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[int] = loop.create_future()
        self.transport: asyncio.Transport
        self._place = urlsplit(url)
        self._on_text = on_text
        self._headers = headers or {}
        self._key = base64.b64encode(os.urandom(16))
        self._buffer = bytearray()
        self._message = b""
        self._close_code = DROPPED

    async def open(self) -> None:
        """Connect; raises Refused on any answer but an upgrade, OSError when there is no answer."""
        host, port = self._place.hostname or "127.0.0.1", self._place.port or 80
        await asyncio.get_running_loop().create_connection(lambda: self, host, port)
        await self.opened

    def send(self, payload: bytes, opcode: int = TEXT, final: bool = True) -> None:
        """Send one frame, well-formed; for anything else write to `transport`."""
        self.transport.write(frame(payload, opcode, final))

    def close(self) -> None:
        """Say goodbye and hang up, without waiting for the answer."""
        self.send(struct.pack("!H", 1000), CLOSE)
        self.transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._upgrade_request())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self.opened.done():
            self._shake_hands()
        while self.opened.done() and (size := _frame_size(self._buffer)):
            whole = bytes(self._buffer[:size])
            del self._buffer[:size]
            self._receive(whole[0], whole[_header_size(whole) :])

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("hung up before the upgrade"))
        if not self.closed.done():
            self.closed.set_result(self._close_code)

    def _upgrade_request(self) -> bytes:
        place = self._place
        fields = {"Host": place.netloc, "Origin": f"{place.scheme}://{place.netloc}"}
        fields |= {"Connection": "Upgrade", "Upgrade": "websocket"}
        fields |= {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": self._key.decode()}
        fields |= self._headers
        lines = [f"{name}: {value}" for name, value in fields.items() if value]
        target = place._replace(scheme="", netloc="").geturl()
        return "\r\n".join([f"GET {target} HTTP/1.1", *lines, "", ""]).encode()

    def _shake_hands(self) -> None:
        head, end, rest = bytes(self._buffer).partition(b"\r\n\r\n")
        if not end:
            return
        self._buffer = bytearray(rest)
        accept = base64.b64encode(hashlib.sha1(self._key + _ACCEPT_SUFFIX).digest())
        if head.split(b" ", 2)[1] == b"101" and accept in head:
            self.opened.set_result(None)
        else:
            self.opened.set_exception(Refused(head.split(b"\r\n")[0].decode("latin-1")))
            self.transport.close()

    def _receive(self, head: int, payload: bytes) -> None:
        opcode = head & 0x0F
        if opcode == PING:
            self.send(payload, PONG)
        elif opcode == CLOSE:
            self._close_code = int.from_bytes(payload[:2], "big") or 1005
            self.close()
        elif opcode in (TEXT, CONTINUATION):
            self._message += payload
            if head & _FINAL:
                text, self._message = self._message.decode(), b""
                self._on_text(text)


def _header_size(data: bytes | bytearray) -> int:
    return {126: 4, 127: 10}.get(data[1] & 0x7F, 2)


def _frame_size(data: bytearray) -> int:
    """The size of the whole frame at the front, in bytes; 0 while it is not all here."""
    if len(data) < 2 or len(data) < (header := _header_size(data)):
        return 0
    payload = data[1] & 0x7F if header == 2 else int.from_bytes(data[2:header], "big")
    return header + payload if len(data) >= header + payload else 0
