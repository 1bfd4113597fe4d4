"""What the request handlers of both async modes have in common: a head read whole and in time, and not a word printed.

http.server prints what it refuses, with the address it came from and the request's own line, which here may be a personal
link; and it bounds each line of a head in time but never the head. So the head is read here, before http.server sees
any of it, and whatever http.server would say is answered in our words and printed nowhere.
"""

import io
import socket
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, Any

from balint_live.runtime import http_head

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler as Handler
else:
    Handler = object  # eventlet brings an http.server of its own

HEAD_S = 10.0
"""For all of a request's head; a new connection has it from its first moment."""
BETWEEN_S = 75.0
"""How long a connection may wait for its next request."""
BODY_S = 30.0
"""For all of a form, however slowly it trickles; the application may allow an upload more."""
ANSWER_S = 60.0
"""How long one piece of an answer may wait for a client that does not read."""
HEAR_OUT_S, HEAR_OUT_BYTES = 5.0, 16 * 1024 * 1024
"""What is left of a body nobody wanted is read and dropped: closed on it, the client would never see the answer."""
PIECE = 64 * 1024
BODY_WITHIN = "balint_live.body_within"
"""In the environ: allows the body so many seconds from now, all in all."""

_WORDS = "This request cannot be answered.\n"


class Refused(Exception):
    """A head that is not answered but with this status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class TimedSocket(io.RawIOBase):
    """What a connection sends, as long as there is time for it: for a head or a body altogether, not for each piece.

    `usual` is the connection's own time limit in seconds for everything else; None for none. Reading raises TimeoutError.
    """

    def __init__(self, connection: socket.socket, usual: float | None) -> None:
        super().__init__()
        self.usual = usual
        self.was_too_slow = False
        self._connection = connection
        self._until = monotonic() + HEAD_S

    def within(self, seconds: float) -> None:
        self._until = monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._until - monotonic()
        self.was_too_slow = left <= 0
        if self.was_too_slow:
            raise TimeoutError
        self._connection.settimeout(left)
        try:
            return self._connection.recv_into(buffer)
        except TimeoutError:
            self.was_too_slow = True
            raise
        finally:
            self._connection.settimeout(self.usual)


class Incoming(io.BufferedReader):
    """The same, buffered. Werkzeug would take what nobody read in pieces of 10 MB: it gets what has come, and no more."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and 0 <= size <= PIECE:
            return super().read(size)
        return self.read1(PIECE)


class CarefulHandler(Handler):
    """To be mixed in before a server's own handler."""

    server: Any  # one with `connections`
    timed: TimedSocket
    rfile: Incoming
    _fields = b""
    _served_before = False

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        self.timed = TimedSocket(self.connection, ANSWER_S)
        self.rfile = Incoming(self.timed)

    def head_line(self) -> bytes:
        """The line of a request whose head has come whole; empty when there is none to be served, and all is said."""
        try:
            head = self._head()
        except Refused as refused:
            self.refuse(refused.status)
            return b""
        except OSError:  # gone, or too slow
            self.close_connection = True
            return b""
        self.server.connections.is_served(self.connection)
        self.timed.within(BODY_S)
        self._served_before = True
        line, _, self._fields = head.partition(b"\n")
        return line + b"\n" if line else b""

    def parse_request(self) -> bool:
        """http.server's own reading, of the head that has been looked at already."""
        body, self.rfile = self.rfile, io.BytesIO(self._fields)  # type: ignore[assignment]
        try:
            if not super().parse_request():
                return False
        finally:
            self.rfile = body
        self.path = http_head.origin_form(self.path)
        return True

    def refuse(self, status: int) -> None:
        """Answer with this status and a plain sentence, and close."""
        self.close_connection = True
        with suppress(OSError):
            self.wfile.write(_answer(status))
            self.wfile.flush()
            self.hear_out()

    def hear_out(self, give_way: Callable[[], None] = lambda: None) -> None:
        """We have said all; let the rest come in for a moment, unread. Whoever was too slow has had their time."""
        if self.timed.was_too_slow:
            return
        self.server.connections.waits(self.connection)
        self.timed.within(HEAR_OUT_S)
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            left = HEAR_OUT_BYTES
            while left > 0 and (piece := self.rfile.read1(PIECE)):
                left -= len(piece)
                give_way()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Every answer of http.server's own."""
        self.refuse(int(code))

    def handle_expect_100(self) -> bool:
        """The server says so by itself, once the body is asked for."""
        return True

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the lines of the libraries carry addresses, and so personal links."""

    log_error = log_message

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass

    def log(self, *_: Any) -> None:
        pass

    def _head(self) -> bytes:
        """The next whole head, fit to be read; empty at the end. Raises Refused, and OSError for what came too late."""
        if self._served_before:
            self.server.connections.waits(self.connection)
            self.timed.within(BETWEEN_S)
        if not self.rfile.peek(1):
            return b""
        if self._served_before:
            self.timed.within(HEAD_S)
        try:
            return _read_head(self.rfile)
        except TimeoutError:
            raise Refused(HTTPStatus.REQUEST_TIMEOUT) from None


def _read_head(incoming: io.BufferedReader) -> bytes:
    """From the request line to the blank line; empty at the end. Raises Refused as soon as it is clear."""
    line = _request_line(incoming)
    if not line:
        return b""
    head = line + _fields(incoming, http_head.LARGEST_HEAD - len(line))
    if status := http_head.refusal(head):
        raise Refused(status)
    return head


def _request_line(incoming: io.BufferedReader) -> bytes:
    begins = incoming.peek(1)[:1]
    if begins and not (begins.isalnum() or begins in b"!#$%&'*+-.^_`|~\r"):
        raise Refused(http_head.BAD_REQUEST)  # as TLS begins: nobody waits for the end of that line
    line = incoming.readline(http_head.LONGEST_REQUEST_LINE + 1)
    if line == b"\r\n":  # one blank line more after a body, as some clients send
        line = incoming.readline(http_head.LONGEST_REQUEST_LINE + 1)
    if line and (status := http_head.line_refusal(line)):
        raise Refused(status)
    return line


def _fields(incoming: io.BufferedReader, left: int) -> bytes:
    """With the blank line that ends them, within `left` bytes."""
    fields: list[bytes] = []
    while fields[-1:] != [b"\r\n"]:
        line = incoming.readline(left)
        left -= len(line)
        fields.append(line)
        if not line.endswith(b"\r\n"):
            raise Refused(http_head.BAD_REQUEST if left > 0 else http_head.FIELDS_TOO_LARGE)
        if len(fields) > http_head.MOST_FIELDS + 1:
            raise Refused(http_head.FIELDS_TOO_LARGE)
    return b"".join(fields)


def _answer(status: int) -> bytes:
    lines = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(_WORDS)}",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
        "Connection: close",
    )
    return "\r\n".join((*lines, "", _WORDS)).encode()
