"""People and groups erased by another process, the command line above all: their open pages are sent away here too.

Every erasure leaves a note of the bare id, and reading the notes of the last minute is all that processes need to tell each
other. Asking for everybody's seat again and again was the alternative; it would cost a query for each open page.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.accounts import NO_GROUP
from balint_live.application.background import Background
from balint_live.application.groups.open_pages import OpenPages
from balint_live.application.live_room import LiveRoom
from balint_live.application.ports import Clock
from balint_live.application.stage import Stage

EVERY = 2
"""Ticks between two looks."""
LATELY = timedelta(minutes=1)
"""More than a look may be late, and clocks apart."""


class ErasureNotes(Protocol):
    def erased_since(self, moment: datetime) -> Collection[str]:
        """Ids of participants, leaders and groups."""


class ErasedElsewhere:
    def __init__(
        self,
        clock: Clock,
        notes: ErasureNotes,
        stage: Stage,
        pages: OpenPages,
        background: Background,
    ) -> None:
        self._clock = clock
        self._notes = notes
        self._stage = stage
        self._pages = pages
        self._background = background
        self._ticks = 0
        self._told: frozenset[str] = frozenset()

    def tick(self) -> None:
        """Once a second. Where nobody has a page open, nothing is asked."""
        self._ticks += 1
        if self._ticks % EVERY == 0 and self._stage.rooms():
            self._background.do("erased elsewhere", "", self.look)

    def look(self) -> None:
        lately = frozenset(self._notes.erased_since(self._clock.now() - LATELY))
        erased, self._told = lately - self._told, lately
        if erased:
            self._tell(erased, self._stage.rooms())

    def _tell(self, erased: frozenset[str], rooms: Collection[LiveRoom]) -> None:
        for room in rooms:
            if not erased.isdisjoint(room.pages):
                room.roster_changed()
        for group_id in erased:
            meetings = {
                room.meeting_id for room in rooms if room.booking and room.booking.group_id == group_id
            }
            if meetings:
                self._pages.changed(group_id, (), meetings)
        self._pages.changed(NO_GROUP, erased, ())
