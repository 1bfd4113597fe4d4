"""On PostgreSQL two people write one group at once: what comes of it is what one after the other would have come to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import combinations_with_replacement, count, product
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Table, create_engine, delete, insert, select, text
from sqlalchemy.orm import Session

from balint_live.adapters.database import engine
from balint_live.adapters.database.access import SqlStaffing
from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.group_changes import hold_groups
from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.live import SqlMeetings
from balint_live.adapters.database.presence_store import SqlAttendance
from balint_live.adapters.database.tables import METADATA
from balint_live.application.groups.group import Details, Group, LeaderLabel
from balint_live.application.groups.leaders import require_spared
from balint_live.application.groups.service import GroupService
from balint_live.application.identity import OPERATOR
from balint_live.application.ports import NoPages, Unavailable
from balint_live.application.privacy.erasure import Erasures
from balint_live.domain.errors import DomainError
from balint_live.domain.timeline import LeaderMark, Mark
from tests.fakes import ManualClock
from tests.integration.database.cast import ANA, BEN, CATALOGUE, START, THIRD, site
from tests.integration.database.two_at_once import Player, play

pytestmark = pytest.mark.needs_postgres

NOW = START - timedelta(minutes=20)
COUNTED = ("presence_intervals", "attendance_marks")
"""Tables whose ids count on from play to play."""


def _said(table: Table) -> str:
    return "(to_jsonb(each) - 'id')::text" if table.name in COUNTED else "to_jsonb(each)::text"


EVERY_ROW = text(
    " UNION ALL ".join(
        f"SELECT '{table.name} ' || {_said(table)} FROM {table.name} each" for table in METADATA.sorted_tables
    )
)
Rows = list[str]
Outcome = tuple[Rows, str, str]


@dataclass(frozen=True)
class Hand:
    """Everything one person may press, over a database connection of their own."""

    groups: GroupService
    erasures: Erasures
    staffing: SqlStaffing
    meetings: SqlMeetings
    attendance: SqlAttendance

    def details(self) -> Details:
        return Details(name="Carla", email="carla@example.org")

    def group(self) -> Group:
        return self.groups.group("tuesday", OPERATOR)


def hand(database: Database, name: str) -> Hand:
    """Ids and codes are the person's own, and the same each time."""
    clock, numbers = ManualClock(NOW), count(1)
    records = SqlAttendanceRecords(database, CATALOGUE)

    def new_id() -> str:
        return f"{name}-{next(numbers)}"

    def new_code() -> str:
        return f"{name.upper()}{next(numbers):04}"

    return Hand(
        GroupService(clock, SqlGroups(database, CATALOGUE), NoPages(), new_id, new_code),
        Erasures(clock, records, NoPages(), new_id, new_code),
        SqlStaffing(database),
        SqlMeetings(database, CATALOGUE),
        SqlAttendance(database),
    )


def settle(of: Hand) -> None:
    settings = replace(of.group().settings, quorum=7, uncredited_phases=("discussion",))
    of.groups.change_settings(OPERATOR, "tuesday", 1, settings)


ACTS: dict[str, Callable[[Hand], object]] = {
    "rename": lambda of: of.groups.correct(
        OPERATOR, "tuesday", "carla", replace(of.details(), name="Carla Costa")
    ),
    "readdress": lambda of: of.groups.correct(
        OPERATOR, "tuesday", "carla", replace(of.details(), email="costa@example.org")
    ),
    "withdraw": lambda of: of.groups.withdraw(OPERATOR, "tuesday", "carla"),
    "reissue": lambda of: of.groups.reissue(OPERATOR, "tuesday", "carla"),
    "transfer": lambda of: of.groups.transfer(OPERATOR, "tuesday", "carla", "thursday"),
    "erase": lambda of: of.erasures.erase(OPERATOR, "tuesday", "carla"),
    "enrol": lambda of: of.groups.enrol(
        OPERATOR, "tuesday", [Details(name="New", email="costa@example.org")]
    ),
    "settle": settle,
    "move": lambda of: of.groups.move(
        OPERATOR, "tuesday", THIRD, START + timedelta(hours=1), CATALOGUE.protocols["first90"]
    ),
    "cancel": lambda of: of.groups.cancel(OPERATOR, "tuesday", THIRD),
    "open": lambda of: of.meetings.change(THIRD, ANA, lambda seat: seat.meeting.open("ana", NOW)),
    "remind": lambda of: of.meetings.change(THIRD, ANA, lambda seat: seat.meeting.show_reminder()),
    "remove Ana": lambda of: of.groups.remove_leader(OPERATOR, "tuesday", "ana"),
    "remove Ben": lambda of: of.groups.remove_leader(OPERATOR, "tuesday", "ben"),
    "let Dora lead": lambda of: of.groups.add_leader(
        OPERATOR, "tuesday", "Dora", "dora@example.org", LeaderLabel.LEADER
    ),
}
OFF_BOARDING: dict[str, Callable[[Hand], object]] = {
    "take Ana's account": lambda of: of.staffing.remove(OPERATOR, "ana", NOW, require_spared),
    "take Ben's account": lambda of: of.staffing.remove(OPERATOR, "ben", NOW, require_spared),
    "delete": lambda of: of.erasures.delete_group(OPERATOR, "tuesday"),
}
WHILE_IT_RUNS: dict[str, Callable[[Hand], object]] = {
    "next": lambda of: of.meetings.change(THIRD, ANA, lambda seat: seat.meeting.next("ana", NOW)),
    "close": lambda of: of.meetings.change(THIRD, ANA, lambda seat: seat.meeting.close(NOW)),
    "press": lambda of: of.attendance.press(THIRD, "carla", "1", NOW),
    "mark": lambda of: of.attendance.mark(THIRD, "carla", "ana", LeaderMark(Mark.PRESENT, NOW)),
    "erase": ACTS["erase"],
    "withdraw": ACTS["withdraw"],
    **OFF_BOARDING,
}
EVERY_ACT = ACTS | OFF_BOARDING | WHILE_IT_RUNS
BEFORE = [*combinations_with_replacement(ACTS, 2), *product(ACTS, OFF_BOARDING)]
LEADERS_OWN = {"next", "close"}
"""Of two of these at once one is told that the group had moved already: that is a test of the meetings' own."""
MEANWHILE = [
    pair for pair in combinations_with_replacement(WHILE_IT_RUNS, 2) if not LEADERS_OWN.issuperset(pair)
]


class SharedDatabase:
    """A database that is put back to its beginning before each play."""

    def __init__(self, url: str) -> None:
        self.players = (Player(url), Player(url))
        self.watch = create_engine(url)
        database = Database(url)
        engine.upgrade(database)
        site(database)
        first = hand(database, "before")
        first.groups.invite(OPERATOR, "tuesday")
        self._database = database
        before = self._everything()
        first.meetings.change(THIRD, BEN, lambda seat: seat.meeting.open("ben", NOW))
        self._beginnings = {False: before, True: self._everything()}
        self.runs = False

    def close(self) -> None:
        self.watch.dispose()
        for database in (self._database, *(player.database for player in self.players)):
            database.dispose()

    def in_turn(self, first: str, second: str, swapped: bool) -> Outcome:
        """One after the other; what came of each is always said in the order of the names."""
        acts = self._set(first, second)
        for act in reversed(acts) if swapped else acts:
            act()
        return self._outcome()

    def at_once(self, first: str, second: str, seed: str) -> Outcome:
        play(self.players, self._set(first, second), seed, self.watch)
        return self._outcome()

    def _set(self, *names: str) -> list[Callable[[], None]]:
        self._database.write(self._put_back)
        self._said = ["", ""]
        hands = [hand(player.database, own) for player, own in zip(self.players, "ab", strict=True)]
        return [partial(self._act, EVERY_ACT[name], hands[place], place) for place, name in enumerate(names)]

    def _act(self, act: Callable[[Hand], object], of: Hand, place: int) -> None:
        try:
            act(of)
        except DomainError as refusal:
            self._said[place] = refusal.sentence
        except Exception as fault:  # noqa: BLE001 - compared with the others'
            self._said[place] = repr(fault)
        else:
            self._said[place] = "done"

    def _outcome(self) -> Outcome:
        return self._rows(), self._said[0], self._said[1]

    def _rows(self) -> Rows:
        """Every row of every table, as text."""
        return self._database.read(lambda session: sorted(session.scalars(EVERY_ROW)))

    def _everything(self) -> list[tuple[Table, list[dict[str, Any]]]]:
        return [(table, rows) for table in METADATA.sorted_tables if (rows := self._stored(table))]

    def _stored(self, table: Table) -> list[dict[str, Any]]:
        rows = self._database.read(lambda session: session.execute(select(table)).mappings().all())
        return [dict(row) for row in rows]

    def _put_back(self, session: Session) -> None:
        for table in reversed(METADATA.sorted_tables):
            session.execute(delete(table))
        for table, rows in self._beginnings[self.runs]:
            session.execute(insert(table), rows)


@pytest.fixture(scope="session")  # not the module's: a process may be given tests of it twice
def shared(postgres: str) -> Iterator[SharedDatabase]:
    engine = create_engine(f"{postgres}postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE at_once"))
    engine.dispose()
    shared = SharedDatabase(f"{postgres}at_once")
    yield shared
    shared.close()


@pytest.mark.parametrize(("first", "second"), BEFORE)
def test_before_a_session_two_at_once_come_to_what_they_come_to_in_turn(
    shared: SharedDatabase, first: str, second: str
) -> None:
    shared.runs = False
    compare(shared, first, second)


@pytest.mark.parametrize(("first", "second"), MEANWHILE)
def test_and_while_it_runs(shared: SharedDatabase, first: str, second: str) -> None:
    shared.runs = True
    compare(shared, first, second)


def compare(shared: SharedDatabase, first: str, second: str) -> None:
    in_turn = [shared.in_turn(first, second, swapped) for swapped in (False, True)]
    at_once = shared.at_once(first, second, f"{first}, {second}")

    assert at_once in in_turn, (at_once[1:], [each[1:] for each in in_turn])


def test_of_two_that_wait_for_each_other_one_may_be_tried_again(shared: SharedDatabase) -> None:
    """Nothing of ours takes rows in two orders; should something ever, it is no fault of whoever pressed."""
    both_hold_one, outcomes = Barrier(2), []

    def write(database: Database, ids: list[str]) -> None:
        def work(session: Session) -> None:
            hold_groups(session, ids[:1])
            both_hold_one.wait()
            hold_groups(session, ids[1:])

        try:
            database.write(work)
            outcomes.append("done")
        except Unavailable:
            outcomes.append("try again")

    orders = (["tuesday", "thursday"], ["thursday", "tuesday"])
    threads = [
        Thread(target=write, args=(player.database, ids))
        for player, ids in zip(shared.players, orders, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done", "try again"]
