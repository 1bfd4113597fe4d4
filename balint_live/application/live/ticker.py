"""What happens by itself although nobody pressed: pages are told, presence is written, abandoned sessions are closed.

One loop for the whole process instead of a ticker per meeting, and a room has a turn in it only when something changed or
is due (`Turns`): an idle meeting costs nothing but its heartbeats. The heartbeat carries the revision, so that a page which
missed a snapshot asks for one. Each room has its turns in its own slice of the second, because all rooms at once would hold
up whoever presses at that moment: with 400 of them a hundred milliseconds. So no room has two turns in one second either,
and many people who come together are one change. The loop asks nothing of the database and waits for nobody; what does is
done beside it.

A session that nobody ended closes itself, so that the promise of erasure is kept: only once no leader's page has been
connected for ten minutes and the booked end was thirty minutes ago. The booked end is then taken as the actual one, for the
leaders to correct. It disturbs nobody: there is nobody left to disturb.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from threading import Lock

from balint_live.application.background import Background, Report
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.room import LiveRoom, changes_by_itself_at, leader_seen_at
from balint_live.application.ports import Broadcaster, Clock, MeetingStore, SteadyClock

PAST_BOOKED_END = timedelta(minutes=30)
WITHOUT_LEADERS = timedelta(minutes=10)
SLICES = 25
"""Parts of a second, and ticks in one."""
LEADERS_EVERY, OTHERS_EVERY = 3, 9
"""Heartbeats in seconds, the second a multiple of the first; the contract allows 3 for leaders and 10 for others."""
WRITE_PRESENCE_EVERY = 60
WRITE_AGAIN_EVERY = 10
"""Seconds, after presence could not be written."""
LOOK_FOR_ABANDONED_EVERY = 60
FORGET_AFTER = timedelta(minutes=15)
RECORDING_KEPT = timedelta(hours=4)
"""How long a room that nobody watches is kept because Zoom records: a leader who opens the page later is told."""
A_SECOND = timedelta(seconds=1)
HELD_UP = timedelta(seconds=2)
"""So long between two seconds, and the machine has slept or was held up: much may have come due meanwhile."""


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
            room.presenter_at = meeting.revision
            self._publisher.tell_moved(room, meeting)
            if room.booking is not None:
                room.meeting = meeting
                self._publisher.show_again(room, room.booking, meeting)


class Turns:
    """Which room has its turn at which tick: a heap of next moments. A room's ticks are those of its own slice."""

    def __init__(self) -> None:
        self.tick = 0
        self._heap: list[tuple[int, str]] = []
        self._next: dict[str, int] = {}
        self._lock = Lock()  # in the threading mode many ask at once

    def soon(self, room: LiveRoom) -> None:
        """Give the room a turn within a second."""
        self.after(room, 1)

    def after(self, room: LiveRoom, seconds: int) -> None:
        """Give it a turn after so many seconds, unless it has an earlier one."""
        with self._lock:
            turn = self.tick + 1 + (room.place - self.tick - 1) % SLICES + (seconds - 1) * SLICES
            if turn < self._next.get(room.meeting_id, turn + 1):
                self._next[room.meeting_id] = turn
                heappush(self._heap, (turn, room.meeting_id))

    def take(self) -> list[str]:
        """The next tick: the ids of the rooms whose turn it is. Each has no other turn until it is given one."""
        with self._lock:
            self.tick += 1
            due: list[str] = []
            while self._heap and self._heap[0][0] <= self.tick:
                turn, meeting_id = heappop(self._heap)
                if self._next.get(meeting_id) == turn:  # else it has been given an earlier one since
                    del self._next[meeting_id]
                    due.append(meeting_id)
            return due

    def second_of(self, room: LiveRoom) -> int:
        """Counts the seconds, for each room from a number of its own: what all do now and then, each does at its own."""
        return self.tick // SLICES + room.place


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
        self._turns = Turns()
        self._second_at = clock.now()
        publisher.wake = self._turns.soon

    def tick(self) -> None:
        """Do one slice of a second; a fault in one room is reported and does not affect the others."""
        if self._turns.tick % SLICES == 0:
            self._begin_second()
        for meeting_id in self._turns.take():
            room = self._publisher.known(meeting_id)
            if room is not None:
                self._guarded(self._tend, room)

    def _begin_second(self) -> None:
        now = self._clock.now()
        if abs(now - self._second_at) >= HELD_UP:
            for room in self._publisher.rooms():
                self._turns.soon(room)
        self._second_at = now
        if (self._turns.tick // SLICES) % LOOK_FOR_ABANDONED_EVERY == LOOK_FOR_ABANDONED_EVERY - 1:
            self._background.do("abandoned", "", self._close_abandoned)

    def _guarded(self, work: Callable[[LiveRoom], None], room: LiveRoom) -> None:
        try:
            work(room)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the other rooms' second is not to be lost over it
            self._report("ticker", fault)
            self._turns.soon(room)

    def _close_abandoned(self) -> None:
        for meeting_id in self._abandoned.due():
            self._background.do("abandoned", meeting_id, self._abandoned.close, meeting_id)

    def _tend(self, room: LiveRoom) -> None:
        """Do what is due in a room, and give it its next turn."""
        if not room.watched and self._may_be_dropped(room):
            if not room.asked_for:
                return self._publisher.drop(room)
            room.asked_for = False  # whoever asked for it a moment ago may be about to enter it
            return self._turns.soon(room)
        now, second = self._clock.now(), self._turns.second_of(room)
        room.witnessed(now)
        self._beat(room, second, now)
        if self._is_due(room):
            self._aside(self._guarded, self._show_what_is_due, room)
        if room.at_the_door and second % LEADERS_EVERY == 0:
            room.roster_changed()  # word that they were let in elsewhere may have been lost
        if room.booking is not None:
            self._publisher.renew_roster(room)
        self._look(room, now)
        if room.is_on and second % (WRITE_AGAIN_EVERY if room.unwritten else WRITE_PRESENCE_EVERY) == 0:
            self._background.do("presence", room.meeting_id, self._publisher.write_presence, room)
        return self._turns.after(room, self._seconds_to_next(room, second, now))

    def _seconds_to_next(self, room: LiveRoom, second: int, now: datetime) -> int:
        """After how many seconds something is due here again: at the latest the leaders' heartbeat. What still has to be
        read or written is tried every second, and so is whether a room that nobody watches can be dropped."""
        if room.changed or room.unwritten or not room.watched or not room.roster_is_current:
            return 1
        to_beat = LEADERS_EVERY - second % LEADERS_EVERY
        moments = [each for each in (room.next_beat, room.look_at) if each is not None]
        return min([to_beat, *(max(1, -((now - each) // A_SECOND)) for each in moments)])

    def _look(self, room: LiveRoom, now: datetime) -> None:
        """Show what has changed, by somebody or because time has passed."""
        if not room.changed and (room.look_at is None or now < room.look_at):
            return
        room.changed = False
        self._publisher.show_presence(room)
        self._publisher.show_aside(room)
        room.look_at = changes_by_itself_at(room, now)

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
        """Whether nothing would be lost: no recording to tell of, no presenter to remember, nobody's silence still being
        timed, no presence that could not be written yet."""
        if room.is_recorded and self._clock.now() - room.since < RECORDING_KEPT:
            return False
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
        if not set_by:
            return
        rooms = self._publisher.rooms()
        for room in rooms:
            if abs(set_by) > abs(room.clock_set_by) and room.is_on:
                self._background.do("clock", room.meeting_id, self._note, room, set_by)
        if not rooms:
            self._clock.follow()
            self._set_by = timedelta()

    def _note(self, room: LiveRoom, set_by: timedelta) -> None:
        self._meetings.clock_was_set(room.meeting_id, set_by)
        room.clock_set_by = set_by
