"""Running the application: listen, keep the ticker, send the mail, and stop within five seconds of being told to."""

from collections.abc import Callable
from time import monotonic

from balint_live.application.live.ticker import SLICES
from balint_live.composition import Application, create_app
from balint_live.config import Config
from balint_live.runtime import runtime
from balint_live.runtime.interface import Runtime, Serving, connections_granted

A_SECOND = 1.0
TIME_TO_TELL = 2.0
"""Seconds, at most, for the farewell to leave for the pages; one that does not read keeps nobody else waiting."""
LOOK_AGAIN = 0.1


def serve(config: Config, on_listening: Callable[[int], None], demo: bool = False) -> None:
    """Serve until SIGTERM or SIGINT; `on_listening` is told the port.

    Raises OSError when the port is taken, and ListenerLost when nobody can connect any more.

    `demo`: see `create_app`.
    """
    mode = runtime(config.server.async_mode)
    connections = connections_granted(config.server.max_connections)
    service = _Service(create_app(config, mode, demo=demo), mode, connections, on_listening)
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
