"""A head that can be read in two ways is refused, whatever the servers below would have made of it."""

import pytest

from balint_live.runtime.http_handler import line_refusal, origin_form, refusal

GET = b"GET /join HTTP/1.1\r\n"
POST = b"POST /join HTTP/1.1\r\nHost: h\r\n"


def head(*fields: bytes, line: bytes = GET) -> bytes:
    return line + b"".join(each + b"\r\n" for each in fields) + b"\r\n"


@pytest.mark.parametrize(
    "fields",
    [
        (b"Host: h",),
        (b"Host: balint.example.org:8000",),
        (b"Host: [::1]:8000",),
        (b"Host:",),
        (b"host:\th \t",),
        (b"Host: h", b"Cookie: a=\xe9; b=" + b"c" * 20_000),
        (b"Host: h", b"Content-Length: 0"),
        (b"Host: h", b"Content-Length: 12"),
        (b"Host: h", b"Transfer-Encoding: Chunked"),
        (b"Host: h", *(b"X-%d: x" % number for number in range(98))),
    ],
)
def test_what_says_one_thing_is_answered(fields: tuple[bytes, ...]) -> None:
    assert refusal(head(*fields)) is None


@pytest.mark.parametrize(
    "fields",
    [
        (),
        (b"Host: h", b"Host: h"),
        (b"Host: h", b"host: other"),
        (b"Host: a, b",),
        (b"Host: a b",),
        (b"Host: h/join",),
        (b"Host: user@h",),
        (b"Host: h", b"Content-Length: 5", b"Content-Length: 6"),
        (b"Host: h", b"Content-Length: 5", b"Content-Length: 5"),
        (b"Host: h", b"Content-Length: 5, 5"),
        (b"Host: h", b"Content-Length: +5"),
        (b"Host: h", b"Content-Length: -5"),
        (b"Host: h", b"Content-Length: 5_0"),
        (b"Host: h", b"Content-Length: 0x5"),
        (b"Host: h", b"Content-Length: 5 5"),
        (b"Host: h", b"Content-Length: \xb2"),
        (b"Host: h", b"Content-Length:"),
        (b"Host: h", b"Content-Length: " + b"9" * 19),
        (b"Host: h", b"Content-Length : 5"),
        (b"Host: h", b"Transfer-Encoding : chunked"),
        (b"Host: h", b"Transfer-Encoding\t: chunked"),
        (b"Host: h", b"Transfer-Encoding: chunked", b"Content-Length: 5"),
        (b"Host: h", b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"),
        (b"Host: h", b"Transfer-Encoding: gzip, chunked"),
        (b"Host: h", b"Transfer-Encoding: xchunked"),
        (b"Host: h", b"Transfer-Encoding: chunked;q=1"),
        (b"Host: h", b"Transfer-Encoding: \x0bchunked"),
        (b"Host: h", b"Transfer-Encoding: identity"),
        (b"Host: h", b"Transfer-Encoding:"),
        (b"Host: h", b" folded: x"),
        (b"Host: h", b"X: x", b"\tfolded"),
        (b" Host: h",),
        (b"Host: h", b": nothing"),
        (b"Host: h", b"no colon"),
        (b"Host: h", b"X y: x"),
        (b"Host: h", b"X: a\x00b"),
        (b"Host: h", b"X: a\rb"),
        (b"Host: h\nX: x",),
        (b"Host: h", b"X\xe9: x"),
    ],
)
def test_what_can_be_read_in_two_ways_is_not(fields: tuple[bytes, ...]) -> None:
    assert refusal(head(*fields)) == 400


def test_more_fields_than_http_server_takes() -> None:
    assert refusal(head(b"Host: h", *(b"X-%d: x" % number for number in range(99)))) == 431


def test_lines_end_in_both_signs() -> None:
    assert refusal(b"GET / HTTP/1.1\nHost: h\r\n\r\n") == 400
    assert refusal(b"GET / HTTP/1.1\r\nHost: h\n\r\n") == 400
    assert refusal(b"GET / HTTP/1.1\r\nHost: h\r\n\n") == 400


def test_http_1_0_needs_no_host_and_knows_no_chunks() -> None:
    old = b"GET / HTTP/1.0\r\n"
    assert refusal(head(line=old)) is None
    assert refusal(head(b"Host: a", b"Host: b", line=old)) == 400
    assert refusal(head(b"Transfer-Encoding: chunked", line=old)) == 400


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"GET / HTTP/1.1\r\n", None),
        (b"OPTIONS * HTTP/1.1\r\n", None),
        (b"GET http://h/join?x=1 HTTP/1.0\r\n", None),
        (b"GET /\xc3\xa9 HTTP/1.1\r\n", None),
        (b"GET /" + b"a" * 2032 + b" HTTP/1.1\r\n", None),
        (b"GET /" + b"a" * 2033 + b" HTTP/1.1\r\n", 414),
        (b"GET / HTTP/1.2\r\n", 505),
        (b"GET / HTTP/2.0\r\n", 505),
        (b"GET / HTTP/9.9\r\n", 505),
        (b"PRI * HTTP/2.0\r\n", 505),
        (b"GET / http/1.1\r\n", 400),
        (b"GET / HTTP/1.10\r\n", 400),
        (b"GET / HTTP/11\r\n", 400),
        (b"GET / HTTP/\xb2.1\r\n", 400),
        (b"GET / x HTTP/1.1\r\n", 400),
        (b"GET  / HTTP/1.1\r\n", 400),
        (b"GET\t/ HTTP/1.1\r\n", 400),
        (b" GET / HTTP/1.1\r\n", 400),
        (b"GET /\r\n", 400),
        (b"FOO/join/token\r\n", 400),
        (b"G(T / HTTP/1.1\r\n", 400),
        (b"GET join HTTP/1.1\r\n", 400),
        (b"GET *x HTTP/1.1\r\n", 400),
        (b"CONNECT h:443 HTTP/1.1\r\n", 400),
        (b"GET /\x00 HTTP/1.1\r\n", 400),
        (b"GET / HTTP/1.1\n", 400),
        (b"GET / HTTP/1.1 \r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\n", 400),
        (b"\r\n", 400),
    ],
)
def test_request_lines(line: bytes, status: int | None) -> None:
    assert line_refusal(line) == status


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/join/x", "/join/x"),
        ("http://h:8000/join/x?y", "/join/x?y"),
        ("HTTPS://h", "/"),
        ("http://h?x", "/?x"),
        ("*", "*"),
        ("/http://h/x", "/http://h/x"),
    ],
)
def test_the_host_before_a_target_says_nothing(target: str, path: str) -> None:
    assert origin_form(target) == path
