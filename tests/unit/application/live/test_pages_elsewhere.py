"""Pages in several processes are one presence, known in each."""

from datetime import datetime, timedelta

import pytest

from balint_live.application.live.page import CLOSED_GRACE, RECONNECTING_AFTER, PageThere
from balint_live.application.live.room import LiveRoom, alarms, leader_seen_at
from balint_live.domain.timeline import LIVED_LONG_ENOUGH
from tests.cast import START, TOM, at
from tests.fakes import PlainLock

OTHER = "another process"


@pytest.fixture
def heard_at() -> dict[str, datetime]:
    """When each other process was last heard."""
    return {OTHER: START}


@pytest.fixture
def room(heard_at: dict[str, datetime]) -> LiveRoom:
    return LiveRoom("third", PlainLock, START, heard_at=heard_at)


def there(
    since: datetime,
    until: datetime,
    connected: bool = True,
    lived: timedelta = timedelta(),
    grace: timedelta = RECONNECTING_AFTER,
    leads: bool = False,
) -> PageThere:
    return PageThere(since, until, leads, connected, lived, grace)


def test_a_page_that_is_connected_elsewhere_is_open_here(room: LiveRoom) -> None:
    room.heard(OTHER, {TOM.id: there(at(0), at(0))})
    page = room.pages[TOM.id]

    assert (page.open, page.connections, page.lost_at(at(10)), room.watched) == (True, [], False, True)


def test_it_answers_for_as_long_as_its_process_is_heard(
    room: LiveRoom, heard_at: dict[str, datetime]
) -> None:
    room.heard(OTHER, {TOM.id: there(at(0), at(0))})
    heard_at[OTHER] = at(2)

    assert room.witnessed(at(5)) == {TOM.id: (at(0), at(2))}


def test_a_process_that_is_lost_leaves_pages_that_answered_until_then(
    room: LiveRoom, heard_at: dict[str, datetime]
) -> None:
    room.heard(OTHER, {TOM.id: there(at(0), at(0))})
    heard_at[OTHER] = at(2)
    room.lose(OTHER)
    page = room.pages[TOM.id]

    assert (page.open, page.until) == (False, at(2))
    assert [page.lost_at(at(2, seconds)) for seconds in (24, 25)] == [False, True]


def test_a_silent_page_is_silent_since_its_last_answer_and_not_since_that_was_noticed(
    room: LiveRoom, heard_at: dict[str, datetime]
) -> None:
    room.heard(OTHER, {TOM.id: there(at(0), at(0))})
    heard_at[OTHER] = at(1)
    room.witnessed(at(1))
    room.heard(OTHER, {TOM.id: there(at(0), at(0, 40), connected=False)})

    assert room.pages[TOM.id].lost_at(at(1, 5))


def test_a_closed_page_has_its_short_grace_here_too(room: LiveRoom, heard_at: dict[str, datetime]) -> None:
    room.heard(OTHER, {TOM.id: there(at(0), at(0))})
    heard_at[OTHER] = at(1, 1)
    room.witnessed(at(1, 1))
    room.heard(OTHER, {TOM.id: there(at(0), at(1), connected=False, grace=CLOSED_GRACE)})
    page = room.pages[TOM.id]

    assert [page.lost_at(at(1, seconds)) for seconds in (14, 15)] == [False, True]


def test_closing_one_of_two_pages_in_different_processes_closes_nothing(room: LiveRoom) -> None:
    room.heard(OTHER, {TOM.id: there(at(0), at(0))})
    room.connected(TOM.id, "here", at(1))
    room.disconnected(TOM.id, "here", None, at(2))
    assert room.pages[TOM.id].open

    room.connected(TOM.id, "here", at(3))
    room.heard(OTHER, {TOM.id: there(at(0), at(3), connected=False)})
    assert room.pages[TOM.id].open


def test_requests_scattered_over_processes_are_one_presence(room: LiveRoom) -> None:
    room.heard(OTHER, {TOM.id: there(at(0), at(0), connected=False)})
    for minute in range(1, 6):
        room.answered(TOM.id, at(minute))
        room.heard(OTHER, {TOM.id: there(at(0), at(minute, 30), connected=False)})

    assert room.witnessed(at(10)) == {TOM.id: (at(0), at(5, 30))}


def test_and_what_lies_more_than_three_minutes_apart_is_two(room: LiveRoom) -> None:
    room.answered(TOM.id, at(0))
    room.heard(OTHER, {TOM.id: there(at(4), at(6), connected=False)})
    assert room.witnessed(at(6)) == {TOM.id: (at(4), at(6))}

    room.heard("a third", {TOM.id: there(at(0), at(0, 30), connected=False)})
    assert room.witnessed(at(6)) == {TOM.id: (at(4), at(6))}


def test_a_page_that_asks_now_here_now_there_lives_once_and_not_twice(room: LiveRoom) -> None:
    second = timedelta(seconds=1)
    for seconds in range(0, 60, 4):
        room.answered(TOM.id, at(0, seconds))
        told = there(at(0), at(0, seconds + 2), False, lived=(seconds + 2) * second)
        room.heard(OTHER, {TOM.id: told})
    assert room.pages[TOM.id].lived == 58 * second
    assert room.lived() == frozenset()

    room.answered(TOM.id, at(1))
    assert (room.pages[TOM.id].lived, room.lived()) == (LIVED_LONG_ENOUGH, {TOM.id})


def test_others_are_told_of_pages_here_and_of_no_others(room: LiveRoom) -> None:
    room.heard(OTHER, {TOM.id: there(at(0), at(0))})
    assert room.page_here(TOM.id, at(1)) is None

    room.connected(TOM.id, "here", at(2), leads=True)
    assert room.page_here(TOM.id, at(3)) == there(at(0), at(3), leads=True)


def test_a_leader_elsewhere_is_a_leader_who_is_there(room: LiveRoom) -> None:
    room.heard(OTHER, {TOM.id: there(at(0), at(0), leads=True)})

    assert (leader_seen_at(room, at(9)), alarms(room, at(9))) == (at(9), {})
