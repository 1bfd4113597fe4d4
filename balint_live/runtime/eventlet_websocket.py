"""WebSockets on the hub: eventlet's own, bounded in what is read; and written to at once, where Engine.IO would queue.

Bounded in what a message may grow to, in how fast it is read, and in what is read at all. eventlet bounds a frame, but adds
the frames of one message up without limit, and does so before anybody has been authenticated: 24 MB came through a limit of
16 KB. Each fragment counts for at least `LEAST_PER_FRAGMENT` bytes, so that a flood of one-byte fragments meets the same
bound. Over it the connection is closed with 1009, as RFC 6455 has it.

Engine.IO keeps two green threads a connection beside the one that reads: one sends what it finds in a queue, one sleeps
until the next ping. Here the frame of a packet is made once, however many it is for, and handed to the system at once for
each of them; only what a slow reader's buffer does not take waits, and only then is there a thread that waits with it. A
ping is a timer of the hub. The library has a place for another queue and another WebSocket, and none for another socket
class, so that one name is replaced (`install`).
"""

from collections import deque
from contextlib import suppress
from time import monotonic
from typing import Any

import engineio.socket
import eventlet
from engineio import packet
from engineio.async_drivers.eventlet import WebSocketWSGI
from engineio.exceptions import SocketIsClosedError, UnknownPacketError
from engineio.socket import Socket
from eventlet import hubs
from eventlet.websocket import FailedConnectionError, RFC6455WebSocket

from balint_live.runtime.interface import Pace, Pacer, is_readable

LEAST_PER_FRAGMENT = 256
MESSAGE_TOO_BIG = 1009
CONTROL = 8
FAREWELL_HEARD_S, FAREWELL_HEARD_BYTES = 1.0, 64 * 1024
LOOK_AGAIN_S = 0.02
PING = packet.Packet(packet.PING)


def install(engine: Any, pace: Pace) -> None:
    """Have this Engine.IO server use what is here, and read each connection at this pace."""
    engine._async = {**engine._async, "queue": Outgoing, "websocket": bounded_websocket(pace)}
    engineio.socket.Socket = _socket


def _socket(server: Any, sid: str) -> Socket:
    """Ours for the servers that were told so, and the library's for every other in this process."""
    return DirectSocket(server, sid) if server._async["queue"] is Outgoing else Socket(server, sid)


class Outgoing:
    """What is to be sent over one connection: at once where the system takes it, else in order behind what waits.

    Nothing here waits for anybody, apart from `join`: a broadcast goes through hundreds of these in one turn of the hub.
    """

    __slots__ = ("_waiting", "_websocket", "_writing")

    def __init__(self) -> None:
        self._websocket: Any = None
        self._waiting: deque[bytes | Any] = deque()
        self._writing = False

    def put(self, pkt: Any) -> None:
        """Send a packet; None closes the connection behind all others."""
        if pkt is not None and not self._waiting and self._is_free():
            pkt = self._rest_of(_frame(pkt))
            if pkt == b"":
                return
        self._waiting.append(pkt)
        self._go_on()

    def empty(self) -> bool:
        """Whether everything has been handed to the system."""
        return not self._waiting

    def join(self) -> None:
        """Wait until it has been."""
        eventlet.sleep(0)
        while self._waiting:
            eventlet.sleep(LOOK_AGAIN_S)

    def opened(self, websocket: Any) -> None:
        """The connection is there: send what waits for it."""
        self._websocket = websocket
        if self._waiting:
            self._go_on()

    def _is_free(self) -> bool:
        """Whether nobody is in the middle of a frame: a pong or a goodbye is written by whoever reads."""
        return self._websocket is not None and not self._websocket._sendlock.locked()

    def _rest_of(self, frame: bytes) -> bytes | None:
        """What the system did not take of it; None, for the goodbye, where the connection has gone."""
        try:
            return frame[self._websocket.socket.fd.send(frame) :]
        except BlockingIOError:
            return frame
        except OSError:
            return None

    def _go_on(self) -> None:
        if self._websocket is not None and not self._writing:
            self._writing = True
            eventlet.spawn_n(self._write)

    def _write(self) -> None:
        """Send what waits, as fast as it is read; a connection that takes nothing for too long has gone."""
        try:
            with self._websocket._sendlock:
                while self._waiting and self._waiting[0] is not None:
                    self._websocket.socket.sendall(_frame(self._waiting[0]))
                    self._waiting.popleft()
            ended = bool(self._waiting)
        except OSError:
            ended = True
        self._writing = False
        if ended:
            self._websocket.close()
            self._waiting.clear()


def _frame(pkt: bytes | Any) -> bytes:
    """A packet as it goes over the line: kept with it, since it is the same for everybody; a rest of one as it is."""
    if isinstance(pkt, bytes):
        return pkt
    frame: bytes | None = getattr(pkt, "frame", None)
    if frame is None:
        frame = pkt.frame = _PACKER._pack_message(pkt.encode())
    return frame


class DirectSocket(Socket):  # type: ignore[misc]
    """Engine.IO's side of a connection that is a WebSocket from its first byte."""

    queue: Outgoing
    last_ping: float | None
    next_ping: Any = None

    def send(self, pkt: Any) -> None:
        """Send a packet. Whether the other end still answers is looked at once a second (`web.live.socket.Reaper`) and not
        for each message: after a moment in which the server was held up nobody's answer has been read yet."""
        if self.closed:
            raise SocketIsClosedError
        self.queue.put(pkt)

    def schedule_ping(self) -> None:
        """Send the next ping, once the last was answered, after the interval."""
        if self.last_ping:
            self.last_ping = None
            self.next_ping = hubs.get_hub().schedule_call_global(self.server.ping_interval, self._send_ping)

    def close(self, *args: Any, **kwargs: Any) -> None:
        """Close the connection. The timer of its next ping would hold all of it in memory until then."""
        if self.next_ping is not None:
            self.next_ping.cancel()
        super().close(*args, **kwargs)

    def _send_ping(self) -> None:
        """Called by the hub itself, in which nothing may wait."""
        if not self.closing and not self.closed:
            self.last_ping = engineio.socket.time.time()  # the clock that the engine compares it with
            self.send(PING)

    def _websocket_handler(self, websocket: Any) -> list[bytes]:
        """Read until the connection ends."""
        websocket.socket.settimeout(self.server.ping_interval + self.server.ping_timeout)
        self.connected = self.upgraded = True
        self.queue.opened(websocket)
        while (message := self._next(websocket)) and self._took(message):
            pass
        self.queue.put(None)
        self.queue.join()
        self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
        return []

    def _next(self, websocket: Any) -> str | None:
        """The next message; None at the end, however it came."""
        try:
            message: str | None = websocket.wait()
        except Exception:  # noqa: BLE001 - eventlet's WebSocket raises what its own parts raise
            return None
        return message

    def _took(self, message: str) -> bool:
        """Handle it; whether to go on: not after a fault, nor once the connection is closed."""
        try:
            self.receive(packet.Packet(encoded_packet=message))
        except UnknownPacketError:
            pass
        except SocketIsClosedError:
            return False
        except Exception:
            self.server.logger.exception("Unknown receive error")
            return False
        return True


class BoundedWebSocket(RFC6455WebSocket):  # type: ignore[misc]
    pacer: Pacer
    assembled = 0
    is_over = False

    def wait(self) -> Any:
        """The next message; None, as after a goodbye, when it is nothing that could be read."""
        message = super().wait()
        return message if is_readable(message) else None

    def _recv_frame(self, message: Any = None) -> Any:
        """One more frame: of the message begun in `message`, of a new one, or a control frame in between."""
        pause = self.pacer.wait(monotonic())
        if pause or not self.pacer.is_quiet:
            eventlet.sleep(pause)  # also for no time at all: it gives everybody else a turn
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
        """Once: whoever reads and whoever writes may both find that it is over."""
        if self.is_over:
            return
        self.is_over = True
        if close_data is not None and close_data[0] == MESSAGE_TOO_BIG:
            self._send_closing_frame(ignore_send_errors=True, close_data=close_data)
            self._hear_out()
        super().close(close_data)

    def _hear_out(self) -> None:
        """Let the rest come in for a moment, unread: closed on it, the connection would be reset and our word lost."""
        with eventlet.Timeout(FAREWELL_HEARD_S, False), suppress(OSError):
            while self.socket.recv(FAREWELL_HEARD_BYTES):
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


_PACKER = RFC6455WebSocket(None, {})
"""Makes frames, which are the same for every connection: no server masks them, and none is compressed."""
