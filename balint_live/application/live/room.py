"""What lives in memory only, for one meeting: who presents, whose page answers, what was answered to whom.

Nothing of it is ever written to a database, a log, a metric or an export, and `forget` empties it when the meeting
closes. After a restart it is simply empty: pages connect again within seconds, and the presenter's own page announces
itself. Presence is per person, not per connection: two tabs, a phone and a reload are one person who answers.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from zlib import crc32

from balint_live.application.identity import Booking, Roster, RosterEntry
from balint_live.application.ports import Lock, View, Witness
from balint_live.domain.display import Band, Role
from balint_live.domain.meeting import Meeting, Status
from balint_live.domain.timeline import LIVED_LONG_ENOUGH, LONGEST_SILENCE

REMEMBERED_ANSWERS = 512
"""Newest answers kept per meeting, so that a command sent twice gets the same one."""
RECONNECTING_AFTER = timedelta(seconds=25)
CLOSED_GRACE = timedelta(seconds=15)
"""A reload is shorter than this; after it, a closed page counts as lost."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command got: taken under `revision`, or refused with a code at `revision`."""

    ok: bool
    revision: int
    code: str | None = None
    sentence: str | None = None


@dataclass(slots=True)
class Page:
    """One person's open pages taken together, the oldest connection first; `leads` while this person has the lead."""

    since: datetime
    until: datetime
    leads: bool = False
    connections: list[str] = field(default_factory=list)
    lived: timedelta = timedelta()
    grace: timedelta = RECONNECTING_AFTER

    def answered(self, now: datetime) -> None:
        silence = now - self.until
        if silence > LONGEST_SILENCE:
            self.since = now
        elif timedelta() < silence < RECONNECTING_AFTER:
            self.lived += silence
        self.until = max(self.until, now)
        self.grace = RECONNECTING_AFTER

    def lost_at(self, now: datetime) -> bool:
        """No page of this person has answered for as long as a leader should wait before being asked to look."""
        return not self.connections and now - self.until >= self.grace

    @property
    def witness(self) -> Witness:
        return self.since, self.until


class LiveRoom:
    """The memory of one meeting, begun at `since`. Who changes the meeting holds `lock`, so that changes leave in order.

    `stirred` is set by whatever may change what is said of the people here, and taken back by the ticker, which looks then.
    `asked_for`: an empty room is kept for another second, for whoever asked for it.
    `place` spreads the rooms over time: what all do now and then, each does at its own moment, the same in every process.
    """

    def __init__(self, meeting_id: str, lock: Callable[[], Lock], since: datetime) -> None:
        self.meeting_id = meeting_id
        self.since = since
        self.place = crc32(meeting_id.encode())
        self.lock = lock()
        self.meeting: Meeting | None = None
        self.booking: Booking | None = None
        self.roster: Roster | None = None
        self.roster_version = 0
        self.presenter: str | None = None
        self.pages: dict[str, Page] = {}
        self.asked_for = True
        self.stirred = True
        self.settles_at: datetime | None = None
        self.unwritten = False
        self.clock_set_by = timedelta()
        self.alarms: dict[str, str] = {}
        self.sent_presence: View | None = None
        self.sent_aside: View | None = None
        self.next_beat: datetime | None = None
        self.band: Band | None = None
        self._roster_read = -1
        self._pages_lock = lock()
        self._set_aside: str | None = None
        self._answers: OrderedDict[tuple[str, str], Answer] = OrderedDict()

    # What is known of the meeting

    def know(self, booking: Booking, meeting: Meeting) -> bool:
        """Keep what the database has just said; whether the meeting is newer than the one known."""
        newer = self.meeting is None or meeting.revision > self.meeting.revision
        self.stirred = self.stirred or newer or booking != self.booking
        self.booking = booking
        if newer:
            self.meeting = meeting
        return newer

    def unknow(self) -> None:
        """The booking has changed: whoever looks next asks the database."""
        self.booking = self.meeting = None

    # Pages. In the threading mode many threads meet here: nobody goes through them but under their lock.

    def connected(self, person: str, connection: str, now: datetime, leads: bool = False) -> None:
        with self._pages_lock:
            page = self._answered(person, now, leads)
            if connection not in page.connections:
                page.connections.append(connection)

    def disconnected(
        self, person: str, connection: str, silent_since: datetime | None, now: datetime
    ) -> None:
        """One connection has gone: closed just now, or found silent since `silent_since`."""
        with self._pages_lock:
            page = self.pages.get(person)
            if page is None or connection not in page.connections:
                return
            page.connections.remove(connection)
            if page.connections:
                return
            page.until = now if silent_since is None else max(page.since, silent_since)
            page.grace = CLOSED_GRACE if silent_since is None else RECONNECTING_AFTER
            self.stirred = True

    def answered(self, person: str, now: datetime, leads: bool = False) -> None:
        """A page of this person has shown life: a connection, or a request of the plain HTTP door."""
        with self._pages_lock:
            self._answered(person, now, leads)

    def make_place(self, person: str, most: int) -> list[str]:
        """Take the oldest connections off this person's page until one more may come; answers with those taken off."""
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
        """Whose pages answered since when and until when; open connections answer for themselves."""
        with self._pages_lock:
            for page in self.pages.values():
                if page.connections:
                    page.answered(now)
            return {person: page.witness for person, page in self.pages.items()}

    def lived(self) -> frozenset[str]:
        """Whose pages have lived long enough for their press to count."""
        return frozenset(person for person, page in self.everybody() if page.lived >= LIVED_LONG_ENOUGH)

    @property
    def watched(self) -> bool:
        return any(page.connections for _, page in self.everybody())

    def _answered(self, person: str, now: datetime, leads: bool) -> Page:
        page = self.pages.setdefault(person, Page(now, now))
        page.leads = leads
        page.answered(now)
        self.stirred = True
        return page

    # The roster

    def roster_changed(self) -> None:
        """What was read is out of date, and so is what is being read at this moment."""
        self.roster_version += 1
        self.stirred = True

    @property
    def roster_is_current(self) -> bool:
        return self._roster_read == self.roster_version

    def learn_roster(self, roster: Roster, version: int) -> None:
        """Keep what was read when `version` was in force, unless something newer has been read."""
        if version > self._roster_read:
            self.roster, self._roster_read = roster, version
            self.stirred = True

    # The presenter

    def mark_presenter(self, person: str | None) -> None:
        self.presenter, self._set_aside = person, None
        self.stirred = True

    def set_presenter_aside(self) -> None:
        """Forget the mark, but so that undoing the move brings it back."""
        self.presenter, self._set_aside = None, self.presenter
        self.stirred = True

    def bring_presenter_back(self) -> None:
        self.presenter, self._set_aside = self.presenter or self._set_aside, None
        self.stirred = True

    def keep_presenter(self) -> None:
        """Another move has been made: what an earlier one set aside can no longer be undone."""
        self._set_aside = None

    # Answers

    def answer_to(self, person: str, command: str) -> Answer | None:
        return self._answers.get((person, command))

    def remember(self, person: str, command: str, answer: Answer) -> None:
        self._answers[person, command] = answer
        while len(self._answers) > REMEMBERED_ANSWERS:
            self._answers.popitem(last=False)

    def forget(self) -> None:
        """The meeting has closed: nobody presented. Standing alarms end with the next tick, which tells the leaders."""
        self.presenter = self._set_aside = self.next_beat = None
        self.stirred = True


class Rooms(Protocol):
    """Every room this process holds."""

    def of(self, meeting_id: str) -> LiveRoom:
        """The room of a meeting, made on first use. Only ever asked after a Seat was granted."""

    def all(self) -> list[LiveRoom]: ...
    def drop(self, meeting_id: str) -> None: ...


# What the leaders' list says of each person, derived from stored facts and from whose page answers.
#
# The live connection is a question to a leader, never a verdict: `gone` says that a page has gone quiet, not that
# somebody left. Nothing here is stored.


ALARM_PRESENTER = "presenter_lost"
ALARM_LEADER = "leader_lost"
LEADERS_AWAY_AFTER = timedelta(minutes=2)


def presence(room: LiveRoom, roster: Roster, quorum: int, now: datetime) -> View:
    """The leaders' message: everybody in fixed order, how many participants are here, how many are needed."""
    states = [(entry, state(entry, room.pages.get(entry.member.id), now)) for entry in roster]
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
            }
            for entry, how in states
        ],
        "here": sum(how == "here" and entry.member.role is not Role.LEADER for entry, how in states),
        "quorum": quorum,
    }


def state(entry: RosterEntry, page: Page | None, now: datetime) -> str:
    """`expected`, `here`, `reconnecting` or `gone`; a leader's mark outranks what the page says.

    Whoever was last seen in the future was so by a clock that has been set back since: that long ago, as far as we know.
    """
    seen = entry.last_seen_at if page is None else page.until
    if entry.marked_absent:
        return "expected" if seen is None else "gone"
    if entry.marked_present:
        return "here"
    if seen is None:
        return "expected"
    return _by_silence(timedelta() if page is not None and page.connections else abs(now - seen))


def _by_silence(silence: timedelta) -> str:
    if silence < RECONNECTING_AFTER:
        return "here"
    return "reconnecting" if silence < LONGEST_SILENCE else "gone"


def leaders_away(room: LiveRoom, now: datetime) -> bool:
    """Whether no leader's page has answered for two minutes in an open meeting."""
    if room.meeting is None or room.meeting.status is not Status.RUNNING:
        return False
    return now - (leader_seen_at(room, now) or room.since) >= LEADERS_AWAY_AFTER


def leader_seen_at(room: LiveRoom, now: datetime) -> datetime | None:
    """When a page of somebody who has the lead last answered, a practice leader's included; None for never."""
    leaders = [page for _, page in room.everybody() if page.leads]
    return max((now if page.connections else page.until for page in leaders), default=None)


def alarms(room: LiveRoom, now: datetime) -> dict[str, str]:
    """Alarms standing now, with the person each is about. The presenter's only while nobody could see them drop."""
    meeting = room.meeting
    if meeting is None or meeting.step is None:
        return {}
    standing: dict[str, str] = {}
    for person, page in room.everybody():
        if page.leads and page.lost_at(now):
            standing[ALARM_LEADER] = person
    presenters = room.pages.get(room.presenter or "")
    unseen = meeting.step.phase.presenter_state.sits_back
    if room.presenter and unseen and presenters is not None and presenters.lost_at(now):
        standing[ALARM_PRESENTER] = room.presenter
    return standing
