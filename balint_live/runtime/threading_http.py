"""Serving HTTP with a thread a connection: werkzeug's own handler, with the head, the body and the words ours."""

import socket
import sys
import time
from io import BufferedReader
from typing import Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from balint_live.runtime.connections import Connections
from balint_live.runtime.http_body import Chunks
from balint_live.runtime.http_handler import BODY_WITHIN, CarefulHandler
from balint_live.runtime.interface import ListenerLost, WsgiApp
from balint_live.runtime.limits import is_passing
from balint_live.runtime.unhandled import Report

A_MOMENT = 0.1


class ThreadHandler(CarefulHandler, WSGIRequestHandler):
    server: Any

    def handle_one_request(self) -> None:
        self.raw_requestline = self.head_line()
        if self.raw_requestline and self.parse_request():
            self.run_wsgi()

    def make_environ(self) -> dict[str, Any]:
        environ = super().make_environ()
        environ[BODY_WITHIN] = self.timed.within
        if environ.get("wsgi.input_terminated"):
            environ["wsgi.input"] = BufferedReader(Chunks(self.rfile))
        if "HTTP_UPGRADE" in environ:
            self.timed.usual = None
            self.connection.settimeout(None)  # a WebSocket's silences are Engine.IO's to measure
        return environ

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        """Or what is left of a closed WebSocket would be read as the next request."""
        self.close_connection = True


class ThreadServer(ThreadedWSGIServer):
    """Prints nothing; what broke in a page was reported where it happened, and what remains is lost connections."""

    daemon_threads = True
    block_on_close = False

    def __init__(
        self, listener: socket.socket, app: WsgiApp, connections: Connections, on_fault: Report
    ) -> None:
        self.connections = connections
        self._on_fault = on_fault
        host, port = listener.getsockname()[:2]
        super().__init__(host, port, app, ThreadHandler, passthrough_errors=True, fd=listener.fileno())

    def get_request(self) -> tuple[socket.socket, Any]:
        """Raises ListenerLost when no more can be taken, which ends the server; what passes is tried again soon."""
        try:
            return super().get_request()
        except OSError as refused:
            if not is_passing(refused):
                raise ListenerLost from refused
            self.connections.make_room()
            time.sleep(A_MOMENT)
            raise

    def verify_request(self, request: Any, client_address: Any) -> bool:
        return self.connections.admitted(request, client_address[0])

    def shutdown_request(self, request: Any) -> None:
        self.connections.ended(request)
        super().shutdown_request(request)

    def log(self, type: str, message: str, *args: Any) -> None:
        pass

    def handle_error(self, request: Any, client_address: Any) -> None:
        fault = sys.exc_info()[1]
        if isinstance(fault, Exception) and not isinstance(fault, OSError):
            self._on_fault("connection", fault)
