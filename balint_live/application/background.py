"""Work for the database, done beside the loop that ticks every second: one piece after the other.

The loop only puts work here. So a database that is slow or locked holds up this queue, and no session's heartbeat. One
worker is enough, and more would only wait for the same database; each piece waits here once, however often it is asked
for meanwhile. What failed is not kept: whoever needs it sees at the next look that it was not done, and asks again.
"""

from collections.abc import Callable
from functools import partial

from balint_live.application.ports import Lock, Unavailable

Report = Callable[[str, Exception], None]
Spawn = Callable[[Callable[[], None]], None]
Key = tuple[str, str]


class Background:
    """The queue and its one worker; `report` is told of faults."""

    def __init__(self, spawn: Spawn, lock: Callable[[], Lock], report: Report) -> None:
        self._spawn = spawn
        self._lock = lock()
        self._report = report
        self._waiting: dict[Key, Callable[[], object]] = {}
        self._working = False
        self._away = False

    def do(self, what: str, whose: str, work: Callable[..., object], *about: object) -> None:
        """Have it done soon. The same thing for the same one waits only once."""
        with self._lock:
            self._waiting.setdefault((what, whose), partial(work, *about))
            begin, self._working = not self._working, True
        if begin:
            self._spawn(self._work)

    def _work(self) -> None:
        while (work := self._next()) is not None:
            try:
                work()
                self._away = False
            except Exception as fault:  # noqa: BLE001 - whatever it is, what waits behind it is not to be lost over it
                self._note(fault)

    def _next(self) -> Callable[[], object] | None:
        with self._lock:
            first = next(iter(self._waiting), None)
            self._working = first is not None
            return None if first is None else self._waiting.pop(first)

    def _note(self, fault: Exception) -> None:
        """Report it; a database that is away only once, not every second for every session."""
        away = isinstance(fault, Unavailable)
        if not (away and self._away):
            self._report("background", fault)
        self._away = away
