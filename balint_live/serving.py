"""Running the application: listen, keep the pulse, and stop within five seconds of being told to."""

from collections.abc import Callable
from time import monotonic

from balint_live.bootstrap import create_app
from balint_live.config import Config
from balint_live.runtime import runtime
from balint_live.runtime.interface import Serving

PULSE_SECONDS = 1.0
TIME_TO_TELL = 2.0
"""Seconds, at most, for the farewell to leave for the pages; one that does not read keeps nobody else waiting."""
LOOK_AGAIN = 0.1


def serve(config: Config, on_listening: Callable[[int], None]) -> None:
    """Serve until SIGTERM or SIGINT; `on_listening` is told the port. Raises OSError when the port is taken."""
    mode = runtime(config.server.async_mode)
    application = create_app(config, mode)
    stopped = False

    def pulse() -> None:
        due = monotonic()
        while not stopped:
            due = max(due + PULSE_SECONDS, monotonic())  # a late second delays no later one
            mode.sleep(max(0.0, due - monotonic()))
            application.tick()

    def listening(port: int) -> None:
        application.log.event("listening", port=port, mode=mode.ASYNC_MODE)
        mode.spawn(pulse)
        on_listening(port)

    def stop() -> None:
        nonlocal stopped
        stopped = True
        application.farewell()
        for _ in range(round(TIME_TO_TELL / LOOK_AGAIN)):
            mode.sleep(LOOK_AGAIN)
            if application.all_told():
                break
        application.log.event("stopped")

    mode.serve(
        application.wsgi,
        Serving(
            host=config.server.host,
            port=config.server.port,
            max_connections=config.server.max_connections,
            on_listening=listening,
            on_stop=stop,
            on_gap=application.measured_gap,
        ),
    )
