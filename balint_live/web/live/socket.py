"""The live socket, namespace `/live`: connect with proof, then four events, each parsed, carried out and answered.

Entering needs the cookie *and* a short-lived token from a page served to that login: a cookie alone travels with requests
other sites provoke, and an absent Origin header passes every origin check. Each event asks the database again whether
the person still has a seat. One socket's events are handled in order; nothing a client sends can end another's meeting.

This is python-socketio's own namespace rather than Flask-SocketIO's: its handlers need no Flask request, and one method
sees every event, so that an unknown one is answered like any other malformed input.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from engineio.exceptions import SocketIsClosedError
from flask import Flask
from socketio import Namespace, packet
from socketio.exceptions import ConnectionRefusedError

from balint_live.application.identity import Identity, Member, Seat, no_seat
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.room import LiveRoom
from balint_live.application.ports import Clock, Unavailable
from balint_live.domain.display import Action, Role
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.web.live import messages
from balint_live.web.live.broadcaster import NAMESPACE, door_room, person_room, role_room
from balint_live.web.live.messages import Packet
from balint_live.web.shared.access import RateLimit, login_of, on_the_wire, refusal
from balint_live.web.shared.context import encoded
from balint_live.web.shared.metrics import ACCESS
from balint_live.web.shared.services import Services

SILENT_AFTER = timedelta(seconds=9)
"""A ping unanswered for this long, when a connection ends, means that the page fell silent rather than closed."""
PING_INTERVAL = timedelta(seconds=10)
PING_TIMEOUT = timedelta(seconds=10)
HELD_UP_S = 2.5
"""So long between two looks that are due a second apart."""
ACKNOWLEDGED_WITHIN = 500
"""Hundredths of a second until a connection that was let in must have been acknowledged."""
PATIENCE = timedelta(seconds=10)
Handler = Callable[[str, "Connection", object], Any]


@dataclass(frozen=True, slots=True)
class Connection:
    """Who sits behind one connection."""

    who: Identity
    meeting_id: str
    member: Member


class LiveNamespace(Namespace):  # type: ignore[misc]
    """Every connection to every meeting of this process. `events` names each event with its action and rate limit."""

    def __init__(self, app: Flask, services: Services) -> None:
        super().__init__(NAMESPACE)
        self._app = app
        self._services = services
        self._connections: dict[str, Connection] = {}
        self.events: dict[str, tuple[Handler, Action, RateLimit]] = {
            "command": (self._command, Action.SEE_MEETING, RateLimit.EVENTS),
            "signal": (self._signal, Action.SEE_MEETING, RateLimit.EVENTS),
            "seen": (self._seen, Action.SEE_MEETING, RateLimit.EVENTS),
            "time": (self._time, Action.SEE_MEETING, RateLimit.EVENTS),
            "refresh": (self._refresh, Action.SEE_MEETING, RateLimit.EVENTS),
        }

    def trigger_event(self, event: str, *args: Any) -> Any:
        """Every event of every connection passes here."""
        if event == "connect":
            return self._connect(*args)
        if event == "disconnect":
            return self._leave(args[0])
        return self._answered(event, *args)

    @property
    def connections(self) -> list[str]:
        return list(self._connections)

    def disconnect_pages(self, people: Collection[str], meetings: Collection[str]) -> None:
        """Disconnect the pages of these people and in these meetings; they connect again by themselves, if they still
        may.
        """
        self._disconnect_all(
            lambda connection: connection.who.id in people or connection.meeting_id in meetings
        )

    def disconnect_login(self, login: str) -> None:
        """Disconnect the pages under this login, which was ended."""
        self._disconnect_all(lambda connection: connection.who.login == login)

    def disconnect_unseated(self) -> None:
        """Disconnect the pages of people who have lost their seats meanwhile, or have another role."""
        sitting = {
            sid: (each.meeting_id, each.who, each.member.role)
            for sid, each in self._connections.copy().items()
        }
        for sid in self._services.publisher.unseated(sitting) if sitting else ():
            self._services.spawn(self.disconnect, sid)

    def _disconnect_all(self, chosen: Callable[[Connection], bool]) -> None:
        for sid, connection in self._connections.copy().items():
            if chosen(connection):
                self._services.spawn(self.disconnect, sid)

    def farewell(self) -> None:
        """Tell every page that the server stops; each will connect again by itself, at its own moment.

        Only tell: the process ends, so nothing here has to be put in order for thousands of pages.
        """
        goodbye = Packet(packet.DISCONNECT, namespace=NAMESPACE).encode()
        engine = self.server.eio
        engine.on("disconnect", lambda _transport, _reason: None)
        self._connections.clear()
        for transport in list(engine.sockets):
            engine.send(transport, goodbye)

    def all_told(self) -> bool:
        """Whether nothing waits to be sent to anybody any more."""
        return all(transport.queue.empty() for transport in list(self.server.eio.sockets.values()))

    def _connect(self, sid: str, environ: dict[str, Any], auth: object) -> None:
        seat, who = self._let_in(environ, auth)
        room = self._services.publisher.room(seat.meeting.id)
        self._drop_oldest(room, who.id, sid)
        self._connections[sid] = Connection(who, seat.meeting.id, seat.member)
        room.connected(who.id, sid, self._services.clock.now(), seat.member.role is Role.LEADER)
        self._services.publisher.came(room, seat)
        self._services.spawn(self._welcome, sid, room)

    def _let_in(self, environ: dict[str, Any], auth: object) -> tuple[Seat, Identity]:
        """The seat of the page that connects. Raises ConnectionRefusedError, also over a fault: a connection neither let in
        nor refused would wait for ever."""
        try:
            return self._admitted(environ, auth)
        except ConnectionRefusedError:
            self._services.count(ACCESS)
            raise
        except Exception as fault:
            self._services.report("connect", fault)
            raise ConnectionRefusedError(Code.UNAVAILABLE.value) from fault

    def _admitted(self, environ: dict[str, Any], auth: object) -> tuple[Seat, Identity]:
        """The same. Raises ConnectionRefusedError("not_allowed"), whichever of the proofs is missing."""
        meeting_id, token = _credentials(auth)
        login = login_of(self._app, environ, meeting_id)
        seat = None if login is None else self._services.live_seat(login, meeting_id, token)
        if login is None or seat is None:
            raise ConnectionRefusedError(Code.NOT_ALLOWED.value)
        return seat, login.who

    def _drop_oldest(self, room: LiveRoom, person: str, sid: str) -> None:
        """Close a person's oldest connections where they have too many: a phone leaves half-open ones behind."""
        most = self._services.sockets_per_person
        for oldest in self._services.publisher.drop_oldest(room, person, sid, most):
            self._services.spawn(self.disconnect, oldest)

    def _welcome(self, sid: str, room: LiveRoom) -> None:
        """Put the connection into its rooms once it has been acknowledged, and send the whole state. A page for which that
        fails is disconnected, and connects again by itself."""
        try:
            self._seated(sid, room)
        except Exception as fault:  # noqa: BLE001 - there is nobody above who could be told
            self._services.report("welcome", fault)
            self._leave(sid)
            self.disconnect(sid)

    def _seated(self, sid: str, room: LiveRoom) -> None:
        for _ in range(ACKNOWLEDGED_WITHIN):
            if sid not in self._connections or self.server.manager.is_connected(sid, NAMESPACE):
                break
            self._services.sleep(0.01)
        else:  # its transport went while the database was asked: nobody will say goodbye for it
            return self._leave(sid)
        connection = self._connections.get(sid)
        if connection is None:
            return None
        meeting_id, person = connection.meeting_id, connection.who.id
        if person in room.at_the_door:
            own_rooms = (door_room(meeting_id), door_room(meeting_id, person))
        else:
            own_rooms = (role_room(meeting_id, connection.member.role), person_room(meeting_id, person))
        for each in own_rooms:
            self.enter_room(sid, each)
        return self._send_state(sid, connection, room)

    def _send_state(self, sid: str, connection: Connection, room: LiveRoom) -> None:
        publisher = self._services.publisher
        view = publisher.view_now(room, connection.member)
        self.emit("snapshot", encoded(view), to=sid)
        if connection.member.role is Role.LEADER:
            publisher.send_presence_soon(room)
            for alarm, person in room.alarms.items():
                self.emit("alarm", {"alarm": alarm, "person": person}, to=sid)
        elif connection.who.id not in room.at_the_door:
            self.emit("aside", encoded(publisher.aside(room)), to=sid)

    def _leave(self, sid: str) -> None:
        connection = self._connections.pop(sid, None)
        if connection is None:
            return
        now = self._services.clock.now()
        room = self._services.publisher.room(connection.meeting_id)
        room.disconnected(connection.who.id, sid, self._silent_since(sid, now), now)
        self._services.publisher.left(room, connection.who.id, sid)

    def _silent_since(self, sid: str, now: datetime) -> datetime | None:
        """When the page fell silent, if its last ping went unanswered; None for one that closed."""
        eio_sid = self.server.manager.eio_sid_from_sid(sid, NAMESPACE)
        socket = self.server.eio.sockets.get(eio_sid)
        pinged = getattr(socket, "last_ping", None)
        if not pinged:
            return None
        unanswered = timedelta(
            seconds=monotonic() - pinged
        )  # by the clock that composition.flask_app has the engine read
        return None if unanswered < SILENT_AFTER else now - unanswered - PING_INTERVAL

    def _answered(self, event: str, sid: str, *args: object) -> Any:
        connection = self._connections.get(sid)
        if connection is None:
            return refusal(Code.NOT_ALLOWED, 0)
        revision = self._known_revision(connection)
        handler, _, rate_limit = self.events.get(event, NO_EVENT)
        if not self._services.rate_limits.allows(rate_limit, connection.who.id):
            return refusal(Code.RATE_LIMITED, revision)
        try:
            if len(args) > 1:
                raise invalid("One body at most.")
            return handler(sid, connection, args[0] if args else None)
        except DomainError as no:
            return refusal(no.code, revision)
        except Unavailable:
            return refusal(Code.UNAVAILABLE, revision)
        except Exception as fault:  # noqa: BLE001 - one faulty event must not end a connection; it is reported
            self._services.report("live", fault)
            return refusal(Code.UNAVAILABLE, revision)

    def _command(self, sid: str, connection: Connection, data: object) -> dict[str, Any]:
        command = messages.command(data)
        answer = self._services.command_handler(connection.who, connection.meeting_id, command)
        if answer.code == Code.STALE_REVISION:
            self._send_snapshot(sid, connection)
        return on_the_wire(answer)

    def _signal(self, _sid: str, connection: Connection, data: object) -> dict[str, Any]:
        signal = messages.signal(data)
        revision, id = self._services.signals.send(connection.who, connection.meeting_id, signal)
        return {"ok": True, "revision": revision, "signalId": id}

    def _seen(self, _sid: str, connection: Connection, data: object) -> dict[str, Any]:
        revision = self._services.signals.see(connection.who, connection.meeting_id, messages.seen(data))
        return {"ok": True, "revision": revision}

    def _time(self, _sid: str, _connection: Connection, _data: object) -> dict[str, Any]:
        return {"serverNow": encoded(self._services.clock.now())}

    def _refresh(self, sid: str, connection: Connection, _data: object) -> dict[str, Any]:
        return {"ok": True, "revision": self._send_snapshot(sid, connection)}

    def _send_snapshot(self, sid: str, connection: Connection) -> int:
        """Send the snapshot; its revision. The database is asked again: a seat that was withdrawn gets nothing more."""
        seat = self._services.publisher.seat(connection.meeting_id, connection.who)
        if seat is None:
            raise no_seat()
        self.emit("snapshot", encoded(self._services.publisher.view(seat)), to=sid)
        return seat.meeting.revision

    def _known_revision(self, connection: Connection) -> int:
        meeting = self._services.publisher.room(connection.meeting_id).meeting
        return 0 if meeting is None else meeting.revision


def _unknown(_sid: str, _connection: Connection, _data: object) -> None:
    raise invalid("There is no such event.")


NO_EVENT: tuple[Handler, Action, RateLimit] = (_unknown, Action.SEE_MEETING, RateLimit.EVENTS)


def _credentials(auth: object) -> tuple[str, str]:
    if not isinstance(auth, dict):
        return "", ""
    meeting, token = auth.get("meeting"), auth.get("token")
    return (meeting, token) if isinstance(meeting, str) and isinstance(token, str) else ("", "")


class Reaper:
    """Closes transports that never say who they are, and those that have fallen silent.

    A socket may open and then stay silent for ever, unauthenticated. And the engine's own look for those that answer no ping
    wakes six hundred times a second for six thousand of them, and takes ten seconds to come round.
    """

    def __init__(self, server: Any, clock: Clock, seconds: Callable[[], float] = monotonic) -> None:
        """`seconds` is the clock by which the engine notes when it pinged."""
        self._server = server
        self._clock = clock
        self._seconds = seconds
        self._looked_at = seconds()
        self._first_seen: dict[str, datetime] = {}

    def tick(self) -> None:
        """Note what is new, close what has been anonymous for too long, and what is silent; called once a second."""
        now = self._clock.now()
        self._first_seen = {sid: self._first_seen.get(sid, now) for sid in self._anonymous()}
        for sid, since in self._first_seen.items():
            if now - since >= PATIENCE:
                self._close(sid)
        self._close_silent()

    def _close_silent(self) -> None:
        """Not right after the server itself was held up: answers have come meanwhile, and nobody has read them yet."""
        now, before = self._seconds(), self._looked_at
        self._looked_at = now
        if now - before > HELD_UP_S:
            return
        pinged_by = now - PING_TIMEOUT.total_seconds()
        sockets = list(self._server.eio.sockets.values())
        for silent in [each for each in sockets if each.last_ping and each.last_ping < pinged_by]:
            with suppress(SocketIsClosedError):
                silent.check_ping_timeout()

    def _close(self, eio_sid: str) -> None:
        """Not waiting for it, as the engine's own `disconnect` does: after half a handshake nobody writes to the transport
        any more, so the wait, and the ticker with it, would never end."""
        transport = self._server.eio.sockets.pop(eio_sid, None)
        if transport is not None:
            transport.close(wait=False)

    def _anonymous(self) -> set[str]:
        """Who has not been let in; a fault meanwhile leaves a connection that is known and never will be."""
        manager = self._server.manager
        let_in = {transport for _, transport in manager.get_participants(NAMESPACE, None)}
        for pending in (manager.pending_connect, manager.pending_disconnect):
            let_in -= {manager.eio_sid_from_sid(sid, NAMESPACE) for sid in pending.get(NAMESPACE, ())}
        return set(self._server.eio.sockets) - let_in


@dataclass(frozen=True, slots=True)
class LivePages:
    """The live pages of this process, as the groups' pages know them. Implements `application.ports.OpenPages`."""

    publisher: SessionPublisher
    namespace: LiveNamespace

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        self.publisher.group_changed(group_id, meetings)
        if people or meetings:
            self.namespace.disconnect_pages(people, meetings)

    def login_ended(self, login: str) -> None:
        self.namespace.disconnect_login(login)

    def here(self, meeting_id: str) -> Collection[str]:
        room = self.publisher.room(meeting_id)
        return frozenset(person for person, page in room.everybody() if page.open)
