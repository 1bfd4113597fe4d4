"""What happens every second although nobody pressed: pages are told, presence is written, abandoned sessions are closed.

One loop for the whole process instead of a ticker per meeting: an idle meeting costs a few comparisons a second and
sends nothing but the heartbeat. The heartbeat carries the revision, so that a page which missed a snapshot asks for one.
Each room has its own slice of the second, because all rooms at once would hold up whoever presses at that moment: with
400 of them a hundred milliseconds. The loop asks nothing of the database and waits for nobody; what does is done beside it.

A session that nobody ended closes itself, so that the promise of erasure is kept: only once no leader's page has been
connected for ten minutes and the booked end was thirty minutes ago. The booked end is then taken as the actual one, for the
leaders to correct. It disturbs nobody: there is nobody left to disturb.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from balint_live.application.background import Background, Report
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.room import LiveRoom, leader_seen_at
from balint_live.application.ports import Broadcaster, Clock, MeetingStore, SteadyClock
from balint_live.domain.timeline import LONGEST_SILENCE

PAST_BOOKED_END = timedelta(minutes=30)
WITHOUT_LEADERS = timedelta(minutes=10)
SLICES = 25
"""Parts of a second, and ticks in one."""
LEADERS_EVERY, OTHERS_EVERY = 3, 9
"""Heartbeats in seconds; the contract allows 3 for leaders and 10 for others."""
WRITE_PRESENCE_EVERY = 60
WRITE_AGAIN_EVERY = 10
"""Seconds, after presence could not be written."""
LOOK_FOR_ABANDONED_EVERY = 60
FORGET_AFTER = timedelta(minutes=15)


class Abandoned:
    """Finds and closes sessions that nobody ended."""

    def __init__(
        self,
        clock: Clock,
        meetings: MeetingStore,
        publisher: SessionPublisher,
        past_booked_end: timedelta = PAST_BOOKED_END,
        without_leaders: timedelta = WITHOUT_LEADERS,
    ) -> None:
        self._clock = clock
        self._meetings = meetings
        self._publisher = publisher
        self._past_booked_end = past_booked_end
        self._without_leaders = without_leaders
        self._started_at = clock.now()

    def due(self) -> list[str]:
        """Ids of meetings past their time. A process that has just started knows no leader's page yet, and gives them the
        same ten minutes to come back."""
        now = self._clock.now()
        if now - self._started_at < self._without_leaders:
            return []
        return self._meetings.running_past(now - self._past_booked_end)

    def close(self, meeting_id: str) -> None:
        """Close this one, unless a leader was there lately or somebody closed it first."""
        room = self._publisher.room(meeting_id)
        with room.lock:
            now = self._clock.now()
            seen_at = leader_seen_at(room, now)
            if seen_at is not None and now - seen_at < self._without_leaders:
                return
            self._publisher.write_presence(room)
            meeting = self._meetings.close_abandoned(meeting_id)
            if meeting is None:
                return
            room.forget()
            if room.booking is not None:
                room.meeting = meeting
                self._publisher.show_again(room, room.booking, meeting)


class Ticker:
    """The loop. `aside` does what has to wait for a room's lock, `background` what has to wait for the database."""

    def __init__(
        self,
        clock: Clock,
        publisher: SessionPublisher,
        broadcaster: Broadcaster,
        abandoned: Abandoned,
        background: Background,
        report: Report,
        aside: Callable[..., None],
    ) -> None:
        self._clock = clock
        self._publisher = publisher
        self._broadcaster = broadcaster
        self._abandoned = abandoned
        self._background = background
        self._report = report
        self._aside = aside
        self._seconds = 0
        self._slice = 0

    def tick(self) -> None:
        """Do one slice of a second; a fault in one room is reported and does not affect the others."""
        if self._slice == 0:
            self._seconds += 1
            if self._seconds % LOOK_FOR_ABANDONED_EVERY == 0:
                self._background.do("abandoned", "", self._close_abandoned)
        for room in self._publisher.rooms():
            if room.place % SLICES == self._slice:
                self._guarded(self._tend, room)
        self._slice = (self._slice + 1) % SLICES

    def _guarded(self, work: Callable[[LiveRoom], None], room: LiveRoom) -> None:
        try:
            work(room)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the other rooms' second is not to be lost over it
            self._report("ticker", fault)

    def _close_abandoned(self) -> None:
        for meeting_id in self._abandoned.due():
            self._background.do("abandoned", meeting_id, self._abandoned.close, meeting_id)

    def _tend(self, room: LiveRoom) -> None:
        if not room.watched and self._may_be_dropped(room):
            if not room.asked_for:
                self._publisher.drop(room)
            room.asked_for = False  # whoever asked for it a moment ago may be about to enter it
            return
        now, second = self._clock.now(), self._seconds + room.place
        room.witnessed(now)
        self._beat(room, second, now)
        if self._is_due(room):
            self._aside(self._guarded, self._show_what_is_due, room)
        if room.booking is not None:
            self._publisher.renew_roster(room)
        self._look(room, now)
        if room.is_on and second % (WRITE_AGAIN_EVERY if room.unwritten else WRITE_PRESENCE_EVERY) == 0:
            self._background.do("presence", room.meeting_id, self._publisher.write_presence, room)

    def _look(self, room: LiveRoom, now: datetime) -> None:
        """Show what has changed. Once nothing has for the longest silence, time alone changes nothing any more."""
        if room.changed:
            room.changed, room.looked_at_until = False, now + LONGEST_SILENCE
        if room.looked_at_until is None:
            return
        if now >= room.looked_at_until:
            room.looked_at_until = None
        self._publisher.show_presence(room)
        self._publisher.show_aside(room)

    def _beat(self, room: LiveRoom, second: int, now: datetime) -> None:
        """Send the heartbeats that are due. Each room has its own second for it, so that hundreds do not send at once."""
        if room.meeting is None:
            return
        beat = {"revision": room.meeting.revision, "server_now": now}
        if second % LEADERS_EVERY == 0:
            self._broadcaster.heartbeat(room.meeting_id, True, beat)
        if second % OTHERS_EVERY == 0:
            self._broadcaster.heartbeat(room.meeting_id, False, beat)

    def _is_due(self, room: LiveRoom) -> bool:
        return room.next_beat is not None and room.next_beat <= self._clock.now()

    def _show_what_is_due(self, room: LiveRoom) -> None:
        with room.lock:
            if self._is_due(room) and room.meeting is not None and room.booking is not None:
                self._publisher.show_again(room, room.booking, room.meeting)

    def _may_be_dropped(self, room: LiveRoom) -> bool:
        """Whether nothing would be lost: no presenter to remember, nobody's silence still being timed, no presence that
        could not be written yet."""
        if not room.is_on:
            return True
        quiet = all(self._clock.now() - page.until > FORGET_AFTER for _, page in room.everybody())
        return quiet and room.presenter is None and not room.unwritten


class ClockWatch:
    """Notices when the machine's clock is set while sessions are on; `report` is told by how much it was set just now.

    Presence and countdowns go by a clock that nobody sets, so no minute is lost or won. But one of the two is wrong about
    the time of day, and nobody here can know which: the operator reads it in the log, the leaders on the roll. Once no
    session is in memory, the wall clock is believed again.
    """

    def __init__(
        self,
        clock: SteadyClock,
        publisher: SessionPublisher,
        meetings: MeetingStore,
        background: Background,
        report: Callable[[timedelta], None],
    ) -> None:
        self._clock = clock
        self._publisher = publisher
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
        rooms = self._publisher.rooms()
        for room in rooms:
            if abs(set_by) > abs(room.clock_set_by) and room.is_on:
                self._background.do("clock", room.meeting_id, self._note, room, set_by)
        if set_by and not rooms:
            self._clock.follow()
            self._set_by = timedelta()

    def _note(self, room: LiveRoom, set_by: timedelta) -> None:
        self._meetings.clock_was_set(room.meeting_id, set_by)
        room.clock_set_by = set_by
