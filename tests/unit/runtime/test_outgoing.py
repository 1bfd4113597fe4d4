"""What one connection is sent: at once where the system takes it, and in order behind what a slow reader has not read."""

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from weakref import ref

import eventlet
import pytest
from engineio import Server
from engineio.packet import MESSAGE, PONG, Packet
from eventlet.green import socket
from eventlet.websocket import RFC6455WebSocket

from balint_live.runtime.eventlet_websocket import BoundedWebSocket, DirectSocket, Outgoing

LARGE = "x" * 100_000
FEW_BYTES = 8 * 1024


class Line:
    """A WebSocket over a pair of sockets, and what the other end reads from it."""

    def __init__(self) -> None:
        ours, self.theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, FEW_BYTES)
        self.websocket: Any = BoundedWebSocket(ours, {})
        self.reader = RFC6455WebSocket(self.theirs, {}, client=True)

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.websocket.close()
        self.theirs.close()

    def reads(self, count: int) -> list[Any]:
        return [self.reader.wait() for _ in range(count)]


@pytest.fixture
def line() -> Iterator[Line]:
    with Line() as line:
        yield line


@pytest.fixture
def outgoing(line: Line) -> Any:
    outgoing = Outgoing()
    outgoing.opened(line.websocket)
    return outgoing


def test_what_the_system_takes_has_gone_before_anybody_else_has_a_turn(line: Line, outgoing: Any) -> None:
    outgoing.put(Packet(MESSAGE, data="one"))
    assert outgoing.empty()
    assert line.reads(1) == ["4one"]


def test_what_was_put_before_the_connection_opened_goes_first(line: Line) -> None:
    outgoing = Outgoing()
    outgoing.put(Packet(MESSAGE, data="one"))
    assert not outgoing.empty()
    outgoing.opened(line.websocket)
    outgoing.put(Packet(MESSAGE, data="two"))
    assert line.reads(2) == ["4one", "4two"]


def test_a_slow_readers_packets_wait_whole_and_in_order(line: Line, outgoing: Any) -> None:
    said = [f"{LARGE}{number}" for number in range(5)]
    for data in said:
        outgoing.put(Packet(MESSAGE, data=data))
    assert not outgoing.empty()
    eventlet.sleep(0.05)
    assert not outgoing.empty()
    assert line.reads(5) == [f"4{data}" for data in said]
    assert outgoing.empty()


def test_nothing_is_written_into_the_middle_of_what_the_reader_writes(line: Line, outgoing: Any) -> None:
    """A pong, for one, while the system takes no more of it for now."""
    with line.websocket._sendlock:
        outgoing.put(Packet(MESSAGE, data="one"))
        eventlet.sleep(0)
        assert not outgoing.empty()
    outgoing.join()
    assert line.reads(1) == ["4one"]


def test_the_goodbye_goes_behind_all_others(line: Line, outgoing: Any) -> None:
    outgoing.put(Packet(MESSAGE, data=LARGE))
    outgoing.put(None)
    assert line.reads(2) == [f"4{LARGE}", None]
    outgoing.join()


def test_a_connection_that_has_gone_ends_and_disturbs_nobody(line: Line, outgoing: Any) -> None:
    line.theirs.shutdown(socket.SHUT_RDWR)
    for _ in range(3):
        outgoing.put(Packet(MESSAGE, data="one"))
        eventlet.sleep(0)
    outgoing.join()
    assert (outgoing.empty(), line.websocket.socket.fd.fileno()) == (True, -1)


def test_a_frame_is_made_once_for_everybody_it_is_for() -> None:
    packet = Packet(MESSAGE, data="one")
    with ExitStack() as open_lines:
        for line in [open_lines.enter_context(Line()) for _ in range(2)]:
            outgoing = Outgoing()
            outgoing.opened(line.websocket)
            outgoing.put(packet)
            assert line.reads(1) == ["4one"]
    assert packet.frame == b"\x81\x044one"


def test_a_connection_that_has_closed_is_not_kept_until_its_next_ping() -> None:
    socket = DirectSocket(Server(async_mode="eventlet", ping_interval=3_600), "one")
    socket.receive(Packet(PONG))
    kept = ref(socket)
    socket.close(wait=False, abort=True)
    del socket
    gc.collect()
    assert kept() is None
