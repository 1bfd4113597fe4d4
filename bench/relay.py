"""The yardstick: a Flask-SocketIO relay that passes a message on to a room, and nothing else.

No authentication, no database, no state, no snapshot. It speaks the application's words (`command` in,
`snapshot` out, of the same size), so that one client loads both; its pages are fixed texts that lead from a link to a
room. Its serving follows the same recipe as the application's but is written out here again: were the two to share that
code, a mistake in it would slow both and no ratio would show it.
"""

import sys

if sys.argv[2:] == ["eventlet"]:
    import eventlet

    eventlet.monkey_patch()

import gc
import json
import socket
from collections.abc import Callable, Iterable
from typing import Any

import click
from flask import Blueprint, Flask, redirect, request
from flask_socketio import SocketIO, emit, join_room
from werkzeug.wrappers import Response

SNAPSHOT_BYTES = 1300
"""The size of the application's snapshot as JSON, on average over its twelve; the benchmark prints both."""

PADDING = "x" * (SNAPSHOT_BYTES - len('{"revision":123,"padding":""}'))
pages = Blueprint("pages", __name__)


def main(port: int, mode: str) -> None:
    app = Flask(__name__)
    socketio = SocketIO(
        app,
        async_mode=mode,  # type: ignore[arg-type]
        async_handlers=False,
        manage_session=False,
        ping_interval=10,
        ping_timeout=10,
        max_http_buffer_size=16384,
    )
    passing_on(socketio)
    app.register_blueprint(pages)
    app.wsgi_app = without_compression(app.wsgi_app)  # type: ignore[method-assign]
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    SERVERS[mode](app, port)


def passing_on(socketio: SocketIO) -> None:
    """Whoever connects is in the room the query names; what one of them commands all of them get."""

    @socketio.on("connect", namespace="/live")
    def connect(_auth: object) -> None:
        join_room(request.args["m"])

    @socketio.on("command", namespace="/live")
    def command(body: dict[str, Any]) -> dict[str, Any]:
        revision = body["expectedRevision"] + 1
        emit("snapshot", {"revision": revision, "padding": PADDING}, to=request.args["m"])
        return {"ok": True, "revision": revision}


@pages.get("/join/<room>")
def look(room: str) -> str:
    return f'<form method="post"><input type="hidden" name="room" value="{room}"></form>'


@pages.post("/join/<room>")
def press(room: str) -> Response:
    assert request.form["room"] == room
    return redirect(f"/meetings/{room}", 303)


@pages.get("/meetings/<room>")
def show(room: str) -> str:
    return f'<meta name="live-token" content="{room}">'


@pages.get("/meetings/<room>/token")
def token(room: str) -> dict[str, str]:
    return {"token": room}


def without_compression(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """eventlet takes permessage-deflate when it is offered, at more than double the memory."""

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return app(environ, start_response)

    return wrapped


def listening_at(port: int) -> None:
    """Say where, on the first line of output."""
    click.echo(json.dumps({"url": f"http://127.0.0.1:{port}"}))


def serve_on_the_hub(app: Flask, port: int) -> None:
    """Listen and serve until killed."""
    import eventlet.wsgi  # noqa: PLC0415 - not in the other modes

    listener = eventlet.listen(("127.0.0.1", port), backlog=2048)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listening_at(port)
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


def serve_in_threads(app: Flask, port: int) -> None:
    """The same, a thread for each connection."""
    from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler  # noqa: PLC0415 - not in the other modes

    class Silent(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            pass

    with socket.create_server(("127.0.0.1", port), backlog=2048) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = ThreadedWSGIServer("127.0.0.1", port, app, Silent, fd=listener.fileno())
        server.daemon_threads = True
        listening_at(port)
        server.serve_forever()


SERVERS = {"eventlet": serve_on_the_hub, "threading": serve_in_threads}

if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
