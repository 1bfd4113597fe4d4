"""A Socket.IO server as far as our code asks it: who sits in which room, which transports are open, what was sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from balint_live.web.live.broadcaster import NAMESPACE


@dataclass
class FakeManager:
    """`connected` maps a connection to its transport; those in `pending` have not been let in yet."""

    rooms: dict[str, dict[str, str]] = field(default_factory=dict)
    connected: dict[str, str] = field(default_factory=dict)
    pending: set[str] = field(default_factory=set)

    pending_disconnect: dict[str, list[str]] = field(default_factory=dict)

    @property
    def pending_connect(self) -> dict[str, set[str]]:
        return {NAMESPACE: self.pending}

    def get_participants(self, namespace: str, room: str | None) -> Iterator[tuple[str, str]]:
        assert namespace == NAMESPACE
        yield from (self.connected if room is None else self.rooms.get(room, {})).items()

    def eio_sid_from_sid(self, sid: str, namespace: str) -> str | None:
        assert namespace == NAMESPACE
        return self.connected.get(sid)


@dataclass
class FakeTransport:
    """One Engine.IO socket to which nobody writes: whoever waits for it to close waits for ever."""

    sid: str
    closed: list[str]
    last_ping: float | None = None

    def check_ping_timeout(self) -> None:
        self.closed.append(f"silent {self.sid}")

    def close(self, wait: bool = True) -> None:
        assert not wait, "this would never end"
        self.closed.append(self.sid)


@dataclass
class FakeTransports:
    """Engine.IO's side: open transports, and those that were closed from here, in order."""

    sockets: dict[str, FakeTransport] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)

    def disconnect(self, sid: str) -> None:
        self.sockets.pop(sid).close()


@dataclass(frozen=True)
class Emitted:
    """One message to whoever sits in a room, some of them passed by."""

    event: str
    message: Any
    room: str
    but: tuple[str, ...] = ()


@dataclass
class FakeServer:
    manager: FakeManager = field(default_factory=FakeManager)
    eio: FakeTransports = field(default_factory=FakeTransports)
    sent: list[Emitted] = field(default_factory=list)

    def emit(self, event: str, data: object, *, to: str, skip_sid: list[str], namespace: str) -> None:
        assert namespace == NAMESPACE
        self.sent.append(Emitted(event, data, to, tuple(skip_sid)))

    def seats(self, connection: str, *rooms: str) -> None:
        for room in rooms:
            self.manager.rooms.setdefault(room, {})[connection] = f"transport of {connection}"

    def received(self, connection: str) -> list[tuple[str, Any]]:
        """What this connection was sent: event and message."""
        return [
            (each.event, each.message)
            for each in self.sent
            if connection in self.manager.rooms.get(each.room, {}) and connection not in each.but
        ]
