"""The Socket.IO server: WebSocket only, events of one socket in order, small messages, our origin and no other.

`cors_allowed_origins` must name the public address: the default check believes a client's X-Forwarded-Host, and an empty
list switches it off. A ping every 10 s with 10 s to answer makes a silent loss known within 20 s.
"""

from time import monotonic
from typing import Any

from engineio import base_socket, socket
from flask import Flask
from flask_socketio import SocketIO

from balint_live.config import Config, Limits
from balint_live.runtime.interface import Runtime
from balint_live.runtime.pace import Pace
from balint_live.web.broadcaster import NAMESPACE
from balint_live.web.library_log import Report, library_log
from balint_live.web.packets import Packet

PING_SECONDS = 10


class _Steady:
    """What Engine.IO reads the time from, to tell how long a ping has gone unanswered. By itself it takes the wall clock:
    were that set back in between, a page whose machine is asleep would pass for a live one, and earn its owner minutes.
    """

    time = staticmethod(monotonic)


ABOVE_BUDGET = 4


def socket_server(app: Flask, config: Config, runtime: Runtime, report: Report) -> Any:
    """Installs it before the app and answers with python-socketio's server."""
    options: dict[str, Any] = {
        "async_mode": runtime.ASYNC_MODE,
        "path": "/socket.io",
        "transports": ["websocket"],
        "cors_allowed_origins": [config.public_url],
        "ping_interval": PING_SECONDS,
        "ping_timeout": PING_SECONDS,
        "max_http_buffer_size": config.limits.max_message_bytes,
        "async_handlers": False,
        "manage_session": False,
        "http_compression": False,
        "serializer": Packet,
        "namespaces": [NAMESPACE],
        "logger": library_log("socketio", report),
        "engineio_logger": library_log("engineio", report),
    }
    socket.time = base_socket.time = _Steady
    socketio: Any = SocketIO(app, **options)
    runtime.guard(socketio.server.eio, _pace(config.limits))
    return socketio.server


def _pace(limits: Limits) -> Pace:
    """Above any one person's budget, so that who sends too much is told so; far below what would hold others up."""
    return Pace(ABOVE_BUDGET * limits.events_per_second, ABOVE_BUDGET * limits.events_burst)
