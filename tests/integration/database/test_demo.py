"""The demo's groups: as asked, about to start, and going on with what is there; and the one with a history."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from balint_live import config as configuration
from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.protocol_catalogue import load_texts
from balint_live.adapters.system import Log
from balint_live.application.attendance.record import person_records
from balint_live.application.groups.group import BookedMeeting, Group, SessionStatus
from balint_live.application.groups.service import GroupService
from balint_live.application.identity import OPERATOR, Identity, Kind
from balint_live.application.ports import NoPages
from balint_live.cli.demo import WITH_HISTORY, group_with_history, ready_groups
from balint_live.composition.services import Adapters
from tests.fakes import ManualClock
from tests.integration.database.cast import CATALOGUE, START, stores

ABS60 = CATALOGUE.protocols["abs60"]


@dataclass
class Ids:
    letter: str = "id"
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __call__(self) -> str:
        return f"{self.letter}{next(self.numbers)}"


class Demo:
    """Starts of the demo over one database, each at its own time."""

    def __init__(self, database: Database) -> None:
        self._clock = ManualClock(START)
        store = SqlGroups(database, CATALOGUE)
        self._service = GroupService(self._clock, store, NoPages(), Ids(), Ids("C"))

    def start(
        self, groups: int, registrants: int, after: timedelta = timedelta()
    ) -> list[tuple[Group, BookedMeeting]]:
        self._clock.set(START + after)
        return ready_groups(self._service, ABS60, groups, registrants, self._clock.now())


def test_the_first_demo_is_as_asked_and_about_to_start(database: Database) -> None:
    ready = Demo(database).start(3, 12)

    assert [
        (group.settings.name, len(group.leaders), len(group.registrants), group.settings.zoom_url)
        for group, _ in ready
    ] == [
        ("Thursday evening group", 2, 12, "https://zoom.example/j/9000000002"),
        ("Tuesday evening group", 2, 12, "https://zoom.example/j/9000000000"),
        ("Wednesday evening group", 2, 12, "https://zoom.example/j/9000000001"),
    ]
    assert [(one.start, one.end, one.plan, one.number) for _, one in ready] == [
        (START + timedelta(minutes=5), START + timedelta(minutes=65), ABS60, 1)
    ] * 3


def test_everybody_of_the_demo_can_enter_and_nobody_was_written_to(database: Database) -> None:
    meetings = stores(database).meetings
    for group, meeting in Demo(database).start(2, 3):
        people = [Identity(Kind.LEADER, one.id, 1) for one in group.leaders]
        people += [Identity(Kind.REGISTRANT, one.id, one.link_version) for one in group.registrants]
        seats = [meetings.seat(meeting.id, one) for one in people]
        assert [seat and seat.member.id for seat in seats] == [one.id for one in people]
        assert group.invited == frozenset()


def test_nobody_in_a_group_has_a_namesake(database: Database) -> None:
    for group, _ in Demo(database).start(30, 12):
        assert (
            len({*(one.name for one in group.leaders), *(one.details.name for one in group.registrants)})
            == 14
        )


def test_an_earlier_demo_goes_on_with_the_same_people_and_session(database: Database) -> None:
    demo = Demo(database)
    first = demo.start(2, 3)

    assert demo.start(5, 12, timedelta(minutes=30)) == first


def test_a_session_that_is_over_is_followed_by_the_next(database: Database) -> None:
    """Closed before its time, never opened, or opened and left to run: each is over."""
    demo, meetings = Demo(database), stores(database).meetings
    [(group, first)] = demo.start(1, 3)
    leader, early = Identity(Kind.LEADER, group.leaders[0].id, 1), timedelta(minutes=10)
    meetings.change(first.id, leader, lambda seat: seat.meeting.open(leader.id, START + early))
    meetings.change(first.id, leader, lambda seat: seat.meeting.close(START + early))
    [(_, second)] = demo.start(1, 3, early)
    [(_, third)] = demo.start(1, 3, timedelta(hours=2))
    meetings.change(third.id, leader, lambda seat: seat.meeting.open(leader.id, START + timedelta(hours=2)))
    [(again, fourth)] = demo.start(1, 3, timedelta(hours=9))

    assert (again.leaders, again.registrants) == (group.leaders, group.registrants)
    assert [(one.number, one.start - START) for one in (first, second, third, fourth)] == [
        (1, timedelta(minutes=5)),
        (2, timedelta(minutes=15)),
        (3, timedelta(hours=2, minutes=5)),
        (4, timedelta(hours=9, minutes=5)),
    ]


def test_a_group_has_three_sessions_behind_it_and_one_before(database: Database) -> None:
    adapters = installed(database)
    group = group_with_history(adapters)
    record = adapters.attendance_records.attendance(group.id, OPERATOR)

    assert [(one.meeting.start - START, one.status(START)) for one in record.sessions] == [
        (timedelta(days=-15, hours=-1), SessionStatus.CONFIRMED),
        (timedelta(days=-8, hours=-1), SessionStatus.CONFIRMED),
        (timedelta(days=-1, hours=-1), SessionStatus.ROLL_OPEN),
        (timedelta(days=6, hours=-1), SessionStatus.TO_COME),
    ]
    quarters = [each.quarters(0) for each in person_records(record, START)]
    assert quarters == [8, 4, 6, 8, 8, 6, 8, 8], "one was away, one late, one left early"
    assert [len(one.corrections) for one in record.sessions] == [1, 0, 0, 0]
    assert [len(one.cannot_come) for one in record.sessions] == [0, 1, 0, 0]


def test_the_group_with_a_history_is_made_once_and_is_none_of_the_demos_others(database: Database) -> None:
    demo, adapters = Demo(database), installed(database)
    before = demo.start(2, 3)
    first, again = group_with_history(adapters), group_with_history(adapters)

    assert (first.settings.name, again) == (WITH_HISTORY, first)
    assert demo.start(2, 3) == before


def installed(database: Database) -> Adapters:
    config = configuration.from_settings({"security": {"secret": "s" * 32}}, "test")
    return Adapters(config, ManualClock(START), database, load_texts(), Log("error"))
