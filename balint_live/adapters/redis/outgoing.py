"""What a process says to Redis: in order, all that waits in one go, and nobody waits for it.

What was saved has happened whether the others hear of it now or later; so whoever pressed is answered first. While Redis is
away what is said is dropped: afterwards everything is told again.
"""

from collections.abc import Callable
from typing import Any

from balint_live.adapters.redis.link import RedisLink
from balint_live.application.ports import Lock

Say = Callable[[Any], object]
"""Adds one or several commands to a pipeline."""
AT_ONCE = 500


class Outgoing:
    def __init__(self, link: RedisLink, lock: Callable[[], Lock], spawn: Callable[..., None]) -> None:
        self._link = link
        self._lock = lock()
        self._spawn = spawn
        self._waiting: list[Say] = []
        self._saying = False

    def say(self, what: Say) -> None:
        """Have it said soon, after all that was said before."""
        with self._lock:
            self._waiting.append(what)
            begin, self._saying = not self._saying, True
        if begin:
            self._spawn(self._say_all)

    def _say_all(self) -> None:
        while some := self._next():
            self._link.ask(lambda redis, some=some: _said(redis, some))  # type: ignore[misc]

    def _next(self) -> list[Say]:
        with self._lock:
            some, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            self._saying = bool(some)
            return some


def _said(redis: Any, some: list[Say]) -> Any:
    together = redis.pipeline(transaction=False)
    for each in some:
        each(together)
    return together.execute()
