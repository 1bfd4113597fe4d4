"""Asks for mail, by whoever likes: taken and answered at once, and looked at one after another beside the requests.

So an answer tells nobody whether an address is known, neither in words nor in time, and a flood of strangers' asks holds up
no leader's command: a request asks nothing of the database, and one brake on all of them together bounds what is looked at.
Browsers that have signed a leader in before have a little of their own, which no stranger can use up.
"""

from collections import deque
from collections.abc import Callable
from threading import Lock
from time import monotonic

from balint_live.application.ports import Unavailable

STRANGERS = 60, 5.0
"""Asks of all strangers together: so many at once, and so many a second after that."""
ONE_KNOWN = 5, 0.1
"""The same for one browser that is known."""
MOST_WAITING = 300
AGAIN_AFTER_S = 1.0
TRIES = 120
"""For one that a database keeps waiting which does not answer."""

Look = Callable[[], None]


class Asks:
    def __init__(
        self,
        spawn: Callable[..., None],
        sleep: Callable[[float], None],
        report: Callable[[str, Exception], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`clock` tells seconds, and never goes back."""
        self._spawn, self._sleep, self._report, self._clock = spawn, sleep, report, clock
        self._strangers = _Bucket(*STRANGERS)
        self._known: dict[str, _Bucket] = {}
        self._waiting: deque[Look] = deque()
        self._looking = False
        self._lock = Lock()

    def take(self, look: Look, known: str | None = None) -> bool:
        """Whether the ask is taken; then it is looked at soon, and not by this request. `known`: the known browser's id."""
        with self._lock:
            if len(self._waiting) >= MOST_WAITING or not self._bucket(known).takes(self._clock()):
                return False
            self._waiting.append(look)
            idle, self._looking = not self._looking, True
        if idle:
            self._spawn(self._look_at_all)
        return True

    def _bucket(self, known: str | None) -> "_Bucket":
        if known is None:
            return self._strangers
        self._known = {id: each for id, each in self._known.items() if not each.is_empty(self._clock())}
        return self._known.setdefault(known, _Bucket(*ONE_KNOWN))

    def _look_at_all(self) -> None:
        while (look := self._next()) is not None:
            self._look_at(look)

    def _next(self) -> Look | None:
        with self._lock:
            self._looking = bool(self._waiting)
            return self._waiting.popleft() if self._waiting else None

    def _look_at(self, look: Look) -> None:
        """Until it has been looked at: who was told to wait for a mail must not wait in vain."""
        for left in reversed(range(TRIES)):
            try:
                return look()
            except Unavailable as fault:
                if not left:
                    return self._report("asks", fault)
                self._sleep(AGAIN_AFTER_S)
            except Exception as fault:  # noqa: BLE001 - one faulty ask must not end those that wait behind it
                return self._report("asks", fault)
        return None


class _Bucket:
    """Holds so many, of which so many leak away a second."""

    def __init__(self, holds: int, leaks: float) -> None:
        self._holds, self._leaks = holds, leaks
        self._level, self._at = 0.0, 0.0

    def takes(self, now: float) -> bool:
        level = self._level_at(now)
        if level + 1 > self._holds:
            return False
        self._level, self._at = level + 1, now
        return True

    def is_empty(self, now: float) -> bool:
        return self._level_at(now) == 0

    def _level_at(self, now: float) -> float:
        return max(0.0, self._level - (now - self._at) * self._leaks)
