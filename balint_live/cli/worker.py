"""`worker`: mail, reminders and the day's chores outside the server.

Any number of them may run: none sends what another has claimed, and what is forgotten twice is forgotten.
"""

import signal
from pathlib import Path
from threading import Event
from types import FrameType

import click

from balint_live.adapters.log import Log
from balint_live.bootstrap.chores import chores
from balint_live.bootstrap.post import mailing
from balint_live.cli.installation import config_option
from balint_live.cli.opened import opened

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
