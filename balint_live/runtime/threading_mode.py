"""The plain mode: a native thread per connection. Fine for one society, not for the largest.

Werkzeug serves HTTP; heads and bodies are read by `http_handler`. simple-websocket speaks WebSocket, bounded as under
eventlet: its reader thread takes whatever comes and keeps it for a handler that may be slower, and without a bound that is
all the memory there is. A peer that vanished without a goodbye kept both threads for ever, the reader in `recv` and the
handler waiting for the reader; closing now ends both.
"""

import gc
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader
from typing import Any, ParamSpec

from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from simple_websocket import Server
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from balint_live.runtime.connections import Connections
from balint_live.runtime.http_handler import BODY_WITHIN, CarefulHandler, Chunks
from balint_live.runtime.interface import (
    ListenerLost,
    Pace,
    Pacer,
    Report,
    Serving,
    WsgiApp,
    is_passing,
    is_readable,
    report_unhandled,
)

P = ParamSpec("P")

ASYNC_MODE = "threading"
A_MOMENT = 0.1
MOST_WAITING = 64
"""Messages read and not yet handled."""
LOOK_AGAIN_S = 0.05
LISTENER_LOST = b"\0"
"""What wakes the main thread when it is no signal's number."""
HEAR_OUT_S, HEAR_OUT_BYTES = 1.0, 64 * 1024
LONGEST_SEND = struct.pack("ll", 20, 0)
"""Seconds and microseconds a peer that does not read may hold up the thread that writes to it."""


def patch() -> None:
    """Threads need no patching."""


def spawn(function: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    threading.Thread(target=function, args=args, kwargs=kwargs, daemon=True).start()


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def give_way() -> None:
    """Threads have their turns from the system."""


def lock() -> Any:
    return threading.Lock()


def guard(engine: Any, pace: Pace) -> None:
    def bounded(handler: Any, server: Any) -> Any:
        return BoundedThreadSocketWSGI(handler, server.max_http_buffer_size, pace)

    engine._async = {**engine._async, "websocket": bounded}
    engine.send_packet = _to_open_sockets(engine.send_packet)


def serve(app: WsgiApp, serving: Serving) -> None:
    report_unhandled(serving.on_fault)
    connections = Connections(serving.max_connections, serving.max_each)
    # On a port that is taken, werkzeug would itself print advice and exit; so the listener is ours.
    with socket.create_server(
        (serving.host, serving.port),
        family=serving.family,
        backlog=2048,
        reuse_port=serving.shares_port,
        dualstack_ipv6=serving.everywhere,
    ) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = ThreadServer(listener, app, connections, serving.on_fault)
    woken, wake = socket.socketpair()
    wake.setblocking(False)
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: None)
    # Not an Event: a signal that reaches another thread does not wake the main one from it, and is then never handled.
    signal.set_wakeup_fd(wake.fileno())
    taking = threading.Thread(target=_taking, args=(server, wake, serving.on_fault), daemon=True)
    taking.start()
    serving.on_listening(server.port)
    why = woken.recv(1)
    server.shutdown()
    taking.join()  # only then is the listener closed: pages that are told to connect again must not come to us
    serving.on_stop()
    gc.freeze()  # or the interpreter looks through everything once more before it ends
    if why == LISTENER_LOST:
        raise ListenerLost


def _taking(server: Any, wake: socket.socket, on_fault: Callable[[str, Exception], None]) -> None:
    """Take connections, and say when that ends."""
    try:
        server.serve_forever()
    except ListenerLost as lost:
        on_fault("listener", lost)
    finally:
        wake.send(LISTENER_LOST)


def _to_open_sockets(send: Callable[[str, Any], None]) -> Callable[[str, Any], None]:
    """A socket that another thread closes at this very moment must not end the broadcast to everybody after it."""
    from engineio.exceptions import SocketIsClosedError

    def send_packet(sid: str, packet: Any) -> None:
        with suppress(SocketIsClosedError):
            send(sid, packet)

    return send_packet


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


class BoundedSocket(Server):
    sock: socket.socket

    def __init__(self, environ: dict[str, Any], max_message_bytes: int, pace: Pace) -> None:
        self._chunks = Pacer(pace)
        super().__init__(environ, max_message_size=max_message_bytes)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, LONGEST_SEND)

    def close(self, reason: Any = None, message: str | None = None) -> None:
        with suppress(OSError):
            super().close(reason, message)
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def _handle_events(self) -> bool:
        """What one piece of what was received holds; a piece counts as a message, whatever it is."""
        time.sleep(self._chunks.wait(time.monotonic()))
        while len(self.input_buffer) > MOST_WAITING and self.connected:
            time.sleep(LOOK_AGAIN_S)
        goes_on = bool(super()._handle_events())  # type: ignore[misc]
        if not goes_on:
            self._hear_out()
        return goes_on

    def _hear_out(self) -> None:
        """Let the rest come in for a moment, unread: closed on it, the connection would be reset and our word lost."""
        until = time.monotonic() + HEAR_OUT_S
        with suppress(OSError):
            self.sock.settimeout(HEAR_OUT_S)
            while self.sock.recv(HEAR_OUT_BYTES) and time.monotonic() < until:
                pass


class BoundedThreadSocketWSGI(SimpleWebSocketWSGI):  # type: ignore[misc]
    """Engine.IO's way to a WebSocket under threads, which leads to ours."""

    def __init__(self, handler: Any, max_message_bytes: int, pace: Pace) -> None:
        super().__init__(handler, None)
        self._bounds = max_message_bytes, pace
        self._pacer = Pacer(pace)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.ws = BoundedSocket(environ, *self._bounds)
        self.app(self)
        self.ws.thread.join()  # type: ignore[attr-defined]  # the reader's last words go first
        raise ConnectionError  # how werkzeug is told that the connection is over

    def wait(self) -> Any:
        """The next message; None, as after a goodbye, when it is nothing that could be read."""
        time.sleep(self._pacer.wait(time.monotonic()))
        message = super().wait()
        return message if is_readable(message) else None
