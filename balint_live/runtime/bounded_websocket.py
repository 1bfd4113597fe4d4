"""eventlet's WebSocket, bounded: in what a message may grow to, in how fast it is read, in what is read at all.

eventlet bounds a frame, but adds the frames of one message up without limit, and does so before anybody has been
authenticated: 24 MB came through a limit of 16 KB. Each fragment counts for at least `LEAST_PER_FRAGMENT` bytes, so that
a flood of one-byte fragments meets the same bound. Over it the connection is closed with 1009, as RFC 6455 has it.
"""

from contextlib import suppress
from time import monotonic
from typing import Any

import eventlet
from engineio.async_drivers.eventlet import WebSocketWSGI
from eventlet.websocket import FailedConnectionError, RFC6455WebSocket

from balint_live.runtime.pace import Pace, Pacer
from balint_live.runtime.readable import is_readable

LEAST_PER_FRAGMENT = 256
MESSAGE_TOO_BIG = 1009
CONTROL = 8
HEAR_OUT_S, HEAR_OUT_BYTES = 1.0, 64 * 1024


class BoundedWebSocket(RFC6455WebSocket):  # type: ignore[misc]
    pacer: Pacer
    assembled = 0

    def wait(self) -> Any:
        """The next message; None, as after a goodbye, when it is nothing that could be read."""
        message = super().wait()
        return message if is_readable(message) else None

    def _recv_frame(self, message: Any = None) -> Any:
        """One more frame: of the message begun in `message`, of a new one, or a control frame in between."""
        eventlet.sleep(
            self.pacer.wait(monotonic())
        )  # also for no time at all: it gives everybody else a turn
        counted = 0 if message is None else len(message.data)
        frame = super()._recv_frame(message)
        if frame.opcode & CONTROL:
            return frame
        grown = sum(len(piece) for piece in frame.data[counted:])
        self.assembled = (0 if message is None else self.assembled) + max(grown, LEAST_PER_FRAGMENT)
        if self.assembled > self.max_frame_length:
            raise FailedConnectionError(MESSAGE_TOO_BIG, "The message is too long.")
        return frame

    def close(self, close_data: tuple[int, str] | None = None) -> None:
        if close_data is not None and close_data[0] == MESSAGE_TOO_BIG:
            self._send_closing_frame(ignore_send_errors=True, close_data=close_data)
            self._hear_out()
        super().close(close_data)

    def _hear_out(self) -> None:
        """Let the rest come in for a moment, unread: closed on it, the connection would be reset and our word lost."""
        with eventlet.Timeout(HEAR_OUT_S, False), suppress(OSError):
            while self.socket.recv(HEAR_OUT_BYTES):
                eventlet.sleep(0)

    @staticmethod
    def _apply_mask(data: bytes, mask: tuple[int, ...], length: int | None = None, offset: int = 0) -> bytes:
        """As one long exclusive or: eventlet's own goes byte by byte and holds everybody up for 4 ms a message."""
        size = len(data) if length is None else length
        key = bytes(mask[offset % 4 :] + mask[: offset % 4]) * (size // 4 + 1)
        both = int.from_bytes(data[:size], "little") ^ int.from_bytes(key[:size], "little")
        return both.to_bytes(size, "little")


def bounded_websocket(pace: Pace) -> type[WebSocketWSGI]:
    """Engine.IO's way to a WebSocket, which leads to ours."""

    class BoundedWebSocketWSGI(WebSocketWSGI):  # type: ignore[misc]
        def __init__(self, handler: Any, server: Any) -> None:
            super().__init__(handler, server)
            self.support_legacy_versions = False  # drafts of 2010, whose messages grow without bound

        def _handle_hybi_request(self, environ: dict[str, Any]) -> Any:
            """eventlet chooses the class of the connection by a module's global name; this gives it ours afterwards."""
            websocket = super()._handle_hybi_request(environ)
            websocket.__class__ = BoundedWebSocket
            websocket.pacer = Pacer(pace)
            return websocket

    return BoundedWebSocketWSGI
