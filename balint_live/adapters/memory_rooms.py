"""The live rooms in this process's memory: all that a single server needs."""

from collections.abc import Callable

from balint_live.application.live.room import LiveRoom
from balint_live.application.ports import Clock, Lock


class MemoryRooms:
    def __init__(self, lock: Callable[[], Lock], clock: Clock) -> None:
        self._lock = lock
        self._clock = clock
        self._rooms: dict[str, LiveRoom] = {}
        self._guard = lock()

    def of(self, meeting_id: str) -> LiveRoom:
        with self._guard:
            room = self._rooms.get(meeting_id)
            if room is None:
                room = self._rooms[meeting_id] = LiveRoom(meeting_id, self._lock, self._clock.now())
            return room

    def known(self, meeting_id: str) -> LiveRoom | None:
        with self._guard:
            return self._rooms.get(meeting_id)

    def all(self) -> list[LiveRoom]:
        with self._guard:
            return list(self._rooms.values())

    def drop(self, meeting_id: str) -> None:
        with self._guard:
            self._rooms.pop(meeting_id, None)
