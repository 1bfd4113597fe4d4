"""The live pages, as the office knows them. Implements `application.groups.ports.OpenPages`."""

from collections.abc import Collection
from dataclasses import dataclass

from balint_live.application.stage import Stage
from balint_live.web.live_namespace import LiveNamespace


@dataclass(frozen=True, slots=True)
class LivePages:
    stage: Stage
    namespace: LiveNamespace

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        self.stage.unsettle(group_id, meetings)
        if people or meetings:
            self.namespace.send_away(people, meetings)

    def login_ended(self, login: str) -> None:
        self.namespace.send_away_from(login)

    def here(self, meeting_id: str) -> Collection[str]:
        room = self.stage.room(meeting_id)
        return frozenset(person for person, page in room.everybody() if page.connections)
