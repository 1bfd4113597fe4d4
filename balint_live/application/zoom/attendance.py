"""Zoom's joins and leaves, kept as facts while they come; and a day after a session, what Zoom's own list says.

The list is complete where events may be lost, so what it says of somebody takes the place of what their events say. Both
are only evidence: a confirmed roll stays as it is, and on an open one the leaders have the word.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.ports import Clock
from balint_live.application.zoom.evidence import Fact, zoom_evidence
from balint_live.domain.roll import Spans

LIST_DUE = timedelta(days=1)
"""So long after a session Zoom's list of its participants is complete."""
GIVEN_UP = timedelta(days=6)
"""So long after it nobody asks any more, and what the events say is kept; they are deleted a day later."""
EVERY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A session that is over and whose list in Zoom, under `number`, has not been read. `registered` is by Zoom's id."""

    meeting_id: str
    number: str
    closed_at: datetime
    booked_end: datetime
    facts: tuple[Fact, ...]
    registered: Mapping[str, str]


class ZoomFactStore(Protocol):
    """What Zoom said of who was there. Raises Unavailable."""

    def keep(self, key: str, number: str, fact: Fact) -> bool:
        """Whether it concerns a session of ours; kept once, however often it comes."""

    def unsettled(self, closed_by: datetime) -> Sequence[Unsettled]:
        """All sessions with a Zoom meeting that had ended by then."""

    def settle(self, meeting_id: str, present: Mapping[str, Spans], now: datetime) -> None:
        """Keep when people were in Zoom with the attendance, once, and drop the facts it came from."""


class ParticipantLists(Protocol):
    """Zoom's lists of who was in a meeting."""

    def stays(self, number: str) -> Sequence[Fact] | None:
        """A joining and a leaving for each line, by registration; None while Zoom does not say."""


@dataclass(slots=True)
class ReadLists:
    """The job that reads Zoom's lists, four times a day. `report` is told of faults."""

    clock: Clock
    store: ZoomFactStore
    lists: ParticipantLists
    report: Callable[[str, Exception], None]
    next_at: datetime | None = None

    def work(self) -> bool:
        """Read the lists that are due; never says that there is more to do."""
        now = self.clock.now()
        if self.next_at is not None and now < self.next_at:
            return False
        self.next_at = now + EVERY
        try:
            for one in self.store.unsettled(now - LIST_DUE):
                self._settle(one, now)
        except Exception as fault:  # noqa: BLE001 - a database that is away for a while must not end the job
            self.report("zoom_lists", fault)
        return False

    def _settle(self, one: Unsettled, now: datetime) -> None:
        stays = self.lists.stays(one.number)
        if stays is None and now < one.closed_at + GIVEN_UP:
            return
        told = zoom_evidence(one.facts, now, one.booked_end).certain
        listed = zoom_evidence(stays or (), now, one.booked_end).certain
        ours = {one.registered[id]: spans for id, spans in listed.items() if id in one.registered}
        self.store.settle(one.meeting_id, {**told, **ours}, now)
