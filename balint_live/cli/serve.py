"""`serve`: the server, until it is told to stop; and `worker`: mail, reminders, Zoom and the daily jobs outside the server.

Any number of workers may run: none sends what another has claimed, and forgetting twice changes nothing.
"""

import errno
import signal
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Any

import click

from balint_live.application.live.ticker import SLICES
from balint_live.cli.installation import config_option, opened, prepared_to_serve
from balint_live.composition import Application, create_app
from balint_live.composition.jobs import daily_jobs, mailing, zoom_lists, zoom_work
from balint_live.composition.services import Adapters
from balint_live.composition.zoom import sessions_in_zoom
from balint_live.config import Config
from balint_live.origin import LARGEST_PORT, in_address
from balint_live.runtime import runtime
from balint_live.runtime.interface import ListenerLost, Runtime, Serving, connections_granted

PAUSE = 0.5
"""Seconds between a worker's looks at the queue; short, so that a signal to stop is heard at once."""
A_SECOND = 1.0
TIME_TO_TELL = 2.0
"""Seconds, at most, for the farewell to leave for the pages; one that does not read keeps nobody else waiting."""
LOOK_AGAIN = 0.1


@click.command()
@config_option
@click.option(
    "--port", type=click.IntRange(0, LARGEST_PORT), help="The port to listen on, in place of server.port."
)
@click.option(
    "--shared-port", is_flag=True, hidden=True, help="Other processes listen on it too: see `cluster`."
)
def serve(config_file: Path | None, port: int | None, shared_port: bool) -> None:
    """Run the server until SIGTERM; it then takes leave of open pages and exits with status 0."""
    config = prepared_to_serve(config_file)
    if port is not None:
        config = config.model_copy(update={"server": config.server.model_copy(update={"port": port})})
    host = in_address(config.server.host)

    def listening(port: int) -> None:
        click.echo(f"Serving {config.public_url} on port {port} of {host}.")

    run_server(config, listening, shared_port)


def run_server(
    config: Config, on_listening: Callable[[int], None], shares_port: bool = False, **demo: Any
) -> None:
    """Serve a settled configuration until told to stop; `demo`: see `create_app`.

    Raises ClickException when the port is not to be had, or lost.
    """
    try:
        _serve(config, on_listening, shares_port, demo)
    except OSError as refused:
        raise click.ClickException(_no_port(config, refused)) from refused
    except ListenerLost as lost:
        raise click.ClickException(
            "Nobody could connect any more, so the server has stopped. Start it again."
        ) from lost


@click.command()
@config_option
def worker(config_file: Path | None) -> None:
    """Deliver mail, remind, keep Zoom in step and forget what is due until SIGTERM; what is begun is finished first."""
    told = told_to_stop()
    with opened(config_file) as installation:
        adapters = installation.adapters
        mode = runtime(adapters.config.server.async_mode)
        ended: list[int] = []
        jobs = _jobs(adapters, mode)
        for job in jobs:
            mode.spawn(_until, told, job, mode.sleep, ended)
        click.echo("Delivering e-mail.")
        while len(ended) < len(jobs):
            mode.sleep(LOOK_AGAIN)
        click.echo("Stopped.")


def told_to_stop() -> list[int]:
    """A list that SIGTERM and Ctrl-C fill, and do nothing else: whatever waits may be the one that is interrupted."""
    told: list[int] = []

    def asked_to_stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    signal.signal(signal.SIGTERM, asked_to_stop)
    signal.signal(signal.SIGINT, asked_to_stop)
    return told


def _jobs(adapters: Adapters, mode: Runtime) -> list[Callable[[], bool]]:
    """Each is to have a thread of its own, so that a slow Zoom keeps no mail waiting."""
    mail, daily, in_zoom = mailing(adapters), daily_jobs(adapters), sessions_in_zoom(adapters, mode)
    jobs = [lambda: daily.work() or mail.work()]
    if in_zoom is not None:
        pages = adapters.pages_of_servers
        jobs += [zoom_work(adapters, in_zoom, pages).work, zoom_lists(adapters, in_zoom).work]
    return jobs


def _until(
    told: list[int], job: Callable[[], bool], sleep: Callable[[float], None], ended: list[int]
) -> None:
    """Do it whenever it is due, until told to stop."""
    try:
        while not told:
            if not job():
                sleep(PAUSE)
    finally:
        ended.append(1)


def _serve(
    config: Config, on_listening: Callable[[int], None], shares_port: bool, demo: dict[str, Any]
) -> None:
    """Listen, keep the ticker, send the mail, and stop within five seconds of being told to.

    `demo`: see `create_app`. Raises OSError when the port is taken, and ListenerLost when nobody can connect any more.
    """
    mode = runtime(config.server.async_mode)
    connections = connections_granted(config.server.max_connections)
    service = _Service(create_app(config, mode, **demo), mode, connections, on_listening)
    mode.serve(
        service.application.wsgi,
        Serving(
            host=config.server.host,
            port=config.server.port,
            max_connections=connections,
            max_each=0 if config.server.proxies else config.limits.connections_per_address,
            on_listening=service.listening,
            on_stop=service.stop,
            on_gap=service.application.measured_gap,
            on_fault=service.application.log.fault,
            shares_port=shares_port,
        ),
    )


class _Service:
    """What goes on beside the requests, from listening to stopping."""

    def __init__(
        self, application: Application, mode: Runtime, connections: int, on_listening: Callable[[int], None]
    ) -> None:
        self.application = application
        self._mode = mode
        self._connections = connections
        self._on_listening = on_listening
        self._stopped = False

    def listening(self, port: int) -> None:
        self.application.log.event(
            "listening", port=port, mode=self._mode.ASYNC_MODE, connections=self._connections
        )
        self._mode.spawn(self._again_and_again, A_SECOND / SLICES, self.application.tick)
        for work in self.application.each_second:
            self._mode.spawn(self._again_and_again, A_SECOND, work)
        for job in self.application.jobs:
            self._mode.spawn(self._whenever_due, job)
        self._on_listening(port)

    def stop(self) -> None:
        self._stopped = True
        self.application.namespace.farewell()
        for _ in range(round(TIME_TO_TELL / LOOK_AGAIN)):
            self._mode.sleep(LOOK_AGAIN)
            if self.application.namespace.all_told():
                break
        self.application.log.event("stopped")

    def _again_and_again(self, every: float, work: Callable[[], None]) -> None:
        due = monotonic()
        while not self._stopped:
            due = max(due + every, monotonic())  # a late one delays those after it, and crowds none of them
            self._mode.sleep(max(0.0, due - monotonic()))
            work()

    def _whenever_due(self, job: Callable[[], bool]) -> None:
        while not self._stopped:
            if not job():
                self._mode.sleep(A_SECOND)


def _no_port(config: Config, refused: OSError) -> str:
    where = f"{in_address(config.server.host)}:{config.server.port}"
    if refused.errno == errno.EADDRINUSE:
        return f"Something else is already serving at {where}."
    return f"Cannot serve at {where}: {refused.strerror}."
