"""What is only in memory, for one meeting: who presents, whose page answers, what was answered to whom; and the leaders'
list that follows from it.

Nothing of it is ever written to a database, a log, a metric or an export, and `forget` empties it when the meeting
closes. After a restart it is empty: pages connect again within seconds, and the presenter's own page announces
itself. Presence is per person, not per connection: two tabs, a phone and a reload are one person who answers, and so are
pages in several processes (`peers`): each room holds what this process sees and what the others tell.

The leaders' list is derived from stored facts and from whose page answers. A connection that was lost is a question to a
leader, not an absence: `gone` says that a page no longer answers, not that somebody left.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zlib import crc32

from balint_live.application.identity import Booking, Member, Roster
from balint_live.application.live.commands import Answer
from balint_live.application.live.page import SILENCES, Page, PageThere, state
from balint_live.application.ports import Lock, View, Witness
from balint_live.domain.display import Band, LateComers, Role
from balint_live.domain.meeting import Meeting, Status
from balint_live.domain.timeline import LIVED_LONG_ENOUGH

REMEMBERED_ANSWERS = 512
"""Newest answers kept per meeting, so that a command sent twice gets the same one."""
LEADERS_AWAY_AFTER = timedelta(minutes=2)
ALARM_PRESENTER = "presenter_lost"
ALARM_LEADER = "leader_lost"
ALARM_RECORDING = "recording_started"


@dataclass(frozen=True, slots=True)
class Presenting:
    """Who presents as of a revision of the meeting, and who would again if the last move were undone."""

    revision: int
    presenter: str | None = None
    set_aside: str | None = None


class LiveRoom:
    """The memory of one meeting, begun at `since`. Whoever changes the meeting holds `lock`: changes go out in order.

    `changed` is set by whatever may change the leaders' list, and `wake` is told; the ticker unsets it, and looks again at
    `look_at`, when time alone will have changed something.
    `group_version` counts the changes of its group, and `known_version` is the one at which meeting and booking were read.
    `asked_for` keeps an empty room for another second, for whoever asked for it.
    `place` spreads the rooms over time: what all do now and then, each does at its own moment, the same in every process.
    The presenter is known as of the revision `presenter_at`, and the other processes were asked as of `presenter_asked_at`;
    `unshown` is set when one of them has named another since pages were last shown who presents. `shown` is the revision
    that pages were last sent, older than the meeting's while another process's change is on its way. `heard_at` says when
    each other process was last heard. `at_the_door` are the late-comers whose pages wait here to be let in. `signals` are
    those sent of late, with their senders; None once a leader has seen one.
    """

    _recording: tuple[datetime, bool] | None = None

    def __init__(
        self,
        meeting_id: str,
        lock: Callable[[], Lock],
        since: datetime,
        pages_changed: "Callable[[LiveRoom, str], None] | None" = None,
        heard_at: Mapping[str, datetime] | None = None,
    ) -> None:
        self.meeting_id, self.since = meeting_id, since
        self.place = crc32(meeting_id.encode())
        self.lock = lock()
        self.meeting: Meeting | None = None
        self.booking: Booking | None = None
        self.group_version, self.known_version, self.roster_version = 0, -1, 0
        self.roster: Roster | None = None
        self.presenter: str | None = None
        self.presenter_at = self.presenter_asked_at = 0
        self.unshown = self.unwritten = False
        self.shown: int | None = None
        self.pages: dict[str, Page] = {}
        self.at_the_door: dict[str, Member] = {}
        self.signals: dict[str, str | None] = {}
        self.asked_for = True
        self.wake: Callable[[LiveRoom], None] = nobody
        self.changed = True
        self.look_at: datetime | None = None
        self.clock_set_by = timedelta()
        self.alarms: dict[str, str] = {}
        self.sent_presence: View | None = None
        self.sent_aside: View | None = None
        self.next_beat: datetime | None = None
        self.band: Band | None = None
        self._pages_changed = pages_changed or nobody
        self._heard_at = {} if heard_at is None else heard_at
        self._roster_read = -1
        self._pages_lock = lock()
        self._set_aside: str | None = None
        self._answers: OrderedDict[tuple[str, str], Answer] = OrderedDict()

    @property
    def changed(self) -> bool:
        return self._changed

    @changed.setter
    def changed(self, changed: bool) -> None:
        self._changed = changed
        if changed:
            self.wake(self)

    def know(self, booking: Booking, meeting: Meeting) -> bool:
        """Keep what was just read from the database; whether the meeting is newer than the one known."""
        newer = self.meeting is None or meeting.revision > self.meeting.revision
        self.changed = self.changed or newer or booking != self.booking
        self.booking = booking
        if newer:
            self.meeting = meeting
        return newer

    def forget_meeting(self) -> None:
        """The booking has changed: whoever looks next asks the database."""
        self.booking = self.meeting = None

    @property
    def door_is_shut(self) -> bool:
        """Whether somebody who comes for the first time now has to be let in."""
        held = self.booking is not None and self.booking.late_comers is LateComers.HOLD
        return held and self.meeting is not None and self.meeting.is_with_a_case

    @property
    def is_behind_in_showing(self) -> bool:
        """Whether pages have yet to be sent what is known of the meeting."""
        return self.meeting is not None and self.shown is not None and self.meeting.revision > self.shown

    @property
    def is_on(self) -> bool:
        """Whether its meeting is known and has not been closed."""
        return self.meeting is not None and self.meeting.status is not Status.CLOSED

    # Pages. In the threading mode many threads are here at once, so they are only read and changed under their lock.

    def connected(self, person: str, connection: str, now: datetime, leads: bool = False) -> None:
        """One more connection of this person; `leads` while they have the lead."""
        with self._pages_lock:
            page = self._answered(person, now, leads)
            if connection not in page.connections:
                page.connections.append(connection)
        self._pages_changed(self, person)

    def disconnected(
        self, person: str, connection: str, silent_since: datetime | None, now: datetime
    ) -> None:
        """One connection has gone: closed just now, or found silent since `silent_since`."""
        with self._pages_lock:
            page = self.pages.get(person)
            if page is None or connection not in page.connections:
                return
            page.lives_until(now if silent_since is None else silent_since)
            page.connections.remove(connection)
            if page.connections:
                return
            self.at_the_door.pop(person, None)
            if not page.elsewhere:
                page.ended(silent_since, now)
            self.changed = True
        self._pages_changed(self, person)

    def answered(self, person: str, now: datetime, leads: bool = False) -> None:
        """A page of this person has answered: over a connection, or by a plain HTTP request."""
        with self._pages_lock:
            self._answered(person, now, leads)
        self._pages_changed(self, person)

    def page_here(self, person: str, now: datetime) -> PageThere | None:
        """What the other processes are told of this person's pages; None where none has answered here."""
        with self._pages_lock:
            page = self.pages.get(person)
            if page is None or not page.seen_here:
                return None
            until = now if page.connections else page.until
            return PageThere(page.since, until, page.leads, bool(page.connections), page.lived, page.grace)

    def heard(self, process: str, there: Mapping[str, PageThere]) -> None:
        """Take in what another process says of pages with it."""
        with self._pages_lock:
            for person, page in there.items():
                self.pages.setdefault(person, Page(page.since, page.until)).heard(process, page)
            self.changed = True

    def lose(self, process: str) -> None:
        """That process is heard no more: its pages answered for the last time when it was."""
        with self._pages_lock:
            for page in self.pages.values():
                if process in page.elsewhere:
                    self._hear_on(page)
                    page.lose(process)
                    self.changed = True

    def drop_oldest(self, person: str, most: int) -> list[str]:
        """Remove this person's oldest connections until one more may come, and return those."""
        with self._pages_lock:
            page = self.pages.get(person)
            if page is None or len(page.connections) < most:
                return []
            spare = len(page.connections) - most + 1
            taken, page.connections = page.connections[:spare], page.connections[spare:]
            return taken

    def everybody(self) -> list[tuple[str, Page]]:
        """Every person who has had a page here, with it."""
        with self._pages_lock:
            return list(self.pages.items())

    def witnessed(self, now: datetime) -> dict[str, Witness]:
        """Whose pages answered, since when and until when; an open connection answers now, or as long as its process."""
        with self._pages_lock:
            for page in self.pages.values():
                if page.connections:
                    page.answered(now)
                elif page.elsewhere:
                    self._hear_on(page)
            return {person: page.witness for person, page in self.pages.items()}

    def lived(self) -> frozenset[str]:
        """Whose pages have lived long enough for their press to count."""
        return frozenset(person for person, page in self.everybody() if page.lived >= LIVED_LONG_ENOUGH)

    @property
    def watched(self) -> bool:
        """Whether any page is connected, here or elsewhere."""
        return any(page.open for _, page in self.everybody())

    def _answered(self, person: str, now: datetime, leads: bool) -> Page:
        page = self.pages.setdefault(person, Page(now, now))
        page.leads, page.seen_here = leads, True
        page.answered(now)
        self.changed = True
        return page

    def _hear_on(self, page: Page) -> None:
        page.answered(
            max((self._heard_at.get(each, page.until) for each in page.elsewhere), default=page.until)
        )

    def roster_changed(self) -> None:
        """The roster that was read is out of date, and so is one that is being read at this moment."""
        self.roster_version += 1
        self.changed = True

    @property
    def roster_is_current(self) -> bool:
        """Whether the roster has not changed since it was read."""
        return self._roster_read == self.roster_version

    def keep_roster(self, roster: Roster, version: int) -> None:
        """Keep what was read at this `version`, unless something newer has been read."""
        if version > self._roster_read:
            self.roster, self._roster_read = roster, version
            self.changed = True

    def mark_presenter(self, person: str | None) -> None:
        """This person presents now, or nobody."""
        self.presenter, self._set_aside = person, None
        self.changed = True

    def set_presenter_aside(self) -> None:
        """Forget who presents, in a way that undoing the move can restore."""
        self.presenter, self._set_aside = None, self.presenter
        self.changed = True

    def restore_presenter(self) -> None:
        """The move that set the presenter aside was undone."""
        self.presenter, self._set_aside = self.presenter or self._set_aside, None
        self.changed = True

    def forget_set_aside(self) -> None:
        """Another move has been made, so an earlier one can no longer be undone."""
        self._set_aside = None

    @property
    def presenting(self) -> Presenting:
        """What the other processes are told of the presenter."""
        return Presenting(self.presenter_at, self.presenter, self._set_aside)

    def hear_presenter(self, told: Presenting) -> None:
        """Take in who presents by another process, where that is newer."""
        if told.revision > self.presenter_at:
            if told.presenter != self.presenter:
                self.unshown = self.changed = True
            self.presenter, self._set_aside = told.presenter, told.set_aside
            self.presenter_at = told.revision

    def hear_recording(self, at: datetime, on: bool) -> None:
        """Zoom says that it keeps what is said, or no longer does; the newest word decides, in whatever order they come."""
        with self._pages_lock:
            if self._recording is None or (at, on) > self._recording:
                self._recording = at, on
                self.changed = True

    @property
    def is_recorded(self) -> bool:
        """Whether Zoom keeps what is said, as far as it told."""
        return bool(self._recording and self._recording[1])

    def answer_to(self, person: str, command: str) -> Answer | None:
        """What this command of this person was answered, if it was sent before."""
        return self._answers.get((person, command))

    def remember(self, person: str, command: str, answer: Answer) -> None:
        """Keep an answer, for the same command sent again."""
        self._answers[person, command] = answer
        while len(self._answers) > REMEMBERED_ANSWERS:
            self._answers.popitem(last=False)

    def forget(self) -> None:
        """The meeting has closed: who presented is forgotten. Alarms end with the next tick, which tells the leaders."""
        self.presenter = self._set_aside = self.next_beat = self._recording = None
        self.signals.clear()
        self.changed = True


def nobody(*_: object) -> None:
    """No ticker tends the room, or there is no other process to tell."""


class Rooms(Protocol):
    """Every room this process holds."""

    def of(self, meeting_id: str) -> LiveRoom:
        """The room of a meeting, made on first use. Only ever asked after a Seat was granted."""

    def known(self, meeting_id: str) -> LiveRoom | None:
        """The room of a meeting, where there is one."""

    def all(self) -> list[LiveRoom]: ...

    def drop(self, meeting_id: str) -> None: ...


def presence(room: LiveRoom, roster: Roster, quorum: int, now: datetime) -> View:
    """The leaders' message: everybody in fixed order, how many participants are here, how many are needed."""
    shut = room.door_is_shut
    states = [(entry, state(entry, room.pages.get(entry.member.id), now, shut)) for entry in roster]
    return {
        "people": [
            {
                "id": entry.member.id,
                "name": entry.member.name,
                "role": entry.member.role,
                "state": how,
                "acknowledged": entry.acknowledged_at is not None,
                "presenter": entry.member.id == room.presenter,
                **({"beside": entry.beside} if entry.beside else {}),
                **({"cannot_come": True} if entry.cannot_come and how == "expected" else {}),
            }
            for entry, how in states
        ],
        "here": sum(how == "here" and entry.member.role is not Role.LEADER for entry, how in states),
        "quorum": quorum,
    }


def changes_by_itself_at(room: LiveRoom, now: datetime) -> datetime | None:
    """When time alone changes the leaders' list, an alarm or whether leaders are away, if nobody comes or goes before."""
    pages = dict(room.everybody())
    closed = [page for page in pages.values() if not page.open]
    seen = [entry.last_seen_at for entry in room.roster or () if entry.member.id not in pages]
    moments = [page.until + page.grace for page in closed]
    for moment in [page.until for page in closed] + [each for each in seen if each is not None]:
        moments += [moment + silence for silence in SILENCES] + [moment - silence for silence in SILENCES]
    if not any(page.leads and page.open for page in pages.values()):
        moments.append((leader_seen_at(room, now) or room.since) + LEADERS_AWAY_AFTER)
    return min((each for each in moments if each > now), default=None)


def leaders_away(room: LiveRoom, now: datetime) -> bool:
    """Whether no leader's page has answered for two minutes in an open meeting."""
    if room.meeting is None or room.meeting.status is not Status.RUNNING:
        return False
    return now - (leader_seen_at(room, now) or room.since) >= LEADERS_AWAY_AFTER


def leader_seen_at(room: LiveRoom, now: datetime) -> datetime | None:
    """When a page of somebody who has the lead last answered, a practice leader's included; None for never."""
    leaders = [page for _, page in room.everybody() if page.leads]
    return max((now if page.open else page.until for page in leaders), default=None)


def alarms(room: LiveRoom, now: datetime) -> dict[str, str]:
    """The alarms there are, with the person each is about, "" for nobody. Who presents in view is missed by eye."""
    meeting = room.meeting
    found = {ALARM_RECORDING: ""} if room.is_recorded and room.is_on else {}
    if meeting is None or meeting.step is None:
        return found
    for person, page in room.everybody():
        if page.leads and page.lost_at(now):
            found[ALARM_LEADER] = person
        if person == room.presenter and page.lost_at(now) and meeting.step.phase.presenter_state.sits_back:
            found[ALARM_PRESENTER] = person
    return found
