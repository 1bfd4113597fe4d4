"""Deleting what is due: first looked for without writing, then carried out group by group.

Each group is decided again inside the transaction that carries it out, so that any number of processes may purge at the
same time, and a session booked in between is respected.

What of a group is due follows from its attendance record and the moment, and from nothing else. Every period begins at
the end of the series (`attendance.record.series_end`), so booking another session moves them all. A person is kept whole,
then only the record of their credit, then not at all; a statement is kept as long as the person, and at least as long as it
was issued for. While a session runs its group is left alone.

Some things belong to no series and have their own periods: sign-ins, ended logins, leaders' own mails, statements of people
erased, notes of erasures, events of Zoom's.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.access.links import LINKS_END_AFTER
from balint_live.application.attendance.record import (
    FORGOTTEN_AFTER,
    AttendanceRecord,
    kept_until,
    person_records,
    series_end,
    years_after,
)
from balint_live.application.attendance.statements import has_credit
from balint_live.application.groups.group import Registrant
from balint_live.application.ports import Clock

ZOOM_EVENTS = timedelta(days=2)
"""Zoom may send the same one again for a day."""
ZOOM_FACTS = timedelta(days=7)
"""Zoom's own list of who was there is read after a day, and what both say is then kept with the attendance."""
SIGN_INS = timedelta(hours=1)
"""A sign-in opens nothing after a quarter of an hour; how many were asked for is counted for an hour."""
MAILS = FORGOTTEN_AFTER
"""Mails about no group, and so about no series: counted from when they were asked for."""
YEARS_OF_ERASURES = 10
"""As long as a backup could be restored that still knows the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is due in one group, as ids of people and statements. `whole` are deleted, `reduced` to the record of their
    credit, `codes` lose the code they may type in place of their link; `mails` counts those that nobody waits for any
    more.
    """

    group_id: str
    group: str
    whole: tuple[str, ...] = ()
    reduced: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    mails: int = 0

    @property
    def nothing(self) -> bool:
        """Whether nothing is due."""
        return not (self.whole or self.reduced or self.codes or self.statements or self.mails)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is older is deleted. `now` is for what has its own last day."""

    now: datetime
    sign_ins: datetime
    mails: datetime
    erasures: datetime
    zoom_events: datetime
    zoom_facts: datetime


@dataclass(frozen=True, slots=True)
class Loose:
    """How many rows of each kind are due that belong to no series."""

    sign_ins: int = 0
    logins: int = 0
    mails: int = 0
    statements: int = 0
    erasures: int = 0
    zoom_events: int = 0
    zoom_facts: int = 0

    @property
    def nothing(self) -> bool:
        return not any(getattr(self, each.name) for each in fields(self))


Decide = Callable[[AttendanceRecord, int], Due]
"""From a group's attendance record, and the number of its mails that nobody waits for any more."""


class RetentionStore(Protocol):
    """Raises Unavailable."""

    def series_over(self, since: datetime) -> Sequence[str]:
        """Ids of the groups whose series had ended by then (`attendance.record.series_end`); one query."""

    def look(self, group_id: str, now: datetime, decide: Decide) -> Due | None:
        """What is due; None for a group that is no longer there."""

    def forget(self, group_id: str, now: datetime, decide: Decide) -> Due | None:
        """The same, carried out in one transaction."""

    def look_at_loose(self, limits: Limits) -> Loose: ...
    def forget_loose(self, limits: Limits) -> Loose: ...

    def forgotten(self) -> None:
        """Remove what was deleted from the database's own files too."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What was deleted, or would be: the groups concerned, and what belongs to none."""

    groups: tuple[Due, ...]
    loose: Loose

    @property
    def nothing(self) -> bool:
        return not self.groups and self.loose.nothing


@dataclass(frozen=True, slots=True)
class Retention:
    """Finds and deletes what is due."""

    clock: Clock
    store: RetentionStore

    def look(self) -> Purged:
        """What `purge` would do now. Changes nothing."""
        now = self.clock.now()
        return Purged(self._due(now), self.store.look_at_loose(limits(now)))

    def purge(self) -> Purged:
        """Delete what is due."""
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


def due(attendance: AttendanceRecord, mails: int, now: datetime) -> Due:
    """What is due; `mails` is how many about this group nobody waits for any more."""
    group, end = attendance.group, series_end(attendance.group)
    nothing = Due(group_id=group.id, group=group.settings.name)
    if now < end + LINKS_END_AFTER or group.runs:
        return nothing
    ends = _ends(attendance, end, now)
    whole = tuple(one for one, until in ends.items() if until <= now)
    over = now >= end + FORGOTTEN_AFTER
    left = [one for one in attendance.group.registrants if one.id not in whole]
    reduced = tuple(one.id for one in left if over and not is_reduced(one))
    return Due(
        group_id=group.id,
        group=group.settings.name,
        whole=whole,
        reduced=reduced,
        codes=tuple(one.id for one in left if one.join_code is not None and one.id not in reduced),
        statements=tuple(_statements(attendance, ends, now)),
        mails=mails if over else 0,
    )


def is_reduced(person: Registrant) -> bool:
    """Whether only the record of their credit is left of them."""
    return not (person.details.email or person.details.timezone or person.join_code or person.enrolled)


def _ends(attendance: AttendanceRecord, end: datetime, now: datetime) -> dict[str, datetime]:
    """When each person is deleted."""
    settings = attendance.group.settings
    return {
        one.person.id: kept_until(settings, end, has_credit(one)) for one in person_records(attendance, now)
    }


def _statements(attendance: AttendanceRecord, ends: dict[str, datetime], now: datetime) -> Iterable[str]:
    """Statements due, of people who are still known; statements of nobody belong to no series (`Loose`)."""
    for one in attendance.statements:
        if one.registrant_id in ends and max(one.kept_until, ends[one.registrant_id]) <= now:
            yield one.id


def limits(now: datetime) -> Limits:
    """The limits at this moment."""
    return Limits(
        now,
        now - SIGN_INS,
        now - MAILS,
        years_after(now, -YEARS_OF_ERASURES),
        now - ZOOM_EVENTS,
        now - ZOOM_FACTS,
    )


def _deciding(now: datetime) -> Decide:
    return lambda attendance, mails: due(attendance, mails, now)
