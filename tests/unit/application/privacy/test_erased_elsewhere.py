"""What another process erased is told to the pages open in this one: each once, and nobody else."""

from collections.abc import Collection
from datetime import datetime

from balint_live.application.access.joining import NO_GROUP
from balint_live.application.background import Background
from balint_live.application.ports import Unavailable
from balint_live.application.privacy.erasure import LOOK_EVERY, ErasedElsewhere
from tests.cast import THIRD, TOM, booking
from tests.fakes import PlainLock, at_once
from tests.live_session import LiveSession


class Notes:
    """Who was erased when."""

    def __init__(self) -> None:
        self.at: dict[str, datetime] = {}
        self.away = False

    def erased_since(self, moment: datetime) -> Collection[str]:
        if self.away:
            raise Unavailable
        return [id for id, at in self.at.items() if at > moment]


class Pages:
    def __init__(self) -> None:
        self.told: list[tuple[str, set[str], set[str]]] = []

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        self.told.append((group_id, set(people), set(meetings)))

    def login_ended(self, login: str) -> None:
        raise AssertionError("no login is ended by an erasure elsewhere")

    def here(self, meeting_id: str) -> Collection[str]:
        return ()


class Process:
    """One that serves, with Tom's page open in the third session."""

    def __init__(self) -> None:
        self.live = LiveSession()
        self.notes, self.pages = Notes(), Pages()
        self.faults: list[str] = []
        self.elsewhere = ErasedElsewhere(
            self.live.clock,
            self.notes,
            self.live.publisher,
            self.pages,
            Background(at_once, PlainLock, lambda where, _fault: self.faults.append(where)),
        )

    def open(self) -> None:
        self.live.publisher.seat(THIRD, TOM.who)
        self.live.room.connected(TOM.id, "connection", self.live.clock.now())

    def erase(self, id: str) -> None:
        self.notes.at[id] = self.live.clock.now()

    def second(self) -> None:
        self.live.clock.wait(seconds=1)
        self.elsewhere.tick()


def test_who_was_erased_is_sent_away_once() -> None:
    process = Process()
    process.open()
    process.live.publisher.roster(process.live.room)
    process.erase(TOM.id)

    for _ in range(3 * LOOK_EVERY):
        process.second()

    assert process.pages.told == [(NO_GROUP, {TOM.id}, set())]
    assert not process.live.room.roster_is_current


def test_the_sessions_of_a_group_that_was_deleted_are_nobodys() -> None:
    process, group_id = Process(), booking().group_id
    process.open()
    process.erase(group_id)

    for _ in range(LOOK_EVERY):
        process.second()

    assert process.pages.told == [(group_id, set(), {THIRD}), (NO_GROUP, {group_id}, set())]


def test_where_nobody_looks_nothing_is_asked() -> None:
    process = Process()
    process.notes.away = True

    for _ in range(2 * LOOK_EVERY):
        process.second()

    assert (process.faults, process.pages.told) == ([], [])


def test_a_database_that_is_away_is_asked_again() -> None:
    process = Process()
    process.open()
    process.erase(TOM.id)
    process.notes.away = True
    for _ in range(LOOK_EVERY):
        process.second()
    process.notes.away = False
    for _ in range(LOOK_EVERY):
        process.second()

    assert process.faults == ["background"]
    assert process.pages.told == [(NO_GROUP, {TOM.id}, set())]
