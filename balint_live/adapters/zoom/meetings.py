"""Zoom meetings and their registrants, by id and by a marker of ours: nothing is made twice.

After a POST whose end nobody knows, Zoom is asked what is there before it is sent again: a meeting is found by our marker in
its agenda, which invitees may see and which says nothing; a registrant by the pseudonymous address.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from balint_live.adapters.zoom.client import Operation, ZoomClient
from balint_live.adapters.zoom.errors import ZoomNotFound, ZoomUnavailable
from balint_live.adapters.zoom.lists import OF_LISTS
from balint_live.adapters.zoom.pace import Label

CREATE = Operation("POST", "/users/{user}/meetings", (201,), Label.MEDIUM, "meeting:write:meeting:admin")
UPCOMING = Operation(
    "GET", "/users/{user}/meetings", (200,), Label.MEDIUM, "meeting:read:list_meetings:admin"
)
GET = Operation("GET", "/meetings/{meeting}", (200,), Label.LIGHT, "meeting:read:meeting:admin")
UPDATE = Operation("PATCH", "/meetings/{meeting}", (204,), Label.LIGHT, "meeting:update:meeting:admin")
DELETE = Operation("DELETE", "/meetings/{meeting}", (204,), Label.LIGHT, "meeting:delete:meeting:admin")
REGISTER = Operation(
    "POST", "/meetings/{meeting}/registrants", (201,), Label.LIGHT, "meeting:write:registrant:admin"
)
REGISTRANTS = Operation(
    "GET", "/meetings/{meeting}/registrants", (200,), Label.MEDIUM, "meeting:read:list_registrants:admin"
)
CANCEL = Operation(
    "PUT",
    "/meetings/{meeting}/registrants/status",
    (204,),
    Label.MEDIUM,
    "meeting:update:registrant_status:admin",
)
DEFAULTS = Operation("GET", "/users/{user}/settings", (200,), Label.MEDIUM, "user:read:settings:admin")
OPERATIONS = (CREATE, UPCOMING, GET, UPDATE, DELETE, REGISTER, REGISTRANTS, CANCEL, DEFAULTS, *OF_LISTS)
MOST_AT_ONCE = 30
"""Registrants in one change of status."""
QUIETLY = {"schedule_for_reminder": "false", "cancel_meeting_reminder": "false"}
"""Zoom writes no mail about a meeting that is deleted."""
Call = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class ZoomMeetings:
    """The meetings that the user `host` holds."""

    client: ZoomClient
    host: str

    def missing_scopes(self) -> list[str]:
        """Those that the app lacks of all that we need. Raises ZoomError, for credentials that Zoom refuses too."""
        granted = self.client.token().scopes
        return [each.scope for each in OPERATIONS if each.scope not in granted]

    def create(self, marker: str, meeting: Mapping[str, Any], again: bool = False) -> Any:
        """The meeting with this marker, made where there is none. `again`: an earlier try may have made it.

        Raises ZoomError.
        """
        body = {**meeting, "agenda": marker}
        return _made(
            lambda: self.client.call(CREATE, body=body, user=self.host), lambda: self.find(marker), again
        )

    def find(self, marker: str) -> Any:
        """The upcoming meeting with this marker; None where there is none. Raises ZoomError."""
        listed = self.client.pages(UPCOMING, "meetings", query={"type": "upcoming"}, user=self.host)
        found = next((each for each in listed if each.get("agenda") == marker), None)
        return None if found is None else self.get(str(found["id"]))

    def get(self, meeting: str) -> Any:
        """Raises ZoomNotFound where it is not there any more, and ZoomError."""
        return self.client.call(GET, meeting=meeting)

    def update(self, meeting: str, changes: Mapping[str, Any]) -> Any:
        """The meeting as it is after the change, which Zoom may have left out in part. Raises ZoomError."""
        self.client.call(UPDATE, body=dict(changes), meeting=meeting)
        return self.get(meeting)

    def delete(self, meeting: str) -> None:
        """One that is not there counts as deleted. Raises ZoomError."""
        try:
            self.client.call(DELETE, query=QUIETLY, meeting=meeting)
        except ZoomNotFound:
            return

    def register(self, meeting: str, address: str, name: str, again: bool = False) -> Any:
        """The approved registrant of this pseudonymous address; as in `create`. Their link is asked for when it is needed.

        Raises ZoomError.
        """
        body = {"email": address, "first_name": name, "auto_approve": True}
        return _made(
            lambda: self.client.call(REGISTER, body=body, meeting=meeting),
            lambda: self.registrant(meeting, address),
            again,
        )

    def registrant(self, meeting: str, address: str) -> Any:
        """Who is registered and approved under this address, as `registrant_id` and `join_url`; None for nobody."""
        found = next((each for each in self.registrants(meeting) if each.get("email") == address), None)
        return None if found is None else {"registrant_id": found["id"], "join_url": found.get("join_url")}

    def registrants(self, meeting: str) -> Iterator[Any]:
        """Everybody approved, as Zoom lists them. Raises ZoomError."""
        return self.client.pages(REGISTRANTS, "registrants", query={"status": "approved"}, meeting=meeting)

    def cancel(self, meeting: str, registrants: Mapping[str, str]) -> None:
        """End registrations, given as ids by address. Raises ZoomError."""
        everybody = [{"id": id, "email": address} for address, id in registrants.items()]
        for first in range(0, len(everybody), MOST_AT_ONCE):
            some = everybody[first : first + MOST_AT_ONCE]
            self.client.call(CANCEL, body={"action": "cancel", "registrants": some}, meeting=meeting)

    def defaults(self) -> Any:
        """The host's settings, which hold for what a meeting does not say itself. Raises ZoomError."""
        return self.client.call(DEFAULTS, user=self.host)


def _made(make: Call, find: Call, again: bool) -> Any:
    """What is there already, else what is made now; a second try that ends unclear is the caller's to repeat later."""
    found = find() if again else None
    if found is not None:
        return found
    try:
        return make()
    except ZoomUnavailable as unclear:
        found = find()
        if found is None and unclear.http == 0:
            raise  # without any answer it may still be on its way: look again later
        return found or make()
