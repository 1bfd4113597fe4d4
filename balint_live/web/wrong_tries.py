"""Who guesses at typed codes is made to wait: after so many wrong ones from one network, and from all networks together.

Counting every try as wrong until it proves right leaves no gap in which many are made at once. While the brake on all of
them holds, the first try of a minute from each network is still looked at: so somebody who types the right code gets in,
however many others are guessing. Links open everything as before.
"""

from collections import Counter, deque
from collections.abc import Callable
from threading import Lock
from time import monotonic

from balint_live.application.network import network_of

FROM_ONE_NETWORK = 10
FROM_ALL = 300
WINDOW_S = 60.0


class WrongTries:
    def __init__(
        self,
        one: int = FROM_ONE_NETWORK,
        everybody: int = FROM_ALL,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """So many wrong tries in a minute. `clock` tells seconds, and never goes back."""
        self._one = one
        self._everybody = everybody
        self._clock = clock
        self._tries: deque[tuple[float, str]] = deque()
        self._own: Counter[str] = Counter()
        self._lock = Lock()

    def may_try(self, address: str) -> bool:
        """Whether somebody at this address may try now; where they may, the try counts."""
        network = network_of(address)
        with self._lock:
            now = self._clock()
            self._forget_until(now - WINDOW_S)
            own = self._own[network]
            if own >= self._one or (own and len(self._tries) >= self._everybody):
                return False
            self._tries.append((now, network))
            self._own[network] += 1
            return True

    def was_right(self, address: str) -> None:
        """The latest try from there does not count after all."""
        network = network_of(address)
        with self._lock:
            latest = next((each for each in reversed(self._tries) if each[1] == network), None)
            if latest is not None:
                self._tries.remove(latest)
                self._take_back(network)

    def _forget_until(self, moment: float) -> None:
        while self._tries and self._tries[0][0] <= moment:
            self._take_back(self._tries.popleft()[1])

    def _take_back(self, network: str) -> None:
        self._own[network] -= 1
        if not self._own[network]:
            del self._own[network]
