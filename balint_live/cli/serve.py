"""`serve`: the server, until it is told to stop; and `worker`: mail, reminders and the daily jobs outside the server.

Any number of workers may run: none sends what another has claimed, and forgetting twice changes nothing.
"""

import errno
import signal
from collections.abc import Callable
from pathlib import Path
from threading import Event
from types import FrameType

import click

from balint_live.cli.installation import config_option, opened, prepared
from balint_live.composition import serving
from balint_live.composition.jobs import daily_jobs, mailing
from balint_live.config import Config, in_address
from balint_live.runtime.interface import ListenerLost

PAUSE = 0.5
"""Seconds between a worker's looks at the queue; short, so that a signal to stop is heard at once."""


@click.command()
@config_option
def serve(config_file: Path | None) -> None:
    """Run the server until SIGTERM; it then takes leave of open pages and exits with status 0."""
    config = prepared(config_file)
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
        mail, daily = mailing(installation.adapters), daily_jobs(installation.adapters)
        click.echo("Delivering mail.")
        while not stop.is_set():
            daily.work()
            if not mail.work():
                stop.wait(PAUSE)
        click.echo("Stopped.")
