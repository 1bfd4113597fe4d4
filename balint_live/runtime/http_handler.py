"""What the request handlers of both async modes have in common: a head read whole and in time, and not a word printed.

http.server prints what it refuses, with the address it came from and the request's own line, which here may be a personal
link; and it bounds each line of a head in time but never the head. So the head is read here, before http.server sees
any of it, and whatever http.server would say is answered in our words and printed nowhere.

A head must have one meaning before anything in it is believed (RFC 9112). Where it can be read in two ways, a proxy and we
may disagree on where the next request begins, and a stranger's bytes become somebody else's request. Both servers read such
heads generously, each in its own way; so neither is asked. Bodies in chunks are read as strictly.
"""

import io
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, Any

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

LONGEST_REQUEST_LINE = 2048
LARGEST_HEAD = 64 * 1024
MOST_FIELDS = 99
"""http.server takes a hundred lines and counts the blank one that ends them."""

BAD_REQUEST, URI_TOO_LONG, FIELDS_TOO_LARGE, VERSION_NOT_SUPPORTED = 400, 414, 431, 505

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_TARGET = rb"(?:\*|(?:/|https?://[^/])[^\x00-\x20\x7f]*)"
_REQUEST_LINE = re.compile(rb"%s %s HTTP/([0-9])\.([0-9])\r\n" % (_TOKEN, _TARGET), re.IGNORECASE)
_FIELD = re.compile(rb"(%s):([^\x00-\x08\x0a-\x1f\x7f]*)\r\n" % _TOKEN)
_HOST = re.compile(rb"[A-Za-z0-9._~!$&'()*+;=%:\[\]-]*")
_LENGTH = re.compile(rb"[0-9]{1,18}")
_AUTHORITY = re.compile(r"https?://[^/?#]*", re.IGNORECASE)

Fields = dict[bytes, list[bytes]]
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\x00-\x08\x0a-\x1f\x7f]*)?\r\n")
LONGEST_LINE = 1024
MOST_TRAILERS = 32

_WORDS = "This request cannot be answered.\n"


class Refused(Exception):
    """A head that is not answered but with this status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class TimedSocket(io.RawIOBase):
    """What a connection sends, read within a time limit: for a whole head or body, not for each piece.

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
        self.path = origin_form(self.path)
        return True

    def refuse(self, status: int) -> None:
        """Answer with this status and a plain sentence, and close."""
        self.close_connection = True
        with suppress(OSError):
            self.wfile.write(_answer(status))
            self.wfile.flush()
            self.hear_out()

    def hear_out(self, give_way: Callable[[], None] = lambda: None) -> None:
        """After our answer, let the rest come in for a moment, unread; a client that was too slow has had its time."""
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
    head = line + _header_fields(incoming, LARGEST_HEAD - len(line))
    if status := refusal(head):
        raise Refused(status)
    return head


def _request_line(incoming: io.BufferedReader) -> bytes:
    begins = incoming.peek(1)[:1]
    if begins and not (begins.isalnum() or begins in b"!#$%&'*+-.^_`|~\r"):
        raise Refused(BAD_REQUEST)  # as TLS begins: nobody waits for the end of that line
    line = incoming.readline(LONGEST_REQUEST_LINE + 1)
    if line == b"\r\n":  # one blank line more after a body, as some clients send
        line = incoming.readline(LONGEST_REQUEST_LINE + 1)
    if line and (status := line_refusal(line)):
        raise Refused(status)
    return line


def _header_fields(incoming: io.BufferedReader, left: int) -> bytes:
    """With the blank line that ends them, within `left` bytes."""
    fields: list[bytes] = []
    while fields[-1:] != [b"\r\n"]:
        line = incoming.readline(left)
        left -= len(line)
        fields.append(line)
        if not line.endswith(b"\r\n"):
            raise Refused(BAD_REQUEST if left > 0 else FIELDS_TOO_LARGE)
        if len(fields) > MOST_FIELDS + 1:
            raise Refused(FIELDS_TOO_LARGE)
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


def line_refusal(line: bytes) -> int | None:
    """The status that refuses a request line, its end included; None for one that says one thing only."""
    if len(line) > LONGEST_REQUEST_LINE:
        return URI_TOO_LONG
    match = _REQUEST_LINE.fullmatch(line)
    if match is None or b" HTTP/" not in line:
        return BAD_REQUEST
    return None if match.groups() in ((b"1", b"1"), (b"1", b"0")) else VERSION_NOT_SUPPORTED


def refusal(head: bytes) -> int | None:
    """The status that refuses a whole head, from the request line to the blank line; None for one to be answered."""
    first, _, rest = head.partition(b"\n")
    refused = line_refusal(first + b"\n")
    if refused is not None:
        return refused
    *lines, blank, _ = rest.split(b"\n")
    if len(lines) > MOST_FIELDS:
        return FIELDS_TOO_LARGE
    fields = _fields(lines)
    if blank != b"\r" or fields is None or _is_ambiguous(fields, old=first.endswith(b"1.0\r")):
        return BAD_REQUEST
    return None


def origin_form(target: str) -> str:
    """The target without the scheme and host that a proxy's request may carry: what we serve does not depend on them."""
    scheme_and_host = _AUTHORITY.match(target)
    path = target[scheme_and_host.end() :] if scheme_and_host else target
    return path if path.startswith(("/", "*")) else f"/{path}"


def _fields(lines: list[bytes]) -> Fields | None:
    """By name in small letters, every value; None where a line is no field."""
    fields: Fields = {}
    for line in lines:
        match = _FIELD.fullmatch(line + b"\n")
        if match is None:
            return None
        fields.setdefault(match[1].lower(), []).append(match[2].strip(b" \t"))
    return fields


def _is_ambiguous(fields: Fields, old: bool) -> bool:
    """Whether host or length of the body can be read in two ways; `old` is HTTP/1.0, which needs no host."""
    hosts, lengths, codings = (
        fields.get(name, []) for name in (b"host", b"content-length", b"transfer-encoding")
    )
    return (
        len(hosts) > 1
        or (not hosts and not old)
        or not all(map(_HOST.fullmatch, hosts))
        or len(lengths) > 1
        or not all(map(_LENGTH.fullmatch, lengths))
        or (bool(codings) and (bool(lengths) or old or [each.lower() for each in codings] != [b"chunked"]))
    )


class Chunks(io.RawIOBase):
    """A body sent in chunks, joined (RFC 9112, section 7.1).

    Reading raises OSError over what is no chunk, and over an end in the middle of one.
    """

    def __init__(self, incoming: Any) -> None:
        super().__init__()
        self._incoming = incoming
        self._left = 0
        self.over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.over and self._left == 0:
            self._begin()
        if self.over:
            return 0
        piece = self._incoming.read(min(len(buffer), self._left))
        if not piece:
            raise OSError("The body ended in the middle of a chunk.")
        buffer[: len(piece)] = piece
        self._left -= len(piece)
        if self._left == 0:
            self._require(self._incoming.readline(2) == b"\r\n")
        return len(piece)

    def _begin(self) -> None:
        size = _SIZE.fullmatch(self._incoming.readline(LONGEST_LINE))
        self._require(size is not None)
        self._left = int(size[1], 16) if size else 0
        if self._left == 0:
            self.over = True
            self._drop_trailers()

    def _drop_trailers(self) -> None:
        for _ in range(MOST_TRAILERS):
            if self._incoming.readline(LONGEST_LINE) in (b"\r\n", b""):
                return
        self._require(False)

    def _require(self, holds: bool) -> None:
        if not holds:
            self.over = True
            raise OSError("This is no chunk.")
