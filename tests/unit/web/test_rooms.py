"""What our manager says of a connection's rooms is what the library's would say."""

from collections.abc import Iterator

import pytest
import socketio
from socketio import Manager

from balint_live.web.live.broadcaster import NAMESPACE
from balint_live.web.live.rooms import LiveManager


def managers() -> Iterator[Manager]:
    for manager in (LiveManager(), Manager()):
        socketio.Server(client_manager=manager, async_mode="threading")
        yield manager


def let_in(manager: Manager, transport: str) -> str:
    sid: str = manager.connect(manager.pre_connect(transport, NAMESPACE), NAMESPACE)
    return sid


def told(manager: Manager) -> tuple[object, ...]:
    """What stands in it, with connections by their transport."""
    rooms = manager.rooms.get(NAMESPACE, {})
    named = {room: sorted(rooms[room].values()) for room in rooms if room is None or room.startswith("room")}
    return named, len(rooms), manager.pending_connect, manager.pending_disconnect, manager.callbacks


@pytest.mark.parametrize("leaves", ["disconnects", "leaves the room", "is refused", "was interrupted"])
def test_a_connection_that_ends_leaves_nothing(leaves: str) -> None:
    said = []
    for manager in managers():
        first, second = let_in(manager, "one"), let_in(manager, "two")
        for room in ("room a", "room b"):
            manager.enter_room(first, NAMESPACE, room)
        manager.enter_room(second, NAMESPACE, "room a")
        assert sorted(set(manager.get_rooms(first, NAMESPACE)) - {first}) == ["room a", "room b"]
        if leaves == "disconnects":
            manager.disconnect(first, NAMESPACE)
        elif leaves == "leaves the room":
            manager.leave_room(first, NAMESPACE, "room a")
            manager.leave_room(first, NAMESPACE, "room a")
        elif leaves == "is refused":
            manager.disconnect(manager.pre_connect("three", NAMESPACE), NAMESPACE)
        else:
            manager.pre_disconnect(first, NAMESPACE)
            manager.disconnect(first, NAMESPACE)
            manager.disconnect(first, NAMESPACE)
        said.append(told(manager))
        manager.disconnect(first, NAMESPACE)
        manager.disconnect(second, NAMESPACE)
        said[-1] += told(manager)
    assert said[0] == said[1]
    ours = said[0][5]
    assert ours == {}


def test_nothing_is_remembered_of_who_has_gone() -> None:
    manager = next(managers())
    for number in range(100):
        sid = let_in(manager, f"transport {number}")
        manager.enter_room(sid, NAMESPACE, "room")
        manager.disconnect(sid, NAMESPACE)
    assert (manager._rooms_of, manager.rooms) == ({}, {})
