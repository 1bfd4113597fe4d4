"""Who guesses at typed codes is made to wait: after so many wrong ones from one address, and from all addresses together.

Counting every try as wrong until it proves right leaves no gap in which many are made at once. The brake on all addresses
together makes a search from a thousand of them as slow as from one; while it holds, links open everything as before.
"""

from collections.abc import Callable
from threading import Lock
from time import monotonic

FROM_ONE_ADDRESS = 10
FROM_ALL = 300
WINDOW_S = 60.0


class WrongTries:
    def __init__(
        self,
        one: int = FROM_ONE_ADDRESS,
        everybody: int = FROM_ALL,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """So many wrong tries in a minute. `clock` tells seconds, and never goes back."""
        self._one = one
        self._everybody = everybody
        self._clock = clock
        self._tries: list[tuple[float, str]] = []
        self._lock = Lock()

    def may_try(self, address: str) -> bool:
        """Whether this address may try now; where it may, the try counts."""
        with self._lock:
            now = self._clock()
            self._tries = [each for each in self._tries if now - each[0] < WINDOW_S]
            own = sum(whose == address for _, whose in self._tries)
            if own >= self._one or len(self._tries) >= self._everybody:
                return False
            self._tries.append((now, address))
            return True

    def was_right(self, address: str) -> None:
        """Its latest try does not count after all."""
        with self._lock:
            own = [each for each in self._tries if each[1] == address]
            if own:
                self._tries.remove(own[-1])
