"""Two units of work on one PostgreSQL, let through statement by statement in an order that a seed decides.

Each of the two stops before every statement and before its commit. Whose turn it is next is drawn among those that stop; one
that waits for a row the other holds has no turn until the other lets go. So an interleaving is a matter of the seed and not
of the machine's speed.
"""

from collections.abc import Callable, Sequence
from random import Random
from threading import Event, Semaphore, Thread
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, event, func, select

from balint_live.adapters.database.engine import Database

PATIENCE_S = 30.0
A_MOMENT_S = 0.001


class Player:
    """Somebody with a database connection of their own."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.waits = Event()
        self.backend = 0
        self._turns = Semaphore(0)
        self._thread: Thread | None = None
        engine = self.database.engine
        event.listen(engine, "before_cursor_execute", self._stop)
        event.listen(engine, "commit", self._stop)

    @property
    def playing(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def begin(self, act: Callable[[], None]) -> None:
        self.waits.clear()
        self._thread = Thread(target=act)
        self._thread.start()

    def go_on(self) -> None:
        self.waits.clear()
        self._turns.release()

    def _stop(self, connection: Connection, *_: Any) -> None:
        if not self.playing:
            return
        self.backend = connection.connection.driver_connection.get_backend_pid()  # type: ignore[union-attr]
        self.waits.set()
        self._turns.acquire()


def play(players: Sequence[Player], acts: Sequence[Callable[[], None]], seed: str, watch: Engine) -> None:
    """Both acts to their end. Raises AssertionError when they wait for each other, or for nothing."""
    chance, deadline = Random(seed), monotonic() + PATIENCE_S
    for player, act in zip(players, acts, strict=True):
        player.begin(act)
    with watch.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while any(player.playing for player in players):
            ready = [player for player in players if _ready(player, connection)]
            if ready:
                chance.choice(ready).go_on()
            assert monotonic() < deadline, "they wait for each other"


def _ready(player: Player, connection: Connection) -> bool:
    """Whether it stops before a statement; not so when it has come to its end, or waits for the other."""
    while player.playing:
        if player.waits.wait(A_MOMENT_S):
            return True
        if player.backend and connection.scalar(
            select(func.cardinality(func.pg_blocking_pids(player.backend)))
        ):
            return False
    return False
