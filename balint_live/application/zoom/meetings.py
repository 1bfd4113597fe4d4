"""One Zoom meeting for each session to come, and in it one registration for each person enrolled.

What should be in Zoom is read from our own rows each time, and never written down: so a session that is booked, moved or
cancelled, a person who comes or goes, and Zoom that was connected only later all come to the same. A look finds what is out
of step, and each such session is then brought into step by whoever claims it first.

Nothing is made twice. What is to be made has its marker or its address in our tables before Zoom is asked, and Zoom is asked
what is there before anything is made: so a process that is killed between Zoom's answer and our note changes nothing. No
transaction is open while Zoom is asked, and nobody waits for it. From the opening of the door on, settings are only looked
at and told: a host who switches something in Zoom is not overruled in front of the group.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from balint_live.application.background import Report
from balint_live.application.mail_queue import Backoff, Chance
from balint_live.application.ports import Clock, OpenPages

CHANGES_A_DAY = 100
"""Meetings made and changed for a host and UTC day; Zoom takes no more."""
TRIES_A_DAY = 3
"""Registrations tried for one person, session and UTC day."""
LOOK_EVERY = timedelta(seconds=3)
LEASE = timedelta(minutes=10)
"""How long a session is one process's. No registration is begun in the second half: one call with all its repeats is over
within that time."""


class ZoomFault(Exception):
    """Zoom did not do it. `away`: nothing else is worth asking now. `retry_at` is when Zoom takes it, if it says so."""

    away = False
    retry_at: datetime | None = None

    def told(self) -> str:
        """What is wrong and what to do about it, for coordinators; names nobody, and holds no link."""
        raise NotImplementedError


class EnoughForToday(ZoomFault):
    """Our own count says that Zoom would take no more today."""

    def __init__(self, now: datetime) -> None:
        self.retry_at = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC)
        super().__init__()

    def told(self) -> str:
        return "Zoom takes no more of these today. It goes on after midnight UTC."


@dataclass(frozen=True, slots=True)
class Times:
    """When a session is booked."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class InZoom:
    """A meeting as it was read back: `differing` are names of what is not as we asked, its time among them."""

    number: str
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody enrolled, or who was: then `stays` is false. `zoom_id` is None until Zoom has answered."""

    address: str
    zoom_id: str | None
    stays: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A session that somebody has claimed. `wanted` is None for one that was cancelled or deleted.

    `told` is what Zoom was told. `behind`: something of ours has changed. `due_at` is when it became due.
    """

    id: str
    meeting_id: str | None
    group_id: str | None
    claim: str
    attempts: int
    due_at: datetime
    number: str | None
    told: Times | None
    wanted: Times | None
    behind: bool
    differing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ZoomState:
    """How far a session is in Zoom, for its leaders. `made`: it has a Zoom meeting of its own; `ready`: that was told
    everything, and all but `differing` came back so.

    `since` is when something was last found to be missing there, and `problem` what Zoom said to it.
    """

    made: bool
    ready: bool
    since: datetime | None
    differing: tuple[str, ...]
    problem: str | None


class Zoom(Protocol):
    """Meetings in Zoom. Everything raises ZoomFault."""

    def make(self, marker: str, times: Times) -> InZoom:
        """The meeting with this marker, made where there is none."""

    def find(self, marker: str) -> str | None:
        """The number of the meeting with this marker."""

    def look(self, number: str, times: Times) -> InZoom | None:
        """As it is now; None where it is not there any more."""

    def change(self, number: str, times: Times) -> InZoom:
        """Tell it these times and every setting; as it is afterwards."""

    def take_away(self, number: str) -> None: ...

    def registered(self, number: str) -> Mapping[str, str]:
        """Zoom's id of everybody registered by us, by address."""

    def register(self, number: str, address: str, name: str) -> str:
        """Zoom's id of somebody new."""

    def cancel(self, number: str, people: Mapping[str, str]) -> None:
        """End these registrations, given by address as from `registered`."""


class ZoomMeetingStore(Protocol):
    """What we know of Zoom, and who is at it. Raises Unavailable."""

    def look(self, now: datetime) -> int:
        """Have what is out of step be due, and say how much that was. With very many sessions it takes several looks."""

    def claim(self, claim: str, now: datetime, lease: timedelta) -> Task | None:
        """Take what is due, the nearest session first; until `now + lease` it is nobody else's."""

    def people(self, task: Task) -> Sequence[Person]:
        """Everybody to be registered, each with an address that is theirs from now on, and those to be taken out."""

    def count_change(self, now: datetime, most: int) -> bool:
        """Count one more change in Zoom; False where that would be more than `most` on this UTC day."""

    def count_try(self, address: str, now: datetime, most: int) -> bool:
        """The same for one person's registration."""

    def made(self, task: Task, number: str | None, times: Times | None) -> None:
        """Zoom's number of the meeting, and the times it was told; None once it is gone, and its registrations with it."""

    def registered(self, address: str, zoom_id: str) -> None: ...
    def taken_out(self, addresses: Collection[str]) -> None: ...
    def settle(
        self, task: Task, now: datetime, differing: tuple[str, ...], next_look: datetime | None
    ) -> None:
        """It is in step, and looked at next then."""

    def leave(self, task: Task) -> None:
        """Its time has come or is over: it stays as it is."""

    def put_off(self, task: Task, until: datetime, problem: str | None) -> None:
        """Try again then; `problem` is None where nothing went wrong."""

    def drop(self, task: Task) -> None:
        """Nothing of it is left in Zoom."""


class ZoomWork:
    """Brings sessions into step, one after the other. `door` is how long before its start a session is looked at once more;
    `report` is told of Zoom's first silence, and of faults of ours; open `pages` hear that there is a way into Zoom now."""

    def __init__(
        self,
        clock: Clock,
        store: ZoomMeetingStore,
        zoom: Zoom,
        chance: Chance,
        new_id: Callable[[], str],
        report: Report,
        pages: OpenPages,
        door: timedelta,
        backoff: Backoff | None = None,
    ) -> None:
        self._clock, self._store, self._zoom, self._door = clock, store, zoom, door
        self._chance, self._new_id, self._report, self._pages = chance, new_id, report, pages
        self._backoff = backoff or Backoff()
        self._silences = 0
        self._look_at = self._ask_at = datetime.min.replace(tzinfo=UTC)

    def work(self) -> bool:
        """Do what is due; whether there may be more."""
        try:
            now = self._clock.now()
            if now >= self._look_at:
                self._look_at = now + LOOK_EVERY
                self._store.look(now)
            task = self._store.claim(self._new_id(), now, LEASE) if now >= self._ask_at else None
            return task is not None and self._tried(task)
        except Exception as fault:  # noqa: BLE001 - a database that is away for a while must not end all of it
            self._report("zoom", fault)
            return False

    def _tried(self, task: Task) -> bool:
        try:
            self._bring_into_step(task)
        except ZoomFault as fault:
            self._put_off(task, fault)
            return not fault.away
        self._silences = 0
        return True

    def _put_off(self, task: Task, fault: ZoomFault) -> None:
        now = self._clock.now()
        until = fault.retry_at or self._backoff.next_try(task.attempts, now, self._chance)
        if fault.away:
            if self._silences == 0:
                self._report("zoom", fault)
            self._ask_at = self._backoff.next_call(self._silences, now, self._chance)
            self._silences += 1
        self._store.put_off(task, until, fault.told())

    def _bring_into_step(self, task: Task) -> None:
        now, wanted = self._clock.now(), task.wanted
        if wanted is None:
            return self._take_away(task, now)
        found = self._meeting(task, wanted, now) if now < wanted.end else None
        if found is None:
            return self._store.leave(task)
        if not self._people(task, found.number, now):
            return self._store.put_off(task, self._clock.now(), None)
        opens = wanted.start - self._door
        return self._store.settle(task, self._clock.now(), found.differing, opens if now < opens else None)

    def _take_away(self, task: Task, now: datetime) -> None:
        """What is past stays as it is, in Zoom; and one of which we have no number may have been made all the same."""
        if task.told is None or now < task.told.end:
            number = task.number or self._zoom.find(task.id)
            if number is not None:
                self._zoom.take_away(number)
        self._store.drop(task)

    def _meeting(self, task: Task, wanted: Times, now: datetime) -> InZoom | None:
        """None where there is none once the session has begun: Zoom would make it without registration."""
        found = None if task.number is None else self._zoom.look(task.number, wanted)
        if found is None:
            if task.number is not None:
                self._store.made(task, None, None)  # deleted in Zoom, and registrations with it
            if wanted.start <= now:
                return None
            found = self._make(task, wanted, now)
        news = task.behind or (found.differing != task.differing and now < wanted.start - self._door)
        if found.differing and news and now < wanted.start:
            self._count(now)
            found = self._zoom.change(found.number, wanted)
        if task.number == found.number and task.told != wanted:
            self._store.made(task, found.number, wanted)
        return found

    def _make(self, task: Task, wanted: Times, now: datetime) -> InZoom:
        self._count(now)
        made = self._zoom.make(task.id, wanted)
        self._store.made(task, made.number, wanted)
        if task.group_id is not None and task.meeting_id is not None:
            self._pages.changed(task.group_id, (), {task.meeting_id})
        return made

    def _count(self, now: datetime) -> None:
        if not self._store.count_change(now, CHANGES_A_DAY):
            raise EnoughForToday(now)

    def _people(self, task: Task, number: str, began: datetime) -> bool:
        """Register and take out whom it concerns; whether there was time for all."""
        people = self._store.people(task)
        if all(one.stays and one.zoom_id is not None for one in people):
            return True
        there, staying = self._zoom.registered(number), [one for one in people if one.stays]
        going = there.keys() - {one.address for one in staying}
        if going:
            self._zoom.cancel(number, {address: there[address] for address in going})
        self._store.taken_out([one.address for one in people if not one.stays])
        return self._register_all(number, staying, there, began)

    def _register_all(
        self, number: str, staying: Sequence[Person], there: Mapping[str, str], began: datetime
    ) -> bool:
        """Somebody whom Zoom refuses holds up nobody else."""
        refused: ZoomFault | None = None
        for place, one in enumerate(staying, 1):
            if one.zoom_id is not None:
                continue
            if self._clock.now() >= began + LEASE / 2:
                return False
            try:
                id = there.get(one.address) or self._register(number, one.address, place)
            except ZoomFault as fault:
                refused = fault
                if fault.away:
                    break
            else:
                self._store.registered(one.address, id)
        if refused is not None:
            raise refused
        return True

    def _register(self, number: str, address: str, place: int) -> str:
        now = self._clock.now()
        if not self._store.count_try(address, now, TRIES_A_DAY):
            raise EnoughForToday(now)
        return self._zoom.register(number, address, f"Participant {place}")
