"""`zoom check`: whether Zoom can be asked, and can reach us."""

from pathlib import Path

import click

from balint_live.adapters.system import SystemClock
from balint_live.adapters.zoom.errors import ZoomError
from balint_live.adapters.zoom.meetings import ZoomMeetings
from balint_live.cli.installation import config_option
from balint_live.composition.services import zoom_meetings
from balint_live.config import Config, ZoomSettings, load
from balint_live.runtime import runtime

NOWHERE = "No marker of ours is this."


@click.group()
def zoom() -> None:
    """Zoom: what is configured of it, and whether it works."""


@zoom.command()
@config_option
def check(config_file: Path | None) -> None:
    """Ask Zoom for a token, the app's scopes and the host; changes nothing. Exits non-zero when something is wrong."""
    config = load(config_file)
    if not config.zoom.asks:
        click.echo("Zoom is asked nothing: zoom.account_id is empty. docs/zoom.md says how to connect it.")
    _tell_of_the_webhook(config)
    if config.zoom.asks and not _is_in_order(config.zoom):
        raise click.ClickException("Not in order: Zoom.")


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
    return True
