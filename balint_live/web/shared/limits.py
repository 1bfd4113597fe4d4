"""Rate limits: how often a person may send, how often an address may ask, and how often anybody may guess a code.

Each limit is a bucket that leaks at an even rate, kept as one moment a person: when it will be empty again. Where several
processes serve, it is kept for all of them together (`SharedCounts`); while Redis does not answer, each counts for itself,
and nobody is refused over that. Counting is not left to a library: `limits` has windows and no bucket, so whoever used up a
burst would wait for a minute and not for a few seconds; and in memory it goes through everybody's counts again and again.
With 6,000 people that held the server up for 4 ms most of the time and for 130 ms at worst, beside 0.1 and 12 ms here.
`clock` tells seconds everywhere here, and never goes back.
"""

from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime
from math import ceil
from threading import Lock
from time import monotonic
from typing import Protocol

from flask import Flask, Response, jsonify, request

from balint_live.application.access.asking import BrowserMarks
from balint_live.application.ports import Clock, Unavailable, network_of
from balint_live.domain.errors import Code
from balint_live.web.shared import access
from balint_live.web.shared.access import RateLimit, current_login, declaration_of, known_browser, refusal

CHECKS_PER_MINUTE = 120
"""Looks at whether the server is well, by one address: a monitor looks every few seconds."""
SWEEP_AT_LEAST = 1024
"""Below so many names it is not worth looking for those to be forgotten."""
REFUSED = 200
TOO_MANY = 429
OWN = {RateLimit.PAGES: RateLimit.OWN_PAGES, RateLimit.PRESSES: RateLimit.OWN_PRESSES}
ON_THE_WAY_IN = (RateLimit.PAGES, RateLimit.PRESSES, RateLimit.ASKS)
FROM_ONE_NETWORK = 10
FROM_ALL = 300
WINDOW_S = 60.0
STRANGERS = 60, 0.2
"""Asks of all strangers together: so many at once, and then one every so many seconds."""
ONE_KNOWN = 5, 10.0
"""The same for one browser that is known."""
MOST_WAITING = 300
AGAIN_AFTER_S = 1.0
TRIES = 120
"""For one that a database keeps waiting which does not answer."""

Look = Callable[[], None]


class SharedCounts(Protocol):
    """What all processes count together. None stands for no answer."""

    def draw(self, limit: str, whose: str, full: float, apart: float) -> float | None:
        """0.0 where there was room in this bucket, and one is now in it; else how many seconds are missing."""

    def may_try(self, what: str, network: str, one: int, everybody: int, window: float) -> bool | None:
        """See `WrongTries`."""

    def was_right(self, what: str, network: str) -> None:
        """The latest try from there does not count after all."""


class RateLimits:
    """All the limits of `RateLimit`, each with its burst and its own rate; NONE has none."""

    def __init__(
        self,
        *,
        events_per_second: int,
        events_burst: int,
        pages_per_minute: int,
        presses_per_minute: int,
        asks_per_minute: int = 60,
        pages_burst: int | None = None,
        own_pages_per_second: int = 20,
        own_pages_burst: int = 120,
        refused: Callable[[RateLimit], None] = lambda _rate_limit: None,
        clock: Callable[[], float] = monotonic,
        shared: SharedCounts | None = None,
    ) -> None:
        """`pages_burst`: a minute's pages, where none is given."""
        self._clock = clock
        self._refused = refused
        bursts = {
            RateLimit.EVENTS: (events_burst, 1 / events_per_second),
            RateLimit.PAGES: (pages_burst or pages_per_minute, 60 / pages_per_minute),
            RateLimit.PRESSES: (presses_per_minute, 60 / presses_per_minute),
            RateLimit.OWN_PAGES: (own_pages_burst, 1 / own_pages_per_second),
            RateLimit.OWN_PRESSES: (presses_per_minute, 60 / presses_per_minute),
            RateLimit.ASKS: (asks_per_minute, 60 / asks_per_minute),
            RateLimit.CHECKS: (CHECKS_PER_MINUTE, 60 / CHECKS_PER_MINUTE),
        }
        self._buckets = {limit: _Buckets(*burst, limit, shared) for limit, burst in bursts.items()}

    def allows(self, rate_limit: RateLimit, whose: str) -> bool:
        """Whether there was one more; then it is counted."""
        return not self.seconds_to_wait(rate_limit, whose)

    def seconds_to_wait(self, rate_limit: RateLimit, whose: str) -> int:
        """0 where there was one more, which is then counted; else after how many whole seconds there is one again."""
        buckets = self._buckets.get(rate_limit)
        over = 0.0 if buckets is None else buckets.draw(whose, self._clock())
        if over:
            self._refused(rate_limit)
        return ceil(over)


class _Buckets:
    """Everybody's bucket of the limit called `name`; it holds `burst`, and one leaks away every `apart` seconds."""

    def __init__(self, burst: int, apart: float, name: str = "", shared: SharedCounts | None = None) -> None:
        self._name = name
        self._shared = shared
        self._apart = apart
        self._full = burst * apart
        self._empty_at: dict[str, float] = {}
        self._sweep_at = SWEEP_AT_LEAST
        self._lock = Lock()

    def draw(self, whose: str, now: float) -> float:
        """0.0 where there was room, and one is now in it; else how many seconds are missing."""
        if self._shared is not None:
            over = self._shared.draw(self._name, whose, self._full, self._apart)
            if over is not None:
                return over
        return self._draw_here(whose, now)

    def _draw_here(self, whose: str, now: float) -> float:
        with self._lock:  # in the threading mode many draw at once
            empty_at = max(self._empty_at.get(whose, now), now) + self._apart
            over = empty_at - now - self._full
            if over > self._apart / 2:  # half a drop, for what adding up fractions loses
                return over
            self._empty_at[whose] = empty_at
            if len(self._empty_at) > self._sweep_at:
                self._sweep(now)
            return 0.0

    def _sweep(self, now: float) -> None:
        """Forget whose bucket is empty; next time only when there are twice as many."""
        self._empty_at = {whose: at for whose, at in self._empty_at.items() if at > now}
        self._sweep_at = max(SWEEP_AT_LEAST, 2 * len(self._empty_at))


def install_limits(app: Flask, rate_limits: RateLimits, clock: Clock, marks: BrowserMarks) -> None:
    """Count each request against the limit that its endpoint declares, before anything else is done for it.

    Before its form is read, too: else a post without a form's token would be refused by that, and cost its sender nothing.
    Somebody signed in has a limit of their own, and so has a browser that has signed a leader in before: a clinic behind one
    address shares only what strangers have, and a flood from there keeps no leader from signing in. An address that leads
    nowhere costs as much as a page.
    """

    @app.before_request
    def check() -> Response | None:
        seconds = rate_limits.seconds_to_wait(*_limit_of_request(app, clock.now(), marks))
        if not seconds:
            return None
        if access.wants_json(request):
            answer = jsonify(refusal(Code.RATE_LIMITED, 0))  # nobody has been asked yet whose meeting it is
            answer.status_code = REFUSED if request.blueprint == access.COMMANDS else TOO_MANY
        else:
            answer = Response("Please wait a minute.", TOO_MANY, content_type="text/plain; charset=utf-8")
        answer.headers["Retry-After"] = str(seconds)
        return answer


def _limit_of_request(app: Flask, now: datetime, marks: BrowserMarks) -> tuple[RateLimit, str]:
    """The limit this request counts against, and whose it is: a person's, a known browser's, or an address's."""
    declared = declaration_of(app, request.endpoint)
    rate_limit = RateLimit.PAGES if declared is None else declared.rate_limit
    login = current_login(now) if rate_limit in OWN else None
    if login is not None:
        return OWN[rate_limit], login.who.id
    known = known_browser(marks, now) if rate_limit in ON_THE_WAY_IN else None
    return rate_limit, network_of(request.remote_addr or "") if known is None else known.id


class WrongTries:
    """Makes those who guess at typed codes wait: after so many wrong ones in a minute from one network, and from all
    together.

    Every try counts as wrong until it proves right, so that many made at once find no gap. While the limit on all of
    them is reached, the first try of a minute from each network is still looked at: so somebody who types the right code
    gets in, however many others are guessing. Links open everything as before.
    """

    def __init__(
        self,
        what: str = "",
        one: int = FROM_ONE_NETWORK,
        everybody: int = FROM_ALL,
        clock: Callable[[], float] = monotonic,
        shared: SharedCounts | None = None,
    ) -> None:
        """`what` is being guessed at, where several processes count together."""
        self._what = what
        self._shared = shared
        self._one = one
        self._everybody = everybody
        self._clock = clock
        self._tries: deque[tuple[float, str]] = deque()
        self._own: Counter[str] = Counter()
        self._lock = Lock()

    def may_try(self, address: str) -> bool:
        """Whether somebody at this address may try now; where they may, the try counts."""
        network = network_of(address)
        if self._shared is not None:
            may = self._shared.may_try(self._what, network, self._one, self._everybody, WINDOW_S)
            if may is not None:
                return may
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
        if self._shared is not None:
            self._shared.was_right(self._what, network)
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


class Asks:
    """Asks for mail, by anybody: taken and answered at once, and looked at one after another beside the requests.

    So an answer tells nobody whether an address is known, neither in words nor in time, and a flood of strangers' asks
    holds up no leader's command: a request asks nothing of the database, and one limit on all of them together bounds
    what is looked at. Browsers that have signed a leader in before have a limit of their own, which no stranger can use
    up.
    """

    def __init__(
        self,
        spawn: Callable[..., None],
        sleep: Callable[[float], None],
        report: Callable[[str, Exception], None],
        clock: Callable[[], float] = monotonic,
        shared: SharedCounts | None = None,
    ) -> None:
        self._spawn, self._sleep, self._report, self._clock = spawn, sleep, report, clock
        self._strangers = _Buckets(*STRANGERS, "asks of strangers", shared)
        self._known = _Buckets(*ONE_KNOWN, "asks of known browsers", shared)
        self._waiting: deque[Look] = deque()
        self._looking = False
        self._lock = Lock()

    def take(self, look: Look, known: str | None = None) -> bool:
        """Whether the ask is taken; then it is looked at soon, and not by this request. `known`: the known browser's id."""
        buckets = self._strangers if known is None else self._known
        with self._lock:
            if len(self._waiting) >= MOST_WAITING or buckets.draw(known or "", self._clock()):
                return False
            self._waiting.append(look)
            idle, self._looking = not self._looking, True
        if idle:
            self._spawn(self._look_at_all)
        return True

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
