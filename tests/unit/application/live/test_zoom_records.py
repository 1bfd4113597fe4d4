"""Zoom records: the leaders are told at once, whatever order its events come in, and the next one who opens the page too."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from balint_live.application.live.commands import CloseMeeting
from tests.cast import ANA, BEN, START, THIRD, TOM
from tests.live_session import DISCUSSION, LiveSession

RECORDS = {"alarm": "recording_started", "person": None}
OVER = {"alarm": "recording_started", "over": True}


def minute(number: int) -> datetime:
    return START + timedelta(minutes=number)


def hears(live: LiveSession, at: int, on: bool) -> None:
    live.publisher.hear_recording(THIRD, minute(at), on)


def there() -> LiveSession:
    live = LiveSession()
    live.enters(ANA)
    live.enters(TOM)
    live.ticks(1)
    return live


@pytest.mark.parametrize("position", [None, DISCUSSION])
def test_told_within_a_second_and_over_when_it_stops(position: int | None) -> None:
    live = there()
    if position is not None:
        live.reaches(position)
    hears(live, 1, True)
    live.ticks(1)
    assert live.pages.of("alarm") == [RECORDS]
    hears(live, 1, True)
    live.ticks(5)
    assert live.pages.of("alarm") == [RECORDS], "said once"
    hears(live, 2, False)
    live.ticks(1)
    assert live.pages.of("alarm") == [RECORDS, OVER]


def test_any_order_of_the_same_events_ends_the_same() -> None:
    events = [(1, True), (2, False), (3, True), (4, False), (5, True), (5, False)]
    states = set()
    for order in permutations(events):
        live = LiveSession()
        for each in order:
            hears(live, *each)
        states.add(live.room.is_recorded)
    assert states == {True}, "at the same moment, on decides"


def test_a_leader_who_opens_the_page_later_is_told_too() -> None:
    live = there()
    hears(live, 1, True)
    live.ticks(2)
    live.enters(BEN)
    live.publisher.send_presence_soon(live.room)
    live.ticks(1)
    assert live.pages.of("alarm") == [RECORDS, RECORDS]


def test_so_is_the_first_who_comes_after_it_began() -> None:
    live = LiveSession()
    hears(live, 1, True)
    live.ticks(20 * 60, every=10)
    live.enters(ANA)
    live.ticks(1)
    assert live.pages.of("alarm") == [RECORDS]


def test_the_close_ends_it_and_nothing_of_it_is_remembered() -> None:
    live = there()
    live.reaches(DISCUSSION)
    hears(live, 1, True)
    live.ticks(1)
    assert live.sends(ANA, CloseMeeting).ok
    live.ticks(1)
    assert (live.pages.of("alarm"), live.room.is_recorded) == ([RECORDS, OVER], False)


def test_a_room_that_nobody_enters_is_dropped_after_four_hours() -> None:
    live = LiveSession()
    hears(live, 1, True)
    live.ticks(4 * 3600 + 60, every=30)
    assert live.publisher.known(THIRD) is None
