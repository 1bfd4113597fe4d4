"""Forgetting what is due: looked for without writing, and carried out group by group.

Each group is decided upon once more inside the transaction that carries it out, so that any number of processes may purge at
the same time, and a session booked in between saves what it saves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from balint_live.application.attendance.book import Book
from balint_live.application.links import LINKS_END_AFTER
from balint_live.application.ports import Clock
from balint_live.application.retention.due import Due, due
from balint_live.application.retention.loose import Limits, Loose, limits

Decide = Callable[[Book, int], Due]
"""From a group's book, and the number of its mails that nobody waits for any more."""


class RetentionStore(Protocol):
    """Raises Unavailable."""

    def series_over(self, since: datetime) -> Sequence[str]:
        """Ids of the groups whose series had ended by then (`attendance.periods.series_end`); one query."""

    def look(self, group_id: str, now: datetime, decide: Decide) -> Due | None:
        """What is due; None for a group that is no longer there."""

    def forget(self, group_id: str, now: datetime, decide: Decide) -> Due | None:
        """The same, carried out in one transaction."""

    def look_at_loose(self, limits: Limits) -> Loose: ...
    def forget_loose(self, limits: Limits) -> Loose: ...
    def forgotten(self) -> None:
        """Nothing that was deleted lives on in the database's own files."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What went, or would go: groups of which something did, and what belongs to none."""

    groups: tuple[Due, ...]
    loose: Loose

    @property
    def nothing(self) -> bool:
        return not self.groups and self.loose.nothing


@dataclass(frozen=True, slots=True)
class Retention:
    clock: Clock
    store: RetentionStore

    def look(self) -> Purged:
        """What `purge` would do now. Changes nothing."""
        now = self.clock.now()
        return Purged(self._due(now), self.store.look_at_loose(limits(now)))

    def purge(self) -> Purged:
        now = self.clock.now()
        done = [self.store.forget(one.group_id, now, _deciding(now)) for one in self._due(now)]
        loose = self.store.forget_loose(limits(now))
        purged = Purged(tuple(one for one in done if one is not None and not one.nothing), loose)
        if not purged.nothing:
            self.store.forgotten()
        return purged

    def _due(self, now: datetime) -> tuple[Due, ...]:
        groups = self.store.series_over(now - LINKS_END_AFTER)
        looked = [self.store.look(id, now, _deciding(now)) for id in groups]
        return tuple(one for one in looked if one is not None and not one.nothing)


def _deciding(now: datetime) -> Decide:
    return lambda book, mails: due(book, mails, now)
