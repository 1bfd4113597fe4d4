"""Serving HTTP on the hub: eventlet's own handler, with the head, the body and the words ours (see `http_handler`)."""

from io import BufferedReader
from typing import Any

import eventlet
from eventlet import hubs, wsgi

from balint_live.runtime.http_body import Chunks
from balint_live.runtime.http_handler import (
    BODY_WITHIN,
    HEAR_OUT_BYTES,
    HEAR_OUT_S,
    PIECE,
    CarefulHandler,
)
from balint_live.runtime.unhandled import Report


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
