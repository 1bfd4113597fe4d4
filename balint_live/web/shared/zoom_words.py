"""How far a session is in Zoom, in words: for the group's page and the leaders' console."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from balint_live.application.zoom.meetings import ZoomState
from balint_live.web.shared.context import clock, day_there

_OTHERS_MAY = _("people may come in without having been let in")
_MAILS = _("Zoom sends e-mails of its own")
_SETTINGS = {
    "waiting_room": _OTHERS_MAY,
    "waiting_room_options": _OTHERS_MAY,
    "join_before_host": _OTHERS_MAY,
    "approval_type": _("whoever finds the registration page may come in"),
    "close_registration": _("registration stays open after the session"),
    "use_pmi": _("it is in somebody's personal room"),
    "meeting_authentication": _("people have to sign in to Zoom"),
    "allow_multiple_devices": _("nobody may use a second device"),
    "auto_recording": _("recording starts by itself"),
    "auto_start_meeting_summary": _("the AI summary is on"),
    "auto_start_ai_companion_questions": _("the AI Companion is on"),
    "who_will_receive_summary": _("a summary would be sent to others"),
    "who_can_ask_questions": _("others may ask the AI Companion"),
    "support_participants_receive_summary": _("a summary would go to everybody"),
    "allow_participants_to_transcribe_meetings_with_my_notes": _("participants may have Zoom write notes"),
    "continuous_meeting_chat": _("the chat is kept"),
    "alternative_host_manage_meeting_summary": _("others may manage summaries"),
    "alternative_host_manage_cloud_recording": _("others may manage recordings"),
    "auto_add_recording_to_video_management": _("recordings go to Zoom's video library"),
    "email_notification": _MAILS,
    "alternative_hosts_email_notification": _MAILS,
    "registrants_email_notification": _MAILS,
    "registrants_confirmation_email": _MAILS,
    "email_in_attendee_report": _("addresses are in Zoom's report"),
    "start_time": _("its time is another"),
    "duration": _("its time is another"),
}
"""What it means when a setting is not as we asked for."""


def differing_words(names: Iterable[str]) -> str:
    """The sentence about settings that came back otherwise; empty where none did."""
    told = list(dict.fromkeys(str(_SETTINGS.get(name, name)) for name in names))
    return gettext("Not as it should be in Zoom: %(settings)s.", settings=", ".join(told)) if told else ""


def state_words(state: ZoomState | None, timezone: str) -> str:
    """How far a session to come is; None for one that nobody has begun yet."""
    if state is None:
        return gettext("Waiting for Zoom.")
    if state.ready:
        return differing_words(state.differing) or gettext("Zoom meeting ready.")
    said = gettext("Waiting for Zoom.") if state.since is None else _since(state.since, timezone)
    return f"{said} {state.problem}" if state.problem else said


def _since(moment: datetime, timezone: str) -> str:
    return gettext(
        "Waiting for Zoom since %(day)s, %(clock)s.",
        day=day_there(moment, timezone),
        clock=clock(moment, timezone),
    )
