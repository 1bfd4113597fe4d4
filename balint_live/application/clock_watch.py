"""Whether the machine's clock was set while sessions were on, and who is told.

Presence and countdowns go by a clock that nobody sets, so no minute is lost or won by it. But one of the two is wrong about
the time of day, and nobody here can know which: the operator reads it in the log, the leaders on the roll. Once no session
is in memory, the wall clock is believed again.
"""

from collections.abc import Callable
from datetime import timedelta

from balint_live.application.background import Background
from balint_live.application.live_room import LiveRoom
from balint_live.application.ports import MeetingStore, SteadyClock
from balint_live.application.stage import Stage
from balint_live.domain.meeting import Status


class ClockWatch:
    """`report` is told by how much the wall clock was set just now."""

    def __init__(
        self,
        clock: SteadyClock,
        stage: Stage,
        meetings: MeetingStore,
        background: Background,
        report: Callable[[timedelta], None],
    ) -> None:
        self._clock = clock
        self._stage = stage
        self._meetings = meetings
        self._background = background
        self._report = report
        self._set_by = timedelta()

    def tick(self) -> None:
        """Once a second."""
        set_by = self._clock.check()
        if set_by != self._set_by:
            self._report(set_by - self._set_by)
            self._set_by = set_by
        rooms = self._stage.rooms()
        for room in rooms:
            if abs(set_by) > abs(room.clock_set_by) and _is_on(room):
                self._background.do("clock", room.meeting_id, self._note, room, set_by)
        if set_by and not rooms:
            self._clock.follow()
            self._set_by = timedelta()

    def _note(self, room: LiveRoom, set_by: timedelta) -> None:
        self._meetings.clock_was_set(room.meeting_id, set_by)
        room.clock_set_by = set_by


def _is_on(room: LiveRoom) -> bool:
    return room.meeting is not None and room.meeting.status is not Status.CLOSED
