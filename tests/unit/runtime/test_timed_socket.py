"""Time is for all of a head or a body together; what is over is over, whatever has come in the meantime."""

import socket
from collections.abc import Iterator

import pytest

from balint_live.runtime.http_handler import PIECE, Incoming, TimedSocket

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    here, there = socket.socketpair()
    with here, there:
        yield here, there


def test_what_came_in_time_is_read_and_the_usual_limit_is_back(pair: Pair) -> None:
    here, there = pair
    there.sendall(b"a word")
    assert Incoming(TimedSocket(here, 60.0)).read1(100) == b"a word"
    assert here.gettimeout() == 60.0


def test_nothing_is_read_once_the_time_is_over(pair: Pair) -> None:
    here, there = pair
    timed = TimedSocket(here, None)
    there.sendall(b"a word")
    timed.within(0)
    with pytest.raises(TimeoutError):
        Incoming(timed).read1(100)
    assert timed.was_too_slow


def test_more_time_may_be_given(pair: Pair) -> None:
    here, there = pair
    timed = TimedSocket(here, None)
    timed.within(0)
    timed.within(60)
    there.sendall(b"a word")
    assert Incoming(timed).read1(100) == b"a word"
    assert not timed.was_too_slow


def test_what_is_left_over_comes_in_small_pieces(pair: Pair) -> None:
    here, there = pair
    there.sendall(b"x" * 1000)
    assert Incoming(TimedSocket(here, None)).read(10_000_000) == b"x" * 1000
    assert PIECE < 10_000_000
