"""Work that is heavy for the processor, done in a child process with limits on time and memory.

A PDF, a spreadsheet or a hostile list holds the interpreter, in whichever thread it runs, and with it every open session. A
child of our own was chosen over `multiprocessing`, whose threads and locks do not mix with a patched process. Parent and
child talk over one socket, which the runtime waits for as for any other; a request is a function of ours with its arguments,
both pickled, so both must be importable. A child is started when it is needed, does one piece of work at a time, and ends
when it has been idle, when it has passed a limit, or with its parent.
"""

import os
import pickle
import resource
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from struct import Struct
from time import monotonic
from typing import Any, ParamSpec, TypeVar

from balint_live.application.ports import TooMuchWork, Unavailable

P = ParamSpec("P")
T = TypeVar("T")

WORK_SECONDS = 10
"""For one piece of work, of the clock and of the processor."""
MOST_BYTES = 512 * 1024 * 1024
BEHIND_SESSIONS = 10
"""The child's niceness: on a busy processor open sessions go first."""
IDLE_SECONDS = 60.0
SAFELY_ALIVE_SECONDS = IDLE_SECONDS - 5.0
"""A child idle for longer may be about to end, so it is not used any more."""
START_SECONDS = 20.0
"""How long a machine under load may take until a new child is ready."""

_ROOT = Path(__file__).parents[2]
_LENGTH = Struct("!Q")
_READY = b"\0"
_CHILD = f"from {__name__} import serve_parent; serve_parent()"
_Answer = tuple[bool, Any]


class ChildProcesses:
    """At most `most` children at a time; whoever finds them all at work waits for two turns, and is then told."""

    def __init__(self, most: int, work_seconds: float = WORK_SECONDS) -> None:
        self._work_seconds = work_seconds
        self._turns = threading.BoundedSemaphore(most)
        self._idle: list[_Child] = []

    def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What the work returns or raises. Raises TooMuchWork past a limit, Unavailable when no child becomes free."""
        request = pickle.dumps((work, args, kwargs))
        if not self._turns.acquire(timeout=2 * self._work_seconds):
            raise Unavailable("all child processes are at work")
        try:
            done, outcome = self._answer(request)
        finally:
            self._turns.release()
        if not done:
            raise outcome
        return outcome  # type: ignore[no-any-return]

    def close(self) -> None:
        while self._idle:
            self._idle.pop().end()

    def _answer(self, request: bytes) -> _Answer:
        child = self._ready_child()
        try:
            answer = child.ask(request, self._work_seconds)
        except (OSError, EOFError) as silence:
            child.end()
            raise TooMuchWork from silence
        except BaseException:  # our own caller was cut off: what the child will say is nobody's
            child.end()
            raise
        self._idle.append(child)
        return answer

    def _ready_child(self) -> "_Child":
        while self._idle:
            child = self._idle.pop()
            if child.is_fresh():
                return child
            child.end()
        return _Child()


class _Child:
    """One child process, seen from its parent."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-c", _CHILD],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # it could hold what somebody uploaded
                cwd=_ROOT,
                env=os.environ | {"RAYON_NUM_THREADS": "1"},
                start_new_session=True,  # a terminal's Ctrl-C is for the parent, which ends us
            )
        self._line = ours
        self._end = weakref.finalize(self, _end, ours, self._process)
        self._used_at = monotonic()
        try:
            _received(ours, len(_READY), START_SECONDS)
        except (OSError, EOFError) as silence:
            self.end()
            raise Unavailable("a child process did not start") from silence

    def ask(self, request: bytes, seconds: float) -> _Answer:
        """Raises OSError or EOFError when there is no answer within the limits."""
        until = monotonic() + seconds
        self._line.settimeout(seconds)
        self._line.sendall(_LENGTH.pack(len(request)) + request)
        answer: _Answer = pickle.loads(_message(self._line, until))  # noqa: S301 - from our own child
        self._used_at = monotonic()
        return answer

    def is_fresh(self) -> bool:
        return monotonic() - self._used_at < SAFELY_ALIVE_SECONDS and self._process.poll() is None

    def end(self) -> None:
        """At the latest this happens when nobody holds the child any more, or the parent ends."""
        self._end()


def _end(line: socket.socket, process: subprocess.Popen[bytes]) -> None:
    line.close()
    process.kill()
    process.wait()


def _message(line: socket.socket, until: float | None = None) -> bytes:
    (length,) = _LENGTH.unpack(_received(line, _LENGTH.size, until and until - monotonic()))
    return _received(line, length, until and until - monotonic())


def _received(line: socket.socket, length: int, seconds: float | None) -> bytes:
    """Exactly so many bytes. Raises TimeoutError, or EOFError when the other end is gone."""
    until = None if seconds is None else monotonic() + seconds
    pieces = bytearray()
    while len(pieces) < length:
        if until is not None:
            line.settimeout(max(0.001, until - monotonic()))
        piece = line.recv(min(length - len(pieces), 1 << 20))
        if not piece:
            raise EOFError
        pieces += piece
    return bytes(pieces)


def serve_parent() -> None:
    """The child's whole life: one piece of work after another, until nobody has asked for a while or the parent is gone."""
    with suppress(EOFError, TimeoutError, ConnectionError), socket.socket(fileno=0) as line:
        _serve(line)


def _serve(line: socket.socket) -> None:
    os.nice(BEHIND_SESSIONS)
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
    line.sendall(_READY)
    while True:
        line.settimeout(IDLE_SECONDS)
        request = _message(line)
        line.settimeout(None)
        _limit_processor()
        answer = _outcome(request)
        line.sendall(_LENGTH.pack(len(answer)) + answer)


def _limit_processor() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + WORK_SECONDS + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def _outcome(request: bytes) -> bytes:
    try:
        work, args, kwargs = pickle.loads(request)  # noqa: S301 - from our own parent
        return pickle.dumps((True, work(*args, **kwargs)))
    except MemoryError:
        return pickle.dumps((False, TooMuchWork()))
    except Exception as raised:  # noqa: BLE001 - it is raised where the work was asked for
        return _refusal(raised)


def _refusal(raised: Exception) -> bytes:
    try:
        return pickle.dumps((False, raised))
    except Exception:  # noqa: BLE001 - a library's exception may hold what cannot be sent
        return pickle.dumps((False, RuntimeError(type(raised).__name__)))
