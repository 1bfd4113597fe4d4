"""What every async mode offers. The modes are modules; this Protocol is what they have in common."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, Protocol

from balint_live.application.ports import Lock
from balint_live.runtime.pace import Pace

P = ParamSpec("P")
WsgiApp = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve. `on_listening` is told the port in use; `on_stop` runs once, before connections are cut.

    `max_connections` must have been granted by the system (see `limits`); `max_each` is of one address, 0 for any number.
    `on_fault` is told where something broke that nobody caught, and what.
    """

    host: str
    port: int
    max_connections: int
    max_each: int
    on_listening: Callable[[int], None]
    on_stop: Callable[[], None]
    on_gap: Callable[[float], None]
    on_fault: Callable[[str, Exception], None]

    @property
    def family(self) -> socket.AddressFamily:
        """IPv4 where the host has it. Raises OSError for a host that is none."""
        found = {each[0] for each in socket.getaddrinfo(self.host or None, self.port)}
        return socket.AF_INET if socket.AF_INET in found else socket.AF_INET6

    @property
    def everywhere(self) -> bool:
        """Whether IPv4 is meant by an IPv6 address too."""
        return self.family == socket.AF_INET6 and self.host == "::" and socket.has_dualstack_ipv6()


class ListenerLost(Exception):
    """Nobody can connect any more, and nobody told us to stop."""


class Runtime(Protocol):
    """One async mode."""

    ASYNC_MODE: str

    def patch(self) -> None:
        """Make the standard library cooperate; must precede every other import."""

    def spawn(self, function: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None: ...
    def sleep(self, seconds: float) -> None: ...
    def give_way(self) -> None:
        """Before a request is answered: let whatever is ready go first. Answers begin one at a time.

        A page takes some ten milliseconds in which the hub serves nobody else; forty asked for at once would take them one
        right after the other, and a leader's press would wait for all of them.
        """

    def lock(self) -> Lock: ...
    def guard(self, engine: Any, pace: Pace) -> None:
        """Bound what one WebSocket can make an Engine.IO server read: how long a message, how many, and of what kind."""

    def serve(self, app: WsgiApp, serving: Serving) -> None:
        """Serve until SIGTERM or SIGINT, then stop within five seconds and return.

        Raises ListenerLost, having stopped likewise, when connections can no longer be taken.
        """
