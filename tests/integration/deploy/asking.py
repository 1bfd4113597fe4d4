"""Asking a proxy at a port of the loopback, over plain HTTP/1.1."""

import http.client
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

PATIENCE = 30.0
WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Extensions": "permessage-deflate",
}


@dataclass(frozen=True)
class Said:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def name(self) -> str:
        """The process that answered."""
        return self.headers["x-name"]


def ask(
    port: int,
    path: str,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    body: bytes | None = None,
) -> Said:
    line = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
    try:
        line.request(method, path, body, headers or {})
        answer = line.getresponse()
        named = {name.lower(): value for name, value in answer.headers.items()}
        return Said(answer.status, named, answer.read())
    finally:
        line.close()


def begin(port: int, path: str, length: int, sent: int) -> socket.socket:
    """A form of `length` bytes of which `sent` have come; the rest does not follow."""
    line = socket.create_connection(("127.0.0.1", port), PATIENCE)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: {length}\r\n\r\n"
    line.sendall(head.encode() + b"x" * sent)
    return line


def begin_head(port: int) -> socket.socket:
    """A request whose head does not come to its end."""
    line = socket.create_connection(("127.0.0.1", port), PATIENCE)
    line.sendall(f"GET / HTTP/1.1\r\nHost: localhost:{port}\r\nX-Slow: ".encode())
    return line


def last_words(line: socket.socket) -> bytes:
    """All that is said until the other end closes. Raises TimeoutError where it does not."""
    with line:
        said = bytearray()
        with suppress(ConnectionResetError):
            while piece := line.recv(4096):
                said += piece
        return bytes(said)
