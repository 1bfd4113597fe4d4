"""The plain mode: a native thread per connection. Fine for one society, not for the largest.

Werkzeug serves, simple-websocket speaks WebSocket.
"""

import gc
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec

from balint_live.runtime.connections import Connections
from balint_live.runtime.interface import ListenerLost, Serving, WsgiApp
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


def give_way() -> None:
    """Threads have their turns from the system."""


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
    from balint_live.runtime.threading_http import ThreadServer

    report_unhandled(serving.on_fault)
    connections = Connections(serving.max_connections, serving.max_each)
    # On a port that is taken, werkzeug would itself print advice and exit; so the listener is ours.
    with socket.create_server(
        (serving.host, serving.port),
        family=serving.family,
        backlog=2048,
        dualstack_ipv6=serving.everywhere,
    ) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = ThreadServer(listener, app, connections, serving.on_fault)
    signals: list[int] = []
    over = threading.Event()

    def told(number: int, _frame: object) -> None:
        signals.append(number)
        over.set()

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, told)
    spawn(_taking, server, over, serving.on_fault)
    serving.on_listening(server.port)
    over.wait()
    serving.on_stop()
    server.shutdown()
    gc.freeze()  # or the interpreter looks through everything once more before it ends
    if not signals:
        raise ListenerLost


def _taking(server: Any, over: threading.Event, on_fault: Callable[[str, Exception], None]) -> None:
    """Take connections, and say when that has come to its end."""
    try:
        server.serve_forever()
    except ListenerLost as lost:
        on_fault("listener", lost)
    finally:
        over.set()
