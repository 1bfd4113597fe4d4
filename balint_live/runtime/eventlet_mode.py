"""The default mode: one process, one hub, thousands of green threads.

Cured here, each after measuring: the WSGI server's cap of 1,024 connections, tracebacks sent to clients, a hub that sleeps
through SIGTERM, and delayed acknowledgements. There are no native threads: what would hold up the hub waits in small steps
(the database) or is done in a child process.
"""

import gc
import signal
import socket
import sys
import warnings
from collections.abc import Callable
from functools import cache
from time import monotonic
from typing import Any, ParamSpec

from balint_live.runtime.connections import Connections
from balint_live.runtime.interface import ListenerLost, Pace, Serving, WsgiApp, report_unhandled

P = ParamSpec("P")

ASYNC_MODE = "eventlet"
HUB_BEAT = 0.1
"""Seconds between beats that wake an idle hub, which would otherwise sleep through a signal."""
TURNS = 5
"""Of the hub, between two answers where several wait to begin: a leader's press takes some."""
STOP_WITHIN = 3.5
"""Seconds from the signal until whatever is still under way is cut off."""
LAST_CHANCE = 0.5
"""Seconds it gets even when telling the pages took all of them."""


def patch() -> None:
    with warnings.catch_warnings():
        # Known, and the reason why the mode is one setting: nobody starting a server needs to read it each time.
        warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
        import eventlet

    eventlet.monkey_patch()


def spawn(function: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    import eventlet

    eventlet.spawn_n(function, *args, **kwargs)


def sleep(seconds: float) -> None:
    import eventlet

    eventlet.sleep(seconds)


def give_way() -> None:
    turn = _turn()
    turns = TURNS if turn.locked() else 1
    with turn:
        for _ in range(turns):
            sleep(0)


@cache
def _turn() -> Any:
    """The lock of the answer that begins next, until everything that is ready has had its turn."""
    return lock()


def lock() -> Any:
    from eventlet.semaphore import Semaphore

    return Semaphore()


def guard(engine: Any, pace: Pace) -> None:
    from balint_live.runtime.eventlet_websocket import install

    install(engine, pace)


def serve(app: WsgiApp, serving: Serving) -> None:
    import eventlet

    from balint_live.runtime.eventlet_server import EventletServer, report_greenlets

    report_unhandled(serving.on_fault)
    report_greenlets(serving.on_fault)
    # Sharing the port is eventlet's default, and would let a second server take half of the pages, unnoticed.
    listener = eventlet.listen(
        (serving.host, serving.port), family=serving.family, backlog=2048, reuse_port=serving.shares_port
    )
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stopping = _on_signal()
    server = EventletServer(listener, app, Connections(serving.max_connections, serving.max_each))
    taking = eventlet.spawn(server.run)
    _settle_memory()
    serving.on_listening(listener.getsockname()[1])
    _beat_until(lambda: bool(stopping) or taking.dead, serving.on_gap)
    told_to_stop = monotonic()
    taking.kill()
    server.take_no_more()  # first: pages that are told to connect again must not come to us
    serving.on_stop()
    server.stop()
    left = max(LAST_CHANCE, STOP_WITHIN - (monotonic() - told_to_stop))
    with eventlet.Timeout(left, False):
        server.wait()
    if not stopping:
        raise ListenerLost


def _on_signal() -> list[int]:
    """A list that a signal fills: all a handler may safely do."""
    caught: list[int] = []
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda number, _frame: caught.append(number))
    return caught


def _beat_until(over: Callable[[], bool], on_gap: Callable[[float], None]) -> None:
    """Keep the hub awake, and measure how long it was held up."""
    while not over():
        before = monotonic()
        sleep(HUB_BEAT)
        on_gap(max(0.0, monotonic() - before - HUB_BEAT))


def _settle_memory() -> None:
    """Keep the garbage collector off what exists now, which is never freed (broadcast p99 at 5,000 clients 551 -> 168 ms).

    What comes and goes is collected often and in small parts: every request and every connection leaves cycles behind
    (eventlet's handler, Flask's contexts, Engine.IO's sockets), and a connection is old by then. 100,000 arrivals at 230 a
    second: memory stays at 207 MB, the longest pause is 61 ms. With thresholds of 100,000, 50 and 100 it went up to
    291 MB, with pauses of 135 ms every few seconds and 265 ms now and then.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 3)
    sys.stdout.flush()
