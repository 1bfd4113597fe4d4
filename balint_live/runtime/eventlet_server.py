"""Serving HTTP on the hub: eventlet's own classes, bounded; heads and bodies are read by `http_handler`.

The loop that takes connections is ours too: eventlet's ends for ever when the process is out of files, waits when it has as
many connections as it may, and takes two thousand at once before anybody else has a turn.
"""

import socket
from contextlib import suppress
from io import BufferedReader
from time import monotonic
from typing import Any

import eventlet
from eventlet import hubs, wsgi

from balint_live.runtime.connections import Connections
from balint_live.runtime.http_handler import (
    ANSWER_S,
    BODY_WITHIN,
    HEAD_S,
    HEAR_OUT_BYTES,
    HEAR_OUT_S,
    PIECE,
    CarefulHandler,
    Chunks,
)
from balint_live.runtime.interface import Report, WsgiApp, is_passing

AT_ONCE = 4
"""Connections taken before everybody else has a turn."""
A_MOMENT = 0.1
LOOK_AGAIN = 0.02


class Body(wsgi.Input):  # type: ignore[misc]
    """What comes after a head; in chunks, if the client did not know its length."""

    def __init__(self, handler: "EventletHandler", raw: wsgi.Input) -> None:
        self.__dict__.update(raw.__dict__)
        self._handler = handler
        self._chunks = Chunks(raw.rfile)
        self._joined = BufferedReader(self._chunks)

    @property
    def is_unread(self) -> bool:
        return not self._chunks.over if self.chunked_input else self.position < self.content_length

    def _chunked_read(self, rfile: Any, length: int | None = None, use_readline: bool = False) -> bytes:
        if self.should_send_hundred_continue:
            self.send_hundred_continue_response()
            self.is_hundred_continue_response_sent = True
        if use_readline:
            return self._joined.readline(length or -1)
        return self._joined.read1(PIECE if length is None or length < 0 else length)

    def discard(self, buffer_size: int = PIECE) -> None:
        """Read and drop what the application did not want, before the next request; OSError when it is too much."""
        if self._handler.timed.was_too_slow:
            raise TimeoutError
        self._handler.timed.within(HEAR_OUT_S)
        left = HEAR_OUT_BYTES
        while piece := self.read(buffer_size):
            left -= len(piece)
            if left < 0:
                raise OSError("There is too much of it.")
            eventlet.sleep(0)


class EventletHandler(CarefulHandler, wsgi.HttpProtocol):  # type: ignore[misc]
    def setup(self) -> None:
        super().setup()
        self.timed.within(self.conn_state[3] - monotonic())

    def _read_request_line(self) -> bytes:
        return self.head_line()

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        environ["wsgi.input"] = environ["eventlet.input"] = body = Body(self, environ["eventlet.input"])
        environ[BODY_WITHIN] = self.timed.within
        if body.chunked_input:
            environ["wsgi.input_terminated"] = True
        return environ

    def handle_one_response(self) -> None:
        super().handle_one_response()
        if self.close_connection and self.environ["eventlet.input"].is_unread:
            self.hear_out(lambda: eventlet.sleep(0))


class EventletServer:
    def __init__(self, listener: Any, app: WsgiApp, connections: Connections) -> None:
        self._listener = listener
        self._connections = connections
        self._states: dict[Any, list[Any]] = {}
        """By connection, what eventlet keeps of it (address, connection, and idle, at work or to be closed), and the moment
        by which its first head must have come."""
        self._wsgi = wsgi.Server(
            listener,
            listener.getsockname(),
            app,
            protocol=EventletHandler,
            max_http_version=wsgi.DEFAULT_MAX_HTTP_VERSION,
            socket_timeout=ANSWER_S,
            debug=False,
            log_output=False,
        )
        self._wsgi.connections = connections

    def run(self) -> None:
        """Take connections until killed. Raises OSError when that is no longer possible."""
        while True:
            for _ in range(AT_ONCE):
                self._take_one()
            eventlet.sleep(0)

    def take_no_more(self) -> None:
        self._listener.close()

    def stop(self) -> None:
        """Close connections that wait for no answer; the others are closed when they have it."""
        for state in list(self._states.values()):
            idle, state[2] = state[2] == wsgi.STATE_IDLE, wsgi.STATE_CLOSE
            if idle:
                with suppress(OSError):
                    state[1].shutdown(socket.SHUT_RDWR)

    def wait(self) -> None:
        """Until everybody has gone."""
        while self._states:
            eventlet.sleep(LOOK_AGAIN)

    def _take_one(self) -> None:
        try:
            line, address = self._listener.accept()
        except OSError as refused:
            if not is_passing(refused):
                raise
            self._connections.make_room()
            eventlet.sleep(A_MOMENT)
            return
        if not self._connections.admitted(line, address[0]):
            line.close()
            return
        self._states[line] = state = [address, line, wsgi.STATE_IDLE, monotonic() + HEAD_S]
        eventlet.spawn_n(self._serve, line, state)

    def _serve(self, line: Any, state: list[Any]) -> None:
        try:
            if self._says_something(line):
                self._wsgi.process_request(state)
        except OSError:  # they have gone
            pass
        finally:
            del self._states[line]
            self._connections.ended(line)
            line.close()

    def _says_something(self, line: Any) -> bool:
        """Wait for a first byte with next to nothing in hand: most of a flood of connections never sends one."""
        line.settimeout(HEAD_S)
        said = bool(line.recv(1, socket.MSG_PEEK))
        line.settimeout(ANSWER_S)
        return said


def report_greenlets(report: Report) -> None:
    """The hub prints what ends a green thread, in full; from now on it is reported."""
    hub = hubs.get_hub()

    def ended(raised: tuple[Any, Any, Any]) -> None:
        if isinstance(raised[1], Exception) and not isinstance(raised[1], ConnectionError | TimeoutError):
            report("green thread", raised[1])

    def removed(fileno: int, raised: tuple[Any, Any, Any]) -> None:
        ended(raised)
        hub.remove_descriptor(fileno)

    hub.squelch_timer_exception = lambda _timer, raised: ended(raised)
    hub.squelch_generic_exception = ended
    hub.squelch_exception = removed
