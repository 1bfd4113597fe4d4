"""`serve`: the server, until it is told to stop."""

import errno
import signal
from collections.abc import Callable
from pathlib import Path
from threading import Event
from types import FrameType

import click

from balint_live.adapters.system import Log
from balint_live.cli.installation import bring_up_to_date, config_option, opened, require_up_to_date, settled
from balint_live.composition import serving
from balint_live.composition.jobs import chores, mailing
from balint_live.config import Config, in_address, load
from balint_live.runtime.interface import ListenerLost


@click.command()
@config_option
def serve(config_file: Path | None) -> None:
    """Run the server until SIGTERM; it then takes leave of open pages and exits with status 0."""
    loaded = load(config_file)
    config = settled(loaded)
    if loaded.embedded:
        bring_up_to_date(config)
    else:
        require_up_to_date(config)
    host = in_address(config.server.host)
    run_server(config, lambda port: click.echo(f"Serving {config.public_url} on port {port} of {host}."))


def run_server(config: Config, on_listening: Callable[[int], None], demo: bool = False) -> None:
    """Serve a settled configuration until told to stop. Raises ClickException when the port is not to be had, or lost."""
    try:
        serving.serve(config, on_listening, demo)
    except OSError as refused:
        raise click.ClickException(_no_port(config, refused)) from refused
    except ListenerLost as lost:
        raise click.ClickException(
            "Nobody could connect any more, so the server has stopped. Start it again."
        ) from lost


def _no_port(config: Config, refused: OSError) -> str:
    where = f"{in_address(config.server.host)}:{config.server.port}"
    if refused.errno == errno.EADDRINUSE:
        return f"Something else is already serving at {where}."
    return f"Cannot serve at {where}: {refused.strerror}."


# `worker`: mail, reminders and the day's chores outside the server.
#
# Any number of them may run: none sends what another has claimed, and what is forgotten twice is forgotten.


PAUSE = 0.5
"""Seconds between looks at the queue; short, so that a signal to stop is heard at once."""


@click.command()
@config_option
def worker(config_file: Path | None) -> None:
    """Deliver mail, look for reminders and forget what is due until SIGTERM; what is being sent is finished first."""
    stop = Event()

    def asked_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, asked_to_stop)
    signal.signal(signal.SIGINT, asked_to_stop)
    with opened(config_file) as installation:
        log = Log(installation.config.server.log_level)
        post = mailing(
            installation.config, installation.clock, installation.database, installation.catalogue, log.fault
        )
        daily = chores(installation.clock, installation.database, installation.catalogue, log)
        click.echo("Delivering mail.")
        while not stop.is_set():
            daily.work()
            if not post.work():
                stop.wait(PAUSE)
        click.echo("Stopped.")
