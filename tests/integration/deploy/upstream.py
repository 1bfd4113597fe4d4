"""A process behind a proxy, as the proxy sees it: says who it is, and remembers the heads of what it was asked."""

import gzip
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

STATIC = b"/* a script, which the application has compressed */" * 100
PAGE = b"<p>a page that holds a secret</p>" * 100


@dataclass
class Upstream:
    name: str
    port: int = 0
    heads: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    asked: Event = field(default_factory=Event)

    def head_of(self, path: str) -> dict[str, str]:
        """The newest head with this path; names in small letters."""
        return next(head for asked, head in reversed(self.heads) if asked == path)


@contextmanager
def upstreams(*names: str) -> Iterator[list[Upstream]]:
    running = [_listening(Upstream(name)) for name in names]
    try:
        yield [upstream for upstream, _ in running]
    finally:
        for _, server in running:
            server.shutdown()
            server.server_close()


def _listening(upstream: Upstream) -> tuple[Upstream, ThreadingHTTPServer]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            upstream.heads.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            upstream.asked.set()
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            static = self.path.startswith("/static/")
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if static else "text/html; charset=utf-8")
            if static:
                self.send_header("Content-Encoding", "gzip")
            body = gzip.compress(STATIC) if static else PAGE
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Name", upstream.name)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 512

        def handle_error(self, request: Any, client_address: Any) -> None:
            """The proxy has hung up."""

        def get_request(self) -> Any:
            line, address = super().get_request()
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return line, address

    server = Server(("127.0.0.1", 0), Handler)
    upstream.port = server.server_address[1]
    Thread(target=server.serve_forever, daemon=True).start()
    return upstream, server
