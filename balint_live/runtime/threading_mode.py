"""The plain mode: a native thread per connection. Fine for one society, not for the largest.

Werkzeug serves, simple-websocket speaks WebSocket.
"""

import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec

from balint_live.runtime.interface import Serving, WsgiApp
from balint_live.runtime.limits import raise_open_files
from balint_live.runtime.pace import Pace
from balint_live.runtime.unhandled import report_unhandled

P = ParamSpec("P")

ASYNC_MODE = "threading"


def patch() -> None:
    """Threads need no patching."""


def spawn(function: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    threading.Thread(target=function, args=args, kwargs=kwargs, daemon=True).start()


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def lock() -> Any:
    return threading.Lock()


def guard(engine: Any, pace: Pace) -> None:
    from balint_live.runtime.bounded_thread_socket import BoundedThreadSocketWSGI

    def bounded(handler: Any, server: Any) -> Any:
        return BoundedThreadSocketWSGI(handler, server.max_http_buffer_size, pace)

    engine._async = {**engine._async, "websocket": bounded}
    engine.send_packet = _to_whoever_is_left(engine.send_packet)


def _to_whoever_is_left(send: Callable[[str, Any], None]) -> Callable[[str, Any], None]:
    """A socket that another thread closes at this very moment must not end the broadcast to everybody after it."""
    from engineio.exceptions import SocketIsClosedError

    def send_packet(sid: str, packet: Any) -> None:
        with suppress(SocketIsClosedError):
            send(sid, packet)

    return send_packet


def serve(app: WsgiApp, serving: Serving) -> None:
    report_unhandled(serving.on_fault)
    raise_open_files(serving.max_connections)
    with socket.create_server((serving.host, serving.port), backlog=2048) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = _server(app, listener)
    stopping = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda _number, _frame: stopping.set())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    serving.on_listening(server.port)
    stopping.wait()
    serving.on_stop()
    server.shutdown()


def _server(app: WsgiApp, listener: socket.socket) -> Any:
    """Werkzeug's server on our own listener: on a port that is taken it would itself print advice and exit."""
    from balint_live.runtime.threading_http import QuietServer, ThreadHandler

    host, port = listener.getsockname()[:2]
    return QuietServer(host, port, app, ThreadHandler, fd=listener.fileno())
