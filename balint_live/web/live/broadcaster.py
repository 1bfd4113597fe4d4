"""Sends messages to open pages over the live socket. Pages are in rooms by meeting and by what they may read.

The presenter's page is in the registrants' room and in one of its own; a snapshot for the registrants skips it.
"""

from typing import Any

from balint_live.application.identity import Member
from balint_live.application.ports import View, Views
from balint_live.domain.display import Role
from balint_live.web.shared.context import encoded

NAMESPACE = "/live"
PARTICIPANTS = (Role.REGISTRANT, Role.OBSERVER)


def role_room(meeting_id: str, role: Role) -> str:
    """The room of everybody with this role in the meeting."""
    return f"{meeting_id}/{role.value}"


def person_room(meeting_id: str, person: str) -> str:
    """The room of one person's pages in the meeting."""
    return f"{meeting_id}/person/{person}"


def door_room(meeting_id: str, person: str = "") -> str:
    """The room of the pages of one late-comer who waits to be let in; of all of them where nobody is named."""
    return f"{meeting_id}/door/{person}"


class SocketBroadcaster:
    """One method for each kind of message; implements the application's port of that name."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def snapshots(self, meeting_id: str, views: Views) -> None:
        apart: list[str] = []
        if views.presenter is not None:
            person, view = views.presenter
            apart = self._connections(person_room(meeting_id, person))
            self._emit("snapshot", view, person_room(meeting_id, person))
        self._emit("snapshot", views.leaders, role_room(meeting_id, Role.LEADER))
        self._emit("snapshot", views.registrants, role_room(meeting_id, Role.REGISTRANT), apart)
        self._emit("snapshot", views.observers, role_room(meeting_id, Role.OBSERVER))

    def leaders_snapshot(self, meeting_id: str, view: View) -> None:
        self._emit("snapshot", view, role_room(meeting_id, Role.LEADER))

    def presence(self, meeting_id: str, presence: View) -> None:
        self._emit("presence", presence, role_room(meeting_id, Role.LEADER))

    def signal(self, meeting_id: str, signal: View, but: str) -> None:
        apart = self._connections(person_room(meeting_id, but))
        self._emit("signal", signal, role_room(meeting_id, Role.LEADER), apart)

    def seen(self, meeting_id: str, seen: View, sender: str, but: str) -> None:
        leaders = role_room(meeting_id, Role.LEADER)
        self._emit("seen", seen, leaders, self._connections(person_room(meeting_id, but)))
        self._emit("seen", seen, person_room(meeting_id, sender), self._connections(leaders))

    def alarm(self, meeting_id: str, alarm: View) -> None:
        self._emit("alarm", alarm, role_room(meeting_id, Role.LEADER))

    def aside(self, meeting_id: str, aside: View) -> None:
        for role in PARTICIPANTS:
            self._emit("aside", aside, role_room(meeting_id, role))

    def heartbeat(self, meeting_id: str, leaders: bool, beat: View) -> None:
        for role in (Role.LEADER,) if leaders else PARTICIPANTS:
            self._emit("revision", beat, role_room(meeting_id, role))
        if not leaders:
            self._emit("revision", beat, door_room(meeting_id))

    def at_the_door(self, meeting_id: str, person: str, view: View) -> None:
        self._emit("snapshot", view, door_room(meeting_id, person))

    def let_in(self, meeting_id: str, member: Member, view: View, aside: View) -> None:
        for sid in self._connections(door_room(meeting_id, member.id)):
            for door in (door_room(meeting_id), door_room(meeting_id, member.id)):
                self._server.leave_room(sid, door, namespace=NAMESPACE)
            for room in (role_room(meeting_id, member.role), person_room(meeting_id, member.id)):
                self._server.enter_room(sid, room, namespace=NAMESPACE)
        self._emit("snapshot", view, person_room(meeting_id, member.id))
        self._emit("aside", aside, person_room(meeting_id, member.id))

    def _connections(self, room: str) -> list[str]:
        return [sid for sid, _ in self._server.manager.get_participants(NAMESPACE, room)]

    def _emit(self, event: str, message: View, room: str, apart: list[str] | None = None) -> None:
        if any(self._server.manager.get_participants(NAMESPACE, room)):
            self._server.emit(event, encoded(message), to=room, skip_sid=apart or [], namespace=NAMESPACE)
