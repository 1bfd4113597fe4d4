"""Requests as nobody should send them, two hundred and more: each names a personal link, a name and a secret."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress

LINK = b"/join/eyJhbGciOi.personal.link"
SECRETS = (b"personal", b"eyJhbGciOi", b"/join", b"127.0.0.1", b"s3cret", b"carla")
PATIENCE = 20.0


def malformed() -> Iterator[bytes]:
    """By what http.server, werkzeug and eventlet have words of their own for; some are cut off in the middle."""
    host = b"Host: carla.example.org\r\nCookie: balint=s3cret\r\n"
    for line in (
        b"GET %s x HTTP/1.1",
        b"GET %s HTTP/9.9",
        b"GET %s HTTP/2.0",
        b"GET %s HTTP/1.x",
        b"GET %s HTTP/1.1.1",
        b"GET %s HTTP/" + b"1" * 20 + b".1",
        b"GET %s ICY/1.1",
        b"GET %s",
        b"POST %s",
        b"FOO%s",
        b"%s",
        b" GET %s HTTP/1.1",
        b"GET  %s HTTP/1.1",
        b"GET\x00%s HTTP/1.1",
        b"\x16\x03\x01%s",
        b"\xff\xfe%s",
        b"GET //%s HTTP/1.1",
        b"GET ?%s HTTP/1.1",
        b"GET %s" + b"a" * 3000 + b" HTTP/1.1",
        b"GET %s" + b"a" * 70_000 + b" HTTP/1.1",
        b"GET http://[%s HTTP/1.1",
        b"GET http://[x]%s HTTP/1.1",
        b"CONNECT %s:443 HTTP/1.1",
        b"TRACE %s HTTP/1.1",
        b"M\xc3\x96VE %s HTTP/1.1",
        b"LONG" * 2000 + b" %s HTTP/1.1",
    ):
        request = line % LINK
        yield request + b"\r\n" + host + b"\r\n"
        yield request + b"\n" + host.replace(b"\r\n", b"\n") + b"\n"
        yield request
    for field in (
        b"X: " + b"x" * 9000,
        b"X: " + b"x" * 70_000,
        b"\r\n".join(b"X-%d: s3cret" % number for number in range(150)),
        b"Content-Length: s3cret",
        b"Content-Length: -1",
        b"Content-Length: +5",
        b"Content-Length: " + b"9" * 5000,
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: s3cret",
        b"Transfer-Encoding : chunked",
        b"Transfer-Encoding: chunked",
        b"Expect: s3cret",
        b"Expect: 100-continue\r\nContent-Length: 50",
        b"Connection: s3cret",
        b"Connection: upgrade\r\nUpgrade: websocket",
        b"Connection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: s3cret",
        b"Content-Type: multipart/form-data; boundary=s3cret\r\nContent-Length: 4",
        b"Content-Type: multipart/form-data\r\nContent-Length: 4",
        b"Content-Type: application/x-www-form-urlencoded; charset=s3cret\r\nContent-Length: 4",
        b"Cookie: balint=\xff\x00s3cret",
        b"X-Forwarded-For: s3cret\r\nX-Forwarded-Host: s3cret",
        b"Range: bytes=s3cret",
        b"If-Modified-Since: s3cret",
        b" folded: s3cret",
        b"no colon s3cret",
        b": s3cret",
        b"H\xc3\xa4: s3cret",
        b"X: a\rb\x00s3cret",
    ):
        for line in (b"GET %s HTTP/1.1", b"POST %s HTTP/1.1", b"POST /sign-in?%s HTTP/1.1"):
            yield line % LINK + b"\r\n" + host + field + b"\r\n\r\nname=carla&code=s3cret"
    for body in (
        b"zz\r\ns3cret\r\n0\r\n\r\n",
        b"-5\r\ns3cret",
        b"5;" + b"s3cret" * 500,
        b"5\r\ns3cret0\r\n\r\n",
    ):
        head = b"POST %s HTTP/1.1\r\n" % LINK + host
        form = b"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
        yield head + form + body
    for address in (b"/socket.io/", b"/socket.io/?EIO=4&transport=polling&t=s3cret", b"/static/%00s3cret"):
        yield b"GET " + address + b" HTTP/1.1\r\n" + host + b"\r\n"
        yield b"POST " + address + b" HTTP/1.1\r\n" + host + b"Content-Length: 900000\r\n\r\ns3cret"
        yield (
            b"GET "
            + address
            + b" HTTP/1.1\r\n"
            + host
            + b"Sec-WebSocket-Key: s3cret\r\nUpgrade: websocket\r\n\r\n"
        )


def said(port: int, request: bytes, ends: bool = True) -> bytes:
    """What is answered to these bytes, until the server closes; `ends` tells it that no more will come."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line, suppress(ConnectionError):
        line.sendall(request)
        if ends:
            line.shutdown(socket.SHUT_WR)
        while piece := line.recv(64 * 1024):
            answer += piece
    return answer


def reset(port: int, request: bytes) -> None:
    """The same, but whoever asks is gone before the answer comes."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        with suppress(ConnectionError):
            line.sendall(request)


def spoken_to_in_tls(port: int) -> None:
    """Somebody types https:// before the plain port."""
    context = ssl.create_default_context()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line, suppress(OSError):
        context.wrap_socket(line, server_hostname="carla.example.org").close()
