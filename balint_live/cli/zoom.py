"""`zoom check`: whether Zoom can be asked, and can reach us."""

from pathlib import Path

import click

from balint_live.adapters.system import SystemClock
from balint_live.adapters.zoom.errors import ZoomError
from balint_live.adapters.zoom.meetings import ZoomMeetings
from balint_live.adapters.zoom.sessions import SessionsInZoom
from balint_live.cli.installation import config_option
from balint_live.composition.zoom import zoom_meetings
from balint_live.config import Config, ZoomSettings, load
from balint_live.runtime import runtime

NOWHERE = "No marker of ours is this."
DEFAULTS = {
    "in_meeting.meeting_summary_with_ai_companion.auto_enable": "the AI summary starts by itself",
    "in_meeting.ai_companion_questions.auto_enable": "the AI Companion's questions start by themselves",
    "in_meeting.auto_saving_chat": "the chat is saved by itself",
    "recording.auto_recording": "recording starts by itself",
    "recording.local_recording": "participants can be allowed to record on their own computers",
    "recording.cloud_recording": "the host can record in the cloud",
}
"""What a setting of the host's own means that stands against ours."""


@click.group()
def zoom() -> None:
    """Zoom: what is configured of it, and whether it works."""


@zoom.command()
@config_option
def check(config_file: Path | None) -> None:
    """Ask Zoom for a token, the app's scopes, the host and their settings; changes nothing. Exits non-zero when something is
    wrong."""
    config = load(config_file)
    if not config.zoom.asks:
        click.echo("Zoom is asked nothing: zoom.account_id is empty. docs/zoom.md says how to connect it.")
    _tell_of_the_webhook(config)
    if not config.zoom.asks:
        return
    if not _is_in_order(config.zoom):
        raise click.ClickException("Not in order: Zoom.")
    if config.zoom.holds_meetings:
        click.echo(
            f"Meetings: each session has its own, with registrants at {config.zoom.registrant_domain}."
        )
    else:
        click.echo("Meetings: none are made, because zoom.registrant_domain is empty.")


def _tell_of_the_webhook(config: Config) -> None:
    if not config.zoom.webhook_secret:
        click.echo("Events: none, because zoom.webhook_secret is empty.")
        return
    click.echo(f"Events: give Zoom the address {config.public_url}/zoom/webhook")
    if not config.public_url.startswith("https:"):
        click.echo("Warning: Zoom sends events to https addresses only. Set server.public_url.")


def _is_in_order(settings: ZoomSettings) -> bool:
    """Says what is wrong, each with what to do about it."""
    meetings = zoom_meetings(settings, SystemClock(), runtime("threading"))
    try:
        missing = meetings.missing_scopes()
    except ZoomError as refused:
        click.echo(f"App: {refused}")
        return False
    click.echo("App: Zoom takes its credentials.")
    if missing:
        click.echo(f"Scopes: add to the app in Zoom: {', '.join(missing)}.")
        return False
    click.echo("Scopes: all there.")
    return _host_is_there(meetings)


def _host_is_there(meetings: ZoomMeetings) -> bool:
    try:
        meetings.find(NOWHERE)
    except ZoomError as refused:
        click.echo(f"Host {meetings.host}: {refused}")
        return False
    click.echo(f"Host {meetings.host}: Zoom knows them.")
    return _tell_of_defaults(SessionsInZoom(meetings))


def _tell_of_defaults(sessions: SessionsInZoom) -> bool:
    """What of the host's own settings could keep something. Warnings only: each meeting is told otherwise."""
    try:
        fighting = sessions.fighting()
    except ZoomError as refused:
        click.echo(f"Settings of the host: {refused}")
        return False
    if not fighting:
        click.echo("Settings of the host: nothing in them keeps what is said.")
    for name in fighting:
        click.echo(f"Warning: {DEFAULTS[name]}. Switch it off in Zoom under Settings, and lock it.")
    return True
