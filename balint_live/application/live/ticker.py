"""Every second: what must reach pages although nobody pressed anything.

One loop for the whole process instead of a ticker per meeting: an idle meeting costs a few comparisons a second and
sends nothing but the heartbeat. The heartbeat carries the revision, so that a page which missed a snapshot asks for one.
Each room has its own slice of the second, because all rooms at once would hold up whoever presses at that moment: with
400 of them a hundred milliseconds. The loop asks nothing of the database and waits for nobody; what does is done beside it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from balint_live.application.background import Background
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.room import LiveRoom, leader_seen_at
from balint_live.application.ports import Broadcaster, Clock, MeetingStore, SteadyClock
from balint_live.domain.meeting import Status
from balint_live.domain.timeline import LONGEST_SILENCE

# A session that nobody ended closes itself, so that the promise of erasure is kept.
#
# Only once no leader's page has been connected for ten minutes and the booked end lies thirty minutes back; the
# booked end then stands as the actual one, for the leaders to correct. It moves nobody: there is nobody left to move.


PAST_BOOKED_END = timedelta(minutes=30)
WITHOUT_LEADERS = timedelta(minutes=10)


class Abandoned:
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
        """Ids of meetings past their time. A process that has just started knows of no leader yet, and gives them the
        same ten minutes to come back."""
        now = self._clock.now()
        if now - self._started_at < self._without_leaders:
            return []
        return self._meetings.running_past(now - self._past_booked_end)

    def close(self, meeting_id: str) -> None:
        """Close this one, unless a leader was there lately or somebody was first."""
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


SLICES = 25
"""Parts of a second, and ticks in one."""
LEADERS_EVERY, OTHERS_EVERY = 3, 9
"""Heartbeats in seconds; the contract allows 3 for leaders and 10 for others."""
WRITE_PRESENCE_EVERY = 60
WRITE_AGAIN_EVERY = 10
"""While what was to be written last could not be."""
LOOK_FOR_ABANDONED_EVERY = 60
FORGET_AFTER = timedelta(minutes=15)

Report = Callable[[str, Exception], None]
Aside = Callable[..., None]


class Ticker:
    """`aside` does what has to wait for a room's lock, `background` what has to wait for the database."""

    def __init__(
        self,
        clock: Clock,
        publisher: SessionPublisher,
        broadcaster: Broadcaster,
        abandoned: Abandoned,
        background: Background,
        report: Report,
        aside: Aside,
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
        """A slice of a second; a fault in one room is reported and disturbs no other."""
        if self._slice == 0:
            self._begin_second()
        for room in self._publisher.rooms():
            if room.place % SLICES == self._slice:
                self._guarded(self._tend, room)
        self._slice = (self._slice + 1) % SLICES

    def _begin_second(self) -> None:
        self._seconds += 1
        if self._seconds % LOOK_FOR_ABANDONED_EVERY == 0:
            self._background.do("abandoned", "", self._close_abandoned)

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
            self._drop_unless_asked_for(room)
            return
        now, second = self._clock.now(), self._seconds + room.place
        room.witnessed(now)
        self._beat(room, second, now)
        if self._is_due(room):
            self._aside(self._guarded, self._show_what_is_due, room)
        if room.booking is not None:
            self._publisher.renew_roster(room)
        self._look(room, now)
        if second % (WRITE_AGAIN_EVERY if room.unwritten else WRITE_PRESENCE_EVERY) == 0:
            self._write_presence(room)

    def _drop_unless_asked_for(self, room: LiveRoom) -> None:
        """Whoever asked for it a moment ago may be about to enter it."""
        if room.asked_for:
            room.asked_for = False
        else:
            self._publisher.drop(room)

    def _look(self, room: LiveRoom, now: datetime) -> None:
        """Show what has changed. Once nothing has stirred for the longest silence, time alone changes nothing any more."""
        if room.stirred:
            room.stirred, room.settles_at = False, now + LONGEST_SILENCE
        if room.settles_at is None:
            return
        if now >= room.settles_at:
            room.settles_at = None
        self._publisher.show_presence(room)
        self._publisher.show_aside(room)

    def _write_presence(self, room: LiveRoom) -> None:
        if room.meeting is not None and room.meeting.status is not Status.CLOSED:
            self._publisher.write_presence_soon(room)

    def _beat(self, room: LiveRoom, second: int, now: datetime) -> None:
        """Rooms beat in different seconds, so that hundreds do not beat at once; each in its own, whoever else goes."""
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
        """Nobody is looking and nothing would be lost: no presenter to remember, nobody's silence still being timed, no
        presence that could not be written yet."""
        meeting = room.meeting
        if meeting is None or meeting.status is Status.CLOSED:
            return True
        quiet = all(self._clock.now() - page.until > FORGET_AFTER for _, page in room.everybody())
        return quiet and room.presenter is None and not room.unwritten


# Whether the machine's clock was set while sessions were on, and who is told.
#
# Presence and countdowns go by a clock that nobody sets, so no minute is lost or won by it. But one of the two is
# wrong about the time of day, and nobody here can know which: the operator reads it in the log, the leaders on the
# roll. Once no session is in memory, the wall clock is believed again.


class ClockWatch:
    """`report` is told by how much the wall clock was set just now."""

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
