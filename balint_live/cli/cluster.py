"""`cluster`: several server processes and a worker on one machine, at one address, until told to stop.

For trying: the processes listen on one port, and the system shares out who comes. `deploy/` has what starts with the machine
and keeps one meeting's pages with one process, which is faster.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic

import click

from balint_live.cli.installation import CannotStart, config_option, prepared_to_serve
from balint_live.cli.serve import told_to_stop
from balint_live.config import Config

MOST_PROCESSES = 16
STOPS_WITHIN_S = 6.0
LOOK_AGAIN_S = 0.1

Children = Sequence[subprocess.Popen[bytes]]


@click.command()
@config_option
@click.option(
    "--processes",
    type=click.IntRange(1, MOST_PROCESSES),
    default=2,
    show_default=True,
    help="How many serve, as many as the machine has cores, say.",
)
def cluster(config_file: Path | None, processes: int) -> None:
    """Run several servers and a worker at one address until SIGTERM. They need a PostgreSQL and a Redis."""
    _require_shared(prepared_to_serve(config_file))
    settings = [] if config_file is None else ["--config", str(config_file)]
    commands = [["serve", "--shared-port", *settings]] * processes + [["worker", *settings]]
    told, pause = told_to_stop(), Event()
    with _running(commands) as children:
        while all(child.poll() is None for child in children) and not told:
            pause.wait(LOOK_AGAIN_S)
    if not told:
        raise click.ClickException("One of the processes ended by itself, so all have stopped.")
    if any(child.returncode for child in children):
        raise click.ClickException("Not all processes stopped as they should.")


def _require_shared(config: Config) -> None:
    """Raises CannotStart where the processes would not hear of one another."""
    if not config.redis.url:
        raise CannotStart("Several processes need a PostgreSQL and a Redis: set database.url and redis.url.")
    if not config.server.port:
        raise CannotStart("Several processes need a port to share: set server.port.")


@contextmanager
def _running(commands: Sequence[Sequence[str]]) -> Iterator[Children]:
    """Each in a process of its own, which says what it has to say here; all of them ended at the end."""
    program = [sys.executable, sys.argv[0]]
    children = [
        subprocess.Popen([*program, *command], start_new_session=True)  # noqa: S603 - our own program
        for command in commands
    ]
    try:
        yield children
    finally:
        for child in children:
            child.terminate()
        deadline = monotonic() + STOPS_WITHIN_S
        for child in children:
            _end(child, deadline - monotonic())


def _end(child: subprocess.Popen[bytes], within: float) -> None:
    try:
        child.wait(max(0.0, within))
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
