"""A pool of connections that works across the threads of any async mode.

Under eventlet the units of work run in native threads while `threading` is patched for greenlets. SQLAlchemy's own pools
wait on patched locks, and a greenlet lock released in another native thread wakes a greenlet that belongs to a different
hub. Here the only thing waited on is the C queue of the interpreter, which nobody patches.
"""

from _queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import exc
from sqlalchemy.pool import ConnectionPoolEntry, Pool

SIZE = 20
"""More than an async mode has native threads for database work."""
PATIENCE_S = 10.0


class NativePool(Pool):
    """At most SIZE connections, the latest one used first."""

    def __init__(self, creator: Any, **kw: Any) -> None:
        super().__init__(creator, **kw)
        self._places: SimpleQueue[ConnectionPoolEntry | None] = SimpleQueue()
        self._idle: list[ConnectionPoolEntry] = []
        for _ in range(SIZE):
            self._places.put(None)

    def _do_get(self) -> ConnectionPoolEntry:
        try:
            self._places.get(timeout=PATIENCE_S)
        except Empty:
            raise exc.TimeoutError(f"All {SIZE} connections stayed busy for {PATIENCE_S:g} s.") from None
        try:
            return self._idle.pop()
        except IndexError:
            return self._created()

    def _created(self) -> ConnectionPoolEntry:
        try:
            return self._create_connection()
        except BaseException:
            self._places.put(None)
            raise

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        self._idle.append(record)
        self._places.put(None)

    def recreate(self) -> "NativePool":
        return self.__class__(
            self._creator,
            pre_ping=self._pre_ping,
            recycle=self._recycle,
            reset_on_return=self._reset_on_return,
            _dispatch=self.dispatch,
            dialect=self._dialect,
        )

    def dispose(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def status(self) -> str:
        return f"{len(self._idle)} of {SIZE} connections idle"
