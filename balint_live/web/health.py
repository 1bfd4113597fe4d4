"""Whether the server is well: its database answers in time, and took what was last written.

A look that takes too long goes on beside, and is not begun again while it does: an operator's program that asks every second
must not pile up questions to a database that does not answer. While the last write has failed, writing is tried beside as
well, for nobody else may come to show that it works again: who balances the load may send nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Protocol

from balint_live.application.ports import Clock, Unavailable

TIME_LIMIT_S = 1.5
LOOK_AGAIN_S = 0.01


class LastWrites(Protocol):
    failing: bool

    def since_failed(self) -> float | None:
        """Seconds since a write last failed; None where none has."""


@dataclass(frozen=True, slots=True)
class Told:
    answers: bool
    writes: bool
    last_failed_write_at: datetime | None


@dataclass(slots=True)
class Health:
    """`answers` asks the database; `try_writing` writes for real, takes it back, and raises Unavailable. `seconds` tells
    seconds, and never goes back."""

    clock: Clock
    answers: Callable[[], bool]
    try_writing: Callable[[], None]
    writes: LastWrites
    spawn: Callable[..., None]
    sleep: Callable[[float], None]
    seconds: Callable[[], float] = monotonic
    _look: "_Look | None" = field(default=None, init=False)
    _trying: bool = field(default=False, init=False)

    def told(self) -> Told:
        """Within the time limit, whatever the database does."""
        look = self._look
        if look is None or look.done:
            look = self._look = _Look()
            self.spawn(self._carry_out, look)
        until = self.seconds() + TIME_LIMIT_S
        while not look.done and self.seconds() < until:
            self.sleep(LOOK_AGAIN_S)
        told = Told(look.answered, not self.writes.failing, self._failed_at())
        if self.writes.failing and not self._trying:
            self._trying = True
            self.spawn(self._try)
        return told

    def _failed_at(self) -> datetime | None:
        ago = self.writes.since_failed()
        return None if ago is None else self.clock.now() - timedelta(seconds=ago)

    def _carry_out(self, look: "_Look") -> None:
        try:
            look.answered = self.answers()
        finally:
            look.done = True

    def _try(self) -> None:
        try:
            self.try_writing()
        except Unavailable:
            return
        finally:
            self._trying = False


@dataclass(slots=True)
class _Look:
    answered: bool = False
    done: bool = False
