"""The yardstick: a Flask-SocketIO relay that passes a message on to a room, and nothing else.

No authentication, no database, no state, no snapshot. It speaks the application's words (`command` in,
`snapshot` out, of the same size), so that one client loads both. Its serving follows the same recipe as the
application's but is written out here again: were the two to share that code, a mistake in it would slow both
and no ratio would show it.
"""

# ruff: noqa: E402 - the patch for the async mode comes before every other import.

import eventlet

eventlet.monkey_patch()

import gc
import json
import socket
import sys
from collections.abc import Callable, Iterable
from typing import Any

import click
import eventlet.wsgi
from flask import Flask, request
from flask_socketio import SocketIO, emit, join_room

SNAPSHOT_BYTES = 1300
"""The size of the application's snapshot as JSON, on average over its twelve; the benchmark prints both."""

PADDING = "x" * (SNAPSHOT_BYTES - len('{"revision":123,"padding":""}'))


def main(port: int) -> None:
    app = Flask(__name__)
    socketio = SocketIO(
        app,
        async_mode="eventlet",
        async_handlers=False,
        manage_session=False,
        ping_interval=10,
        ping_timeout=10,
        max_http_buffer_size=16384,
    )
    attendance_service(socketio)
    app.wsgi_app = without_compression(app.wsgi_app)  # type: ignore[method-assign]
    serve(app, port)


def attendance_service(socketio: SocketIO) -> None:
    """Whoever connects is in the room the query names; what one of them commands all of them get."""

    @socketio.on("connect", namespace="/live")
    def connect(_auth: object) -> None:
        join_room(request.args["m"])

    @socketio.on("command", namespace="/live")
    def command(body: dict[str, Any]) -> dict[str, Any]:
        revision = body["expectedRevision"] + 1
        emit("snapshot", {"revision": revision, "padding": PADDING}, to=request.args["m"])
        return {"ok": True, "revision": revision}


def without_compression(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """eventlet takes permessage-deflate when it is offered, at more than double the memory."""

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return app(environ, start_response)

    return wrapped


def serve(app: Flask, port: int) -> None:
    """Listen, say where on the first line of output, and serve until killed."""
    listener = eventlet.listen(("127.0.0.1", port), backlog=2048)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    click.echo(json.dumps({"url": f"http://127.0.0.1:{port}"}))
    eventlet.wsgi.server(
        listener,
        app,
        max_size=20_000,
        keepalive=75,
        socket_timeout=60,
        url_length_limit=2048,
        log_output=False,
        debug=False,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
