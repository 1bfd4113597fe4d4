"""A body in chunks is what was cut up; anything that only looks like chunks is refused."""

from io import BufferedReader, BytesIO

import pytest

from balint_live.runtime.http_handler import Chunks


def joined(sent: bytes) -> bytes:
    return BufferedReader(Chunks(BytesIO(sent))).read()


@pytest.mark.parametrize(
    ("sent", "body"),
    [
        (b"0\r\n\r\n", b""),
        (b"5\r\nhello\r\n0\r\n\r\n", b"hello"),
        (b"5\r\nhello\r\n1;x=y\r\n!\r\n0\r\n\r\n", b"hello!"),
        (b"00a\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n", b"0123456789"),
        (b"C\r\nhello\r\nworld\r\n0\r\n\r\n", b"hello\r\nworld"),
    ],
)
def test_chunks_are_joined(sent: bytes, body: bytes) -> None:
    assert joined(sent) == body


def test_nothing_after_the_last_chunk_is_read() -> None:
    incoming = BytesIO(b"1\r\na\r\n0\r\n\r\nGET / HTTP/1.1\r\n")
    assert BufferedReader(Chunks(incoming)).read() == b"a"
    assert incoming.read() == b"GET / HTTP/1.1\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"5\r\nhel",
        b"5\r\nhello0\r\n\r\n",
        b"5\nhello\r\n0\r\n\r\n",
        b"5\r\nhello\n0\r\n\r\n",
        b"+5\r\nhello\r\n0\r\n\r\n",
        b"-5\r\nhello\r\n0\r\n\r\n",
        b"0x5\r\nhello\r\n0\r\n\r\n",
        b"5_0\r\nhello\r\n0\r\n\r\n",
        b" 5\r\nhello\r\n0\r\n\r\n",
        b"fffffffff\r\n",
        b"\r\nhello\r\n0\r\n\r\n",
        b"5;" + b"x" * 2000 + b"\r\nhello\r\n0\r\n\r\n",
        b"0\r\n" + b"X: x\r\n" * 40 + b"\r\n",
    ],
)
def test_what_is_no_chunk_is_refused(sent: bytes) -> None:
    with pytest.raises(OSError, match="chunk"):
        joined(sent)
