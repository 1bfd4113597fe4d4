"""simple-websocket's connection, bounded likewise, and given up for good once it is closed.

Its reader thread takes whatever comes and keeps it for a handler that may be slower: without a bound that is all the
memory there is. And a peer that vanished without a goodbye kept both threads for ever, the reader in `recv` and the
handler waiting for the reader; closing now ends both.
"""

import socket
import struct
import time
from contextlib import suppress
from typing import Any

from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from simple_websocket import Server

from balint_live.runtime.pace import Pace, Pacer
from balint_live.runtime.readable import is_readable

MOST_WAITING = 64
"""Messages read and not yet handled."""
LOOK_AGAIN_S = 0.05
HEAR_OUT_S, HEAR_OUT_BYTES = 1.0, 64 * 1024
LONGEST_SEND = struct.pack("ll", 20, 0)
"""Seconds and microseconds a peer that does not read may hold up the thread that writes to it."""


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
