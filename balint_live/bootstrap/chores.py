"""What is done once a day by whoever also sends the mail, the server or `python app.py worker`: forgetting what is due.

There is no hour for it and no note of when it was last done: it is done at the start and every day from then on. Done
twice, or by several processes at once, it finds nothing the second time, so a note would be one more thing to be wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.retention import SqlRetention
from balint_live.adapters.log import Log
from balint_live.application.ports import Clock
from balint_live.application.retention.purge import Purged, Retention
from balint_live.domain.protocol import Catalogue

A_DAY = timedelta(days=1)
AFTER_A_FAULT = timedelta(hours=1)


@dataclass(slots=True)
class Chores:
    """`work` is called again and again, and mostly does nothing. `done` is told what went."""

    clock: Clock
    retention: Retention
    report: Callable[[str, Exception], None]
    done: Callable[[Purged], None]
    next_at: datetime | None = None

    def work(self) -> None:
        now = self.clock.now()
        if self.next_at is not None and now < self.next_at:
            return
        self.next_at = now + AFTER_A_FAULT
        try:
            purged = self.retention.purge()
        except Exception as fault:  # noqa: BLE001 - a database that is away for a while must not end the chores
            self.report("chores", fault)
            return
        self.next_at = now + A_DAY
        if not purged.nothing:
            self.done(purged)


def chores(clock: Clock, database: Database, catalogue: Catalogue, log: Log) -> Chores:
    """The log hears how much went and never of whom."""

    def done(purged: Purged) -> None:
        people = sum(len(one.whole) + len(one.reduced) for one in purged.groups)
        log.event("purged", groups=len(purged.groups), people=people)

    return Chores(clock, retention(clock, database, catalogue), log.fault, done)


def retention(clock: Clock, database: Database, catalogue: Catalogue) -> Retention:
    return Retention(clock, SqlRetention(database, catalogue))
