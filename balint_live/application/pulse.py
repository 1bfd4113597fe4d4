"""Once a second: what must reach pages although nobody pressed anything.

One loop for the whole process instead of a ticker per meeting: an idle meeting costs a few comparisons a second and
sends nothing but the heartbeat. The heartbeat carries the revision, so that a page which missed a snapshot asks for one.
What writes, or waits for a room's lock, is done aside (in the server, by a thread of its own): no session's heartbeat
waits for another's database.
"""

from collections.abc import Callable
from datetime import timedelta

from balint_live.application.abandoned import Abandoned
from balint_live.application.live_room import LiveRoom
from balint_live.application.ports import Broadcaster, Clock
from balint_live.application.stage import Stage
from balint_live.domain.meeting import Status

LEADERS_EVERY, OTHERS_EVERY = 3, 9
"""Heartbeats in ticks; the contract allows 3 s for leaders and 10 s for others."""
WRITE_PRESENCE_EVERY = 60
LOOK_FOR_ABANDONED_EVERY = 60
FORGET_AFTER = timedelta(minutes=15)

Report = Callable[[str, Exception], None]
Aside = Callable[..., None]


def at_once(work: Callable[..., None], *about: object) -> None:
    """For whoever has nothing to do meanwhile."""
    work(*about)


class Pulse:
    def __init__(
        self,
        clock: Clock,
        stage: Stage,
        broadcaster: Broadcaster,
        abandoned: Abandoned,
        report: Report,
        aside: Aside = at_once,
    ) -> None:
        self._clock = clock
        self._stage = stage
        self._broadcaster = broadcaster
        self._abandoned = abandoned
        self._report = report
        self._aside = aside
        self._ticks = 0

    def tick(self) -> None:
        """One second's work; a fault in one room is reported and disturbs no other."""
        self._ticks += 1
        for room in self._stage.rooms():
            self._guarded(self._tend, room)
        if self._ticks % LOOK_FOR_ABANDONED_EVERY == 0:
            self._aside(self._guarded, self._close_abandoned)

    def _guarded(self, work: Callable[..., None], *about: object) -> None:
        try:
            work(*about)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the other rooms' second is not to be lost over it
            self._report("pulse", fault)

    def _close_abandoned(self) -> None:
        for meeting_id in self._abandoned.due():
            self._guarded(self._abandoned.close, meeting_id)

    def _tend(self, room: LiveRoom) -> None:
        """The heartbeat comes first: it asks nothing of the database, and goes out also while that is away."""
        if not room.watched and self._may_be_dropped(room):
            self._stage.drop(room)
            return
        room.witnessed(self._clock.now())
        own_tick = self._ticks + hash(room.meeting_id)
        self._beat(room, own_tick)
        if self._is_due(room):
            self._aside(self._guarded, self._show_what_is_due, room)
        self._stage.show_presence(room)
        self._stage.show_aside(room)
        if own_tick % WRITE_PRESENCE_EVERY == 0 and room.meeting and room.meeting.status is not Status.CLOSED:
            self._aside(self._guarded, self._stage.write_presence, room)

    def _beat(self, room: LiveRoom, tick: int) -> None:
        """Rooms beat on different ticks, so that hundreds do not beat at once; each on its own, whoever else goes."""
        if room.meeting is None:
            return
        beat = {"revision": room.meeting.revision, "server_now": self._clock.now()}
        if tick % LEADERS_EVERY == 0:
            self._broadcaster.heartbeat(room.meeting_id, True, beat)
        if tick % OTHERS_EVERY == 0:
            self._broadcaster.heartbeat(room.meeting_id, False, beat)

    def _is_due(self, room: LiveRoom) -> bool:
        return room.next_beat is not None and room.next_beat <= self._clock.now()

    def _show_what_is_due(self, room: LiveRoom) -> None:
        with room.lock:
            if self._is_due(room) and room.meeting is not None and room.booking is not None:
                self._stage.show_again(room, room.booking, room.meeting)

    def _may_be_dropped(self, room: LiveRoom) -> bool:
        """Nobody is looking and nothing would be lost: no presenter to remember, nobody's silence still being timed."""
        meeting = room.meeting
        if meeting is None or meeting.status is Status.CLOSED:
            return True
        quiet = all(self._clock.now() - page.until > FORGET_AFTER for page in room.pages.values())
        return room.presenter is None and quiet
