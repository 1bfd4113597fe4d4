"""What every async mode offers (`Runtime`; each mode is a module), and what both modes need to serve.

That is: the pace at which one connection is read, how many connections the system grants, what an Engine.IO server can read
at all, and where faults go that nobody caught.
"""

import errno
import logging
import re
import resource
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, Protocol

from balint_live.application.ports import Lock

P = ParamSpec("P")
WsgiApp = Callable[..., Any]
Report = Callable[[str, Exception], None]

_PASSING = {
    *(errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM),  # too much of something, for now
    *(errno.ECONNABORTED, errno.ECONNRESET, errno.EPIPE),  # gone already
    *(errno.EPROTO, errno.ENOTCONN, errno.ETIMEDOUT),
    *(errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH),
    *(errno.ENONET, errno.EPERM, errno.EINTR),
}
SPARE = 256
"""Files besides connections: the database, the log, the interpreter's own."""
_READABLE = re.compile(r"[0-356]|4[0-9]")
"""The kinds of packet, and in a message the kind of the Socket.IO packet inside."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one connection is read: `burst` messages at once, `per_second` on average; the rest waits at its sender.

    A budget that answers "too many" still has to read what it refuses, and a green socket that always has something to read
    never lets anybody else have a turn: one flood, before any sign-in, stopped the server for all. Reading no faster costs
    an honest page nothing, needs no memory, and slows the sender by itself, because their own buffers fill.
    """

    per_second: float
    burst: int


FEW = 2
"""Messages in a row that need give nobody else a turn."""


class Pacer:
    """One connection's pace. Moments are seconds of any clock that does not go back."""

    def __init__(self, pace: Pace) -> None:
        self._apart = 1 / pace.per_second
        self._ahead = pace.burst * self._apart
        self._due = 0.0
        self.is_quiet = True

    def wait(self, now: float) -> float:
        """Count one message; how many seconds to let pass before it is read. `is_quiet` then says that few came lately."""
        self._due = max(self._due, now - self._ahead) + self._apart
        self.is_quiet = self._due <= now - self._ahead + FEW * self._apart
        return max(0.0, self._due - now)


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve. `on_listening` is told the port in use; `on_stop` runs once, when no more connections are taken and
    before the open ones are cut. With `shares_port` other processes listen there too, and the system shares out who
    comes.

    `max_connections` must have been granted by the system (`connections_granted`); `max_each` is for one address, and 0 for
    any number. `on_fault` is told of what broke and nobody caught: where, and the exception.
    """

    host: str
    port: int
    max_connections: int
    max_each: int
    on_listening: Callable[[int], None]
    on_stop: Callable[[], None]
    on_gap: Callable[[float], None]
    on_fault: Callable[[str, Exception], None]
    shares_port: bool = False

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


def connections_granted(configured: int) -> int:
    """How many connections may be open at once: those configured, or as many as the system grants files for.

    Asked for more than that, accepting fails; so what is granted is asked for first, and the rest is never promised.
    """
    granted = _raise_open_files(configured)
    if granted == resource.RLIM_INFINITY:
        return configured
    return min(configured, max(granted - SPARE, granted // 2))


def _raise_open_files(connections: int) -> int:
    """Ask for a file per connection; the number of files granted."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + SPARE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft


def is_passing(fault: OSError) -> bool:
    """Whether a connection that could not be taken says nothing about the next one (accept(2))."""
    return fault.errno in _PASSING


def is_readable(message: object) -> bool:
    """Whether an Engine.IO server can read it; it dies of what it cannot. The live socket is text only, so binary is not."""
    return isinstance(message, str) and _READABLE.match(message) is not None


def report_unhandled(report: Report) -> None:
    """From now on report what nobody caught in this process, and print nothing of what libraries say.

    Python prints faults with their message and, for a socket, with the address at its other end; our log keeps kind and
    place and drops the words.
    """

    def in_thread(fault: threading.ExceptHookArgs) -> None:
        if isinstance(fault.exc_value, Exception):
            report("thread", fault.exc_value)

    def unraisable(fault: Any) -> None:
        if isinstance(fault.exc_value, Exception) and not isinstance(fault.exc_value, OSError):
            report("unraisable", fault.exc_value)

    threading.excepthook = in_thread
    sys.unraisablehook = unraisable
    logging.lastResort = logging.NullHandler()  # libraries quote what strangers send
