"""A session as Zoom is told it, and as it is read back: with every setting that could keep or pass on what is said.

Since March 2026 whatever a new meeting does not say takes the host's own defaults, the AI summary among them, and what it
does say may still come back otherwise. So all of it is sent each time and compared with what came back; a setting that Zoom
does not mention is one that this account does not have. Nothing of a group is sent: no name, no title, no zone.

Implements `application.zoom.meetings.Zoom` and `application.zoom.links.Links`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from balint_live.adapters.zoom.errors import ZoomNotFound
from balint_live.adapters.zoom.meetings import ZoomMeetings
from balint_live.application.zoom.meetings import InZoom, Times

TOPIC = "Group session"
A_MINUTE = timedelta(minutes=1)
SETTINGS: Mapping[str, Any] = {
    "waiting_room": True,
    "waiting_room_options": {"mode": "custom", "who_goes_to_waiting_room": "everyone"},
    "join_before_host": False,
    "use_pmi": False,
    "approval_type": 1,
    "close_registration": True,
    "meeting_authentication": False,
    "allow_multiple_devices": True,
    "show_share_button": False,
    "auto_recording": "none",
    "auto_start_meeting_summary": False,
    "auto_start_ai_companion_questions": False,
    "who_will_receive_summary": 1,
    "who_can_ask_questions": 1,
    "support_participants_receive_summary": False,
    "allow_participants_to_transcribe_meetings_with_my_notes": False,
    "continuous_meeting_chat": {"enable": False, "auto_add_meeting_participants": False},
    "alternative_host_manage_meeting_summary": False,
    "alternative_host_manage_cloud_recording": False,
    "auto_add_recording_to_video_management": {"enable": False},
    "email_notification": False,
    "alternative_hosts_email_notification": False,
    "registrants_email_notification": False,
    "registrants_confirmation_email": False,
    "email_in_attendee_report": False,
}
"""`email_in_attendee_report` has effect in a change only: where it comes back otherwise, one follows."""
ALWAYS_SAID = ("waiting_room", "join_before_host", "approval_type", "auto_recording")
FIGHTING = {
    "in_meeting.meeting_summary_with_ai_companion.auto_enable": False,
    "in_meeting.ai_companion_questions.auto_enable": False,
    "in_meeting.auto_saving_chat": False,
    "recording.auto_recording": "none",
    "recording.local_recording": False,
    "recording.cloud_recording": False,
}
"""The host's defaults by which something could be kept, and how they should be."""


@dataclass(frozen=True, slots=True)
class SessionsInZoom:
    """`domain` is that of our pseudonymous addresses: whoever has another was let in by somebody in Zoom.

    `alternative_hosts` are users of the account who may start a meeting too.
    """

    meetings: ZoomMeetings
    domain: str = ""
    alternative_hosts: tuple[str, ...] = ()

    def make(self, marker: str, times: Times) -> InZoom:
        made = self.meetings.create(f"bl:{marker}", self._body(times), again=True)
        return self._read(self.meetings.get(str(made["id"])), times)

    def find(self, marker: str) -> str | None:
        found = self.meetings.find(f"bl:{marker}")
        return None if found is None else str(found["id"])

    def look(self, number: str, times: Times) -> InZoom | None:
        try:
            return self._read(self.meetings.get(number), times)
        except ZoomNotFound:
            return None

    def change(self, number: str, times: Times) -> InZoom:
        return self._read(self.meetings.update(number, self._body(times)), times)

    def take_away(self, number: str) -> None:
        self.meetings.delete(number)

    def registered(self, number: str) -> Mapping[str, str]:
        ours = f"@{self.domain}"
        listed = self.meetings.registrants(number)
        return {each["email"]: str(each["id"]) for each in listed if str(each.get("email")).endswith(ours)}

    def register(self, number: str, address: str, name: str) -> str:
        return str(self.meetings.register(number, address, name)["registrant_id"])

    def cancel(self, number: str, people: Mapping[str, str]) -> None:
        self.meetings.cancel(number, people)

    def start_link(self, number: str) -> str | None:
        return _link(self.meetings.get(number).get("start_url"))

    def own_link(self, number: str, address: str) -> str | None:
        found = self.meetings.registrant(number, address)
        return None if found is None else _link(found["join_url"])

    def fighting(self) -> list[str]:
        """Names of the host's defaults that stand against ours. Raises ZoomError."""
        defaults = self.meetings.defaults()
        return [name for name, wanted in FIGHTING.items() if _at(defaults, name) not in (wanted, None)]

    def _body(self, times: Times) -> dict[str, Any]:
        hosts = {"alternative_hosts": ";".join(self.alternative_hosts)} if self.alternative_hosts else {}
        return {
            "topic": TOPIC,
            "type": 2,
            "start_time": f"{times.start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "duration": (times.end - times.start) // A_MINUTE,
            "timezone": "UTC",
            "settings": {**SETTINGS, **hosts},
        }

    def _read(self, meeting: Any, times: Times) -> InZoom:
        settings = meeting.get("settings") or {}
        found = {name: settings.get(name, "missing" if name in ALWAYS_SAID else None) for name in SETTINGS}
        differing = [name for name, wanted in SETTINGS.items() if _differs(found[name], wanted)]
        if not _starts(meeting.get("start_time"), times.start):
            differing.append("start_time")
        if meeting.get("duration") != (times.end - times.start) // A_MINUTE:
            differing.append("duration")
        return InZoom(str(meeting["id"]), tuple(sorted(differing)))


def _differs(found: Any, wanted: Any) -> bool:
    if found is None:
        return False
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and any(_differs(found.get(each), wanted[each]) for each in wanted)
    return bool(found != wanted)


def _starts(said: Any, start: datetime) -> bool:
    try:
        return datetime.fromisoformat(said) == start.replace(microsecond=0)
    except (TypeError, ValueError):
        return False


def _link(said: Any) -> str | None:
    return said if isinstance(said, str) and said.startswith("https://") else None


def _at(found: Any, path: str) -> Any:
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
