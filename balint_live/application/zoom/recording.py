"""What follows from Zoom's events. Where Zoom records, or writes down what is said, the leaders of the session are told
within a second or two; where somebody has changed a meeting of ours in Zoom, it is looked at again.

Whether it still does is in memory only, in every process. Events may come late, twice and in any order: the newest decides.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.live.peers import Peers
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.ports import Clock
from balint_live.application.zoom.events import ChangeEvent, ZoomEvent

BEFORE, AFTER = timedelta(hours=1), timedelta(hours=4)
"""How long before its booked start and after its booked end a meeting in Zoom is still that session."""


class ZoomEventStore(Protocol):
    """Which events have come."""

    def take(
        self, key: str, meeting: str, starts_before: datetime, ends_after: datetime, now: datetime
    ) -> Collection[str]:
        """Ids of the unclosed sessions whose group meets under this number; the event is then known.

        None of them for one that was known before; and nothing is kept of one that concerns no session here. Raises
        Unavailable.
        """

    def changed(self, meeting: str, now: datetime) -> bool:
        """Have the session whose own meeting this is be looked at; whether it is one of ours. Raises Unavailable."""


class RecordingAlarms:
    """Tells the leaders of a session, in this process and the others."""

    def __init__(
        self, clock: Clock, store: ZoomEventStore, publisher: SessionPublisher, peers: Peers
    ) -> None:
        self._clock, self._store = clock, store
        self._publisher, self._peers = publisher, peers

    def take(self, event: ZoomEvent | ChangeEvent) -> bool:
        """Whether it was new and concerned a session here. Raises Unavailable."""
        if isinstance(event, ChangeEvent):
            return self._store.changed(event.meeting, self._clock.now())
        if event.on is None:
            return False
        sessions = self._store.take(
            event.key, event.meeting, event.at + BEFORE, event.at - AFTER, self._clock.now()
        )
        for meeting_id in sessions:
            self._publisher.hear_recording(meeting_id, event.at, event.on)
            self._peers.recording(meeting_id, event.at, event.on)
        return bool(sessions)
