from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from balint_live.adapters.database.demo import SqlEnrolment
from balint_live.adapters.database.engine import Database
from balint_live.application.demo import Demo, DemoGroup
from balint_live.application.identity import Seat
from tests.integration.database.cast import CATALOGUE, START, House, stores


@dataclass
class Ids:
    letter: str = "id"
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __call__(self) -> str:
        return f"{self.letter}{next(self.numbers)}"


def demo(database: Database) -> Demo:
    return Demo(SqlEnrolment(database), CATALOGUE, Ids(), Ids("C"))


def seat_of(house: House, group: DemoGroup) -> Seat:
    seat = house.meetings.seat(group.meeting_id, group.leaders[0].identity)
    assert seat is not None
    return seat


def test_the_first_demo_is_as_asked_and_about_to_start(database: Database) -> None:
    groups = demo(database).prepare(3, 12, START)
    seat = seat_of(stores(database), groups[0])

    assert [(group.name, len(group.leaders), len(group.registrants)) for group in groups] == [
        ("Thursday evening group", 2, 12),
        ("Tuesday evening group", 2, 12),
        ("Wednesday evening group", 2, 12),
    ]
    assert (seat.meeting.scheduled_start, seat.meeting.scheduled_end, seat.meeting.protocol.id) == (
        START + timedelta(minutes=5),
        START + timedelta(minutes=65),
        "abs60",
    )
    assert (seat.booking.number, seat.booking.planned, seat.booking.has_zoom) == (3, 8, True)


def test_nobody_in_a_group_has_a_namesake(database: Database) -> None:
    for group in demo(database).prepare(30, 12, START):
        people = [*group.leaders, *group.registrants]
        assert len({person.name for person in people}) == 14


def test_an_earlier_demo_goes_on_with_the_same_people_and_session(database: Database) -> None:
    first = demo(database).prepare(2, 3, START)

    assert demo(database).prepare(5, 12, START + timedelta(minutes=30)) == first


def test_a_session_that_is_over_is_followed_by_the_next(database: Database) -> None:
    [first] = demo(database).prepare(1, 3, START)
    house = stores(database)
    leader = first.leaders[0].identity
    now = START + timedelta(minutes=10)
    house.meetings.change(first.meeting_id, leader, lambda seat: seat.meeting.open(leader.id, now))
    house.meetings.change(first.meeting_id, leader, lambda seat: seat.meeting.close(now))
    second_ids = Ids(numbers=count(100))
    [second] = Demo(SqlEnrolment(database), CATALOGUE, second_ids, Ids("D")).prepare(1, 3, now)
    [third] = Demo(SqlEnrolment(database), CATALOGUE, second_ids, Ids("D")).prepare(
        1, 3, now + timedelta(hours=2)
    )

    assert [first.leaders, first.registrants] == [second.leaders, second.registrants]
    assert [seat_of(house, each).booking.number for each in (first, second, third)] == [3, 4, 5]
    assert seat_of(house, third).meeting.scheduled_start == now + timedelta(hours=2, minutes=5)
