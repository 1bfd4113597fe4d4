"""What this process does with what the others tell it, and what it looks for by itself because messages get lost."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta

from balint_live.application.background import Background
from balint_live.application.live.page import PagesThere
from balint_live.application.live.peers import Peers, State
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.room import LiveRoom, Presenting
from balint_live.application.live.signals import forget_sender, remember
from balint_live.application.ports import Broadcaster, Clock, OpenPages, View

LOOK_EVERY = 2
"""Seconds between looks at the revisions of the sessions held here: what was missed is shown after that at the latest."""
LOOK_FOR_SEATS_EVERY = 5
"""Seconds between looks at the seats of all open pages, while nobody can tell us that one was lost."""
TELL_AGAIN_EVERY = 60
"""Seconds, in which Redis is told once more of each room, so that what is still so is not forgotten."""
LOST_AFTER = timedelta(seconds=6)
"""A process not heard for so long is taken for ended, and its pages for silent since."""


class PeerInbox:
    """`pages` are the live pages of this process; `look_for_seats` sends away those whose people have lost their seats;
    `tell_again` tells the others all this process knows of these rooms."""

    def __init__(
        self,
        publisher: SessionPublisher,
        broadcaster: Broadcaster,
        pages: OpenPages,
        background: Background,
        peers: Peers,
        tell_again: Callable[[Iterable[LiveRoom]], None],
        look_for_seats: Callable[[], None],
        disconnect: Callable[[str], None],
        spawn: Callable[..., None],
    ) -> None:
        self._disconnect = disconnect
        self._spawn = spawn
        self._publisher = publisher
        self._broadcaster = broadcaster
        self._pages = pages
        self._background = background
        self._peers = peers
        self._tell_again = tell_again
        self._look_for_seats = look_for_seats

    def moved(self, meeting_id: str, now: Presenting, state: State | None) -> None:
        """The meeting has changed, or who presents in it. Shown beside the listening, which waits for no room."""
        room = self._publisher.known(meeting_id)
        if room is None:
            return
        room.hear_presenter(now)
        if state is not None and (room.shown is None or room.shown < now.revision):
            self._spawn(self._publisher.show_move, room, now.revision, state)
        elif room.unshown:
            self._publisher.catch_up_soon(room)

    def drop(self, connections: Collection[str]) -> None:
        """These connections here are too many, because their people have connected elsewhere."""
        for connection in connections:
            self._spawn(self._disconnect, connection)

    def pages(self, process: str, meeting_id: str, there: PagesThere) -> None:
        """Something has changed about these people's pages in that process."""
        room = self._publisher.known(meeting_id)
        if room is not None:
            room.heard(process, there)

    def roster_changed(self, meeting_id: str) -> None:
        room = self._publisher.known(meeting_id)
        if room is not None:
            room.roster_changed()

    def signal(self, meeting_id: str, signal: View, but: str) -> None:
        room = self._publisher.known(meeting_id)
        if room is not None:
            remember(room, signal["signal_id"], signal["from"]["id"])
            self._broadcaster.signal(meeting_id, signal, but)

    def seen(self, meeting_id: str, seen: View, sender: str, but: str) -> None:
        room = self._publisher.known(meeting_id)
        if room is not None:
            forget_sender(room, seen["signal_id"])
            self._broadcaster.seen(meeting_id, seen, sender, but)

    def recording(self, meeting_id: str, at: datetime, on: bool) -> None:
        self._publisher.hear_recording(meeting_id, at, on)

    def group_changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        self._pages.changed(group_id, people, meetings)

    def login_ended(self, login: str) -> None:
        self._pages.login_ended(login)

    def was_emptied(self) -> None:
        """What the processes share is gone, and each says again what it knows."""
        self._tell_again(self._publisher.rooms())

    def in_touch_again(self) -> None:
        """Anything may have happened meanwhile: take in what the others know, read again, and tell what is so here."""
        rooms = self._publisher.rooms()
        for room in rooms:
            self._peers.enter(room)
            room.roster_changed()
            self._publisher.catch_up_soon(room)
        self._background.do("seats", "", self._look_for_seats)
        self._tell_again(rooms)


class PeerWatch:
    """Once a second: processes that have ended, changes that nobody told us of, and what is to be told once more."""

    def __init__(
        self,
        clock: Clock,
        publisher: SessionPublisher,
        background: Background,
        peers: Peers,
        heard_at: Mapping[str, datetime],
        tell_again: Callable[[Iterable[LiveRoom]], None],
        look_for_seats: Callable[[], None],
    ) -> None:
        self._clock = clock
        self._publisher = publisher
        self._background = background
        self._peers = peers
        self._heard_at = heard_at
        self._tell_again = tell_again
        self._look_for_seats = look_for_seats
        self._seconds = 0
        self._lost: set[str] = set()
        self._in_touch_since: datetime | None = None

    def tick(self) -> None:
        self._seconds += 1
        now, in_touch = self._clock.now(), self._peers.in_touch
        if not in_touch:
            self._in_touch_since = None
        elif self._in_touch_since is None:
            self._in_touch_since = now
        if not in_touch or self._seconds % LOOK_EVERY == 0:
            self._background.do("revisions", "", self._publisher.look_for_changes)
        if not in_touch and self._seconds % LOOK_FOR_SEATS_EVERY == 0:
            self._background.do("seats", "", self._look_for_seats)
        self._lose_the_silent(now)
        self._tell_again(
            room
            for room in self._publisher.rooms()
            if (self._seconds + room.place) % TELL_AGAIN_EVERY == 0 and room.is_on
        )

    def _lose_the_silent(self, now: datetime) -> None:
        """Nobody is silent while this process is deaf, nor before the others have had time to speak again."""
        if self._in_touch_since is None or now - self._in_touch_since < LOST_AFTER:
            return
        silent = {process for process, at in self._heard_at.items() if now - at >= LOST_AFTER}
        for process in silent - self._lost:
            for room in self._publisher.rooms():
                room.lose(process)
        self._lost = silent
