"""The live rooms in this process's memory."""

from collections.abc import Callable, Mapping
from datetime import datetime

from balint_live.application.live.peers import Peers
from balint_live.application.live.room import LiveRoom
from balint_live.application.ports import Clock, Lock


class MemoryRooms:
    """`heard_at` says when each other process was last heard; see `LiveRoom`."""

    def __init__(
        self,
        lock: Callable[[], Lock],
        clock: Clock,
        peers: Peers | None = None,
        heard_at: Mapping[str, datetime] | None = None,
    ) -> None:
        self._lock = lock
        self._clock = clock
        self._peers = peers
        self._heard_at = heard_at
        self._rooms: dict[str, LiveRoom] = {}
        self._guard = lock()

    def of(self, meeting_id: str) -> LiveRoom:
        with self._guard:
            room = self._rooms.get(meeting_id)
            if room is not None:
                return room
            room = self._rooms[meeting_id] = self._new(meeting_id)
        if self._peers is not None:
            self._peers.enter(room)
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

    def _new(self, meeting_id: str) -> LiveRoom:
        told = None if self._peers is None else self._peers.pages_changed
        return LiveRoom(meeting_id, self._lock, self._clock.now(), told, self._heard_at)
