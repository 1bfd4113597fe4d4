"""Rooms in this process's memory: all that a single server needs."""

from collections.abc import Callable

from balint_live.application.live_room import LiveRoom
from balint_live.application.ports import Clock, Lock


class MemoryRooms:
    def __init__(self, lock: Callable[[], Lock], clock: Clock) -> None:
        self._lock = lock
        self._clock = clock
        self._rooms: dict[str, LiveRoom] = {}

    def of(self, meeting_id: str) -> LiveRoom:
        return self._rooms.setdefault(meeting_id, LiveRoom(meeting_id, self._lock(), self._clock.now()))

    def all(self) -> list[LiveRoom]:
        return list(self._rooms.values())

    def drop(self, meeting_id: str) -> None:
        self._rooms.pop(meeting_id, None)
