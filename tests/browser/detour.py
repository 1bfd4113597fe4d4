"""The long way round to the server: a forward proxy between one browser profile and everything it asks for.

Plain requests are passed on one to a connection. A tunnel is what the browser asks a proxy for when it opens a WebSocket;
what becomes of it is each detour's own affair.
"""

import socket
import threading
from contextlib import closing, suppress
from typing import NamedTuple, Self
from urllib.parse import urlsplit

END_OF_HEAD = b"\r\n\r\n"
BLOCK = 65_536


class Request(NamedTuple):
    method: str
    address: str
    head: list[str]
    rest: bytes
    """What arrived along with the head."""


class Detour:
    """Passes on; `settings` are for a browser profile."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.settings = {"proxy": {"server": f"http://127.0.0.1:{self._listener.getsockname()[1]}"}}

    def __enter__(self) -> Self:
        threading.Thread(target=self._receive, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def tunnel(self, client: socket.socket, request: Request) -> None:
        """From here on the browser speaks to the server."""
        host, port = request.address.split(":")
        with socket.create_connection((host, int(port))) as server:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self.relay(client, server)

    def relay(self, client: socket.socket, server: socket.socket) -> None:
        """Both ways at once, until both ways are at their end."""
        back = threading.Thread(target=self.carry, args=(server, client), daemon=True)
        back.start()
        self.carry(client, server)
        back.join()

    def carry(self, source: socket.socket, target: socket.socket) -> None:
        """One way; the end of it is passed on as well."""
        with suppress(OSError):
            while block := source.recv(BLOCK):
                target.sendall(block)
            target.shutdown(socket.SHUT_WR)

    def _receive(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with closing(client), suppress(OSError):
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            request = read_request(client)
            if request is None:
                return
            if request.method == "CONNECT":
                self.tunnel(client, request)
            else:
                self._pass_on(client, request)

    def _pass_on(self, client: socket.socket, request: Request) -> None:
        place = urlsplit(request.address)
        target = f"{place.path}?{place.query}" if place.query else place.path
        fields = [each for each in request.head if not each.lower().startswith(("connection:", "proxy-"))]
        head = "\r\n".join([f"{request.method} {target} HTTP/1.1", *fields, "Connection: close"])
        with socket.create_connection((str(place.hostname), int(place.port or 80))) as server:
            server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server.sendall(head.encode("latin-1") + END_OF_HEAD + request.rest)
            self.relay(client, server)


def read_request(client: socket.socket) -> Request | None:
    """The head of a request, and what came with it; None when the browser has thought better of it."""
    read = b""
    while END_OF_HEAD not in read:
        block = client.recv(BLOCK)
        if not block:
            return None
        read += block
    head, rest = read.split(END_OF_HEAD, 1)
    first, *fields = head.decode("latin-1").split("\r\n")
    method, address, _version = first.split(" ")
    return Request(method, address, fields, rest)
