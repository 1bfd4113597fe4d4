"""What cannot be read in one way only is refused and closed, in both async modes, and nothing of it is ever printed."""

from collections.abc import Callable

import pytest

from tests.integration.live.malformed import LINK, SECRETS, malformed, reset, said, spoken_to_in_tls
from tests.integration.live.served import MODES, Served

EVERYWHERE = (
    "cache-control",
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-robots-tag",
)
HEAD = b"GET /privacy HTTP/1.1\r\nHost: h\r\n\r\n"


@pytest.mark.parametrize("mode", MODES)
def test_standard_error_holds_no_address_no_path_and_no_token(
    fresh: Callable[..., Served], mode: str
) -> None:
    site = fresh(mode=mode)
    requests = list(malformed())
    for request in requests:
        said(site.port, request)
    for request in requests[::5]:
        reset(site.port, request)
    spoken_to_in_tls(site.port)

    answer = said(site.port, HEAD, ends=False) if mode == "threading" else said(site.port, HEAD)
    status, _ = site.stop()

    assert len(requests) >= 160
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert status == 0
    assert site.complaints() == []
    everything = site.errors()
    assert [secret for secret in SECRETS if secret in everything] == []
    assert b"listening" in everything


@pytest.mark.parametrize(
    "fields",
    [
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Content-Length: +5",
        b"Host: other",
        b"Transfer-Encoding : chunked",
        b"Transfer-Encoding: chunked\r\nContent-Length: 5",
        b"X: a\nY: b",
    ],
)
def test_two_readings_are_refused_and_the_connection_closed(site: Served, fields: bytes) -> None:
    answer = said(
        site.port, b"POST %s HTTP/1.1\r\nHost: h\r\n" % LINK + fields + b"\r\n\r\nhello" + HEAD, ends=False
    )

    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert answer.count(b"HTTP/1.1") == 1
    assert b"\r\nConnection: close\r\n" in answer


def test_no_host_and_bare_line_feeds_are_refused_too(site: Served) -> None:
    for request in (b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\nHost: h\n\n"):
        assert said(site.port, request, ends=False).startswith(b"HTTP/1.1 400 ")


def test_a_body_in_chunks_arrives(site: Served) -> None:
    person = site.circle().registrants[0]
    form = f"csrf_token={person.get(person.link).form['csrf_token']}".encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (form[:7], form[7:])) + b"0\r\n\r\n"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Transfer-Encoding": "chunked"}

    answer = person.ask("POST", person.link, chunks, headers)

    assert answer.status == 303


def test_the_host_may_stand_in_the_request_line(site: Served) -> None:
    request = b"GET http://h:1234/privacy HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"

    assert said(site.port, request).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("chunked", [False, True], ids=["whole", "in chunks"])
@pytest.mark.parametrize("origin", [b"", b"http://h:1234", b"HTTPS://balint.example.org"])
def test_a_press_counts_however_it_is_carried(site: Served, origin: bytes, chunked: bool) -> None:
    """With the host in the request line or not, whole or in chunks, and among cookies of a whole domain."""
    person = site.circle().registrants[0]
    path = person.link.removeprefix(site.url).encode()
    form = f"csrf_token={person.get(person.link).form['csrf_token']}".encode()
    body = b"".join(b"%x;a=b\r\n%c\r\n" % (1, each) for each in form) + b"0\r\n\r\n" if chunked else form
    length = b"Transfer-Encoding: Chunked" if chunked else b"Content-Length: %d" % len(form)
    cookies = b"a=%s; %s; b=%s" % (b"a" * 10_000, person.cookie.encode(), b"b" * 10_000)
    head = (
        b"POST %s%s HTTP/1.1" % (origin, path),
        b"Host: h",
        b"Content-Type: application/x-www-form-urlencoded",
        b"Cookie: " + cookies,
        b"Connection: close",
        length,
    )

    answer = said(site.port, b"\r\n".join((*head, b"", body)))

    assert answer.startswith(b"HTTP/1.1 303 ")


@pytest.mark.parametrize(
    "address", ["/socket.io/", "/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=3", "/privacy"]
)
def test_every_answer_carries_the_security_headers(site: Served, address: str) -> None:
    carried = site.visitor.get(address).headers
    assert {name: name in carried for name in EVERYWHERE} == dict.fromkeys(EVERYWHERE, True)
