"""A session that nobody ended closes itself, so that the promise of erasure is kept.

Only once no leader's page has been connected for ten minutes and the booked end lies thirty minutes back; the booked end
then stands as the actual one, for the leaders to correct. It moves nobody: there is nobody left to move.
"""

from datetime import timedelta

from balint_live.application.ports import Clock, MeetingStore
from balint_live.application.presence import leader_seen_at
from balint_live.application.stage import Stage

PAST_BOOKED_END = timedelta(minutes=30)
WITHOUT_LEADERS = timedelta(minutes=10)


class Abandoned:
    def __init__(
        self,
        clock: Clock,
        meetings: MeetingStore,
        stage: Stage,
        past_booked_end: timedelta = PAST_BOOKED_END,
        without_leaders: timedelta = WITHOUT_LEADERS,
    ) -> None:
        self._clock = clock
        self._meetings = meetings
        self._stage = stage
        self._past_booked_end = past_booked_end
        self._without_leaders = without_leaders
        self._started_at = clock.now()

    def due(self) -> list[str]:
        """Ids of meetings past their time. A process that has just started knows of no leader yet, and gives them the
        same ten minutes to come back."""
        now = self._clock.now()
        if now - self._started_at < self._without_leaders:
            return []
        return self._meetings.running_past(now - self._past_booked_end)

    def close(self, meeting_id: str) -> None:
        """Close this one, unless a leader was there lately or somebody was first."""
        room = self._stage.room(meeting_id)
        with room.lock:
            now = self._clock.now()
            seen_at = leader_seen_at(room, now)
            if seen_at is not None and now - seen_at < self._without_leaders:
                return
            self._stage.write_presence(room)
            meeting = self._meetings.close_abandoned(meeting_id)
            if meeting is None:
                return
            room.forget()
            if room.booking is not None:
                room.meeting = meeting
                self._stage.show_again(room, room.booking, meeting)
