"""When a move counts as delivered: at the last seat's receipt, and not a moment earlier."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from bench.scenes.room import Room


class Line:
    """A connection that remembers what was said, and whose answer comes when the test says so."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.said: list[tuple[Any, ...]] = []
        self.answer: asyncio.Future[Any] = loop.create_future()

    def call(self, event: str, *bodies: Any) -> asyncio.Future[Any]:
        self.said.append((event, *bodies))
        return self.answer


@pytest.fixture
def room() -> Iterator[Room[Line]]:
    loop = asyncio.new_event_loop()
    room = Room[Line]()
    room.seats = [Line(loop) for _ in range(3)]
    yield room
    loop.close()


def test_the_leader_opens_and_then_goes_to_and_fro(room: Room[Line]) -> None:
    for revision in (1, 2, 3, 4):
        room.move()
        room.hear(0, "snapshot", {"revision": revision})

    assert [seat.said for seat in room.seats] == [
        [
            ("command", {"id": "bench-0", "type": "meeting.open", "expectedRevision": 0}),
            ("command", {"id": "bench-1", "type": "phase.next", "expectedRevision": 1}),
            ("command", {"id": "bench-2", "type": "phase.back", "expectedRevision": 2}),
            ("command", {"id": "bench-3", "type": "phase.next", "expectedRevision": 3}),
        ],
        [],
        [],
    ]


def test_a_move_is_settled_by_the_last_receipt_and_the_answer(room: Room[Line]) -> None:
    move = room.move()

    room.hear(0, "snapshot", {"revision": 1})
    room.hear(2, "snapshot", {"revision": 1})
    assert (move.missing, move.settled()) == ({1}, False)

    room.hear(1, "snapshot", {"revision": 1})
    assert (move.missing, move.settled()) == (set(), False)

    room.seats[0].answer.set_result({"ok": True, "revision": 1})
    assert (move.missing, move.settled()) == (set(), True)


def test_only_a_snapshot_no_older_than_the_move_is_a_receipt(room: Room[Line]) -> None:
    first = room.move()
    room.hear(0, "snapshot", {"revision": 1})
    second = room.move()

    room.hear(1, "revision", {"revision": 2})
    room.hear(1, "snapshot", {"revision": 0})
    assert (first.missing, second.missing) == ({1, 2}, {0, 1, 2})

    room.hear(1, "snapshot", {"revision": 2})
    assert (first.missing, second.missing) == ({2}, {0, 2})
