"""The heartbeat carries the revision, so that a page which missed a snapshot asks; every 3 s to leaders, 10 to others."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from balint_live.application.live.commands import OpenMeeting
from tests.cast import ANA, TOM, at
from tests.live_session import DISCUSSION, LiveSession

MANY = [f"session-{number}" for number in range(12)]


def heard(live: LiveSession, kind: str, meeting: str, seconds: int, each: Callable[[int], None]) -> list[int]:
    """The seconds at which one was heard."""
    seconds_heard = []
    for second in range(1, seconds + 1):
        live.pages.taken()
        each(second)
        live.ticks()
        if live.pages.of(kind, meeting):
            seconds_heard.append(second)
    return seconds_heard


def longest_wait(seconds_heard: list[int], seconds: int) -> int:
    moments = [0, *seconds_heard, seconds]
    return max(later - earlier for earlier, later in pairwise(moments))


@pytest.mark.parametrize(("kind", "promised"), [("leaders' heartbeat", 3), ("heartbeat", 10)])
def test_nobody_waits_longer_than_promised(kind: str, promised: int) -> None:
    live = LiveSession()
    live.enters(ANA)
    seconds_heard = heard(live, kind, "third", 60, lambda _: None)
    assert longest_wait(seconds_heard, 60) <= promised
    assert len(seconds_heard) <= 60 // (promised - 1) + 1


@pytest.mark.parametrize(("kind", "promised"), [("leaders' heartbeat", 3), ("heartbeat", 10)])
def test_not_even_while_other_rooms_are_left_and_dropped(kind: str, promised: int) -> None:
    """One room after another, before this one in the list, is left for good."""
    live = LiveSession(ids=[*MANY, "third"])
    for meeting in (*MANY, "third"):
        live.enters(ANA, meeting, meeting)

    def one_goes(second: int) -> None:
        if second % 5 == 0:
            live.rooms.drop(MANY[second // 5 - 1])

    assert longest_wait(heard(live, kind, "third", 60, one_goes), 60) <= promised


def test_what_it_says() -> None:
    live = LiveSession()
    live.enters(ANA)
    live.sends(ANA, OpenMeeting)
    live.ticks(9)
    assert live.pages.of("leaders' heartbeat")[-1]["revision"] == 1
    (beat,) = live.pages.of("heartbeat")
    assert (beat["revision"], set(beat)) == (1, {"revision", "server_now"})
    assert at(0) < beat["server_now"] <= at(0, 9)


def test_it_goes_on_while_the_database_is_away() -> None:
    live = LiveSession()
    live.enters(ANA)
    live.attendance.down = live.meetings.down = True
    live.ticks(9)
    assert (len(live.pages.of("leaders' heartbeat")), len(live.pages.of("heartbeat"))) == (3, 1)


def test_an_idle_session_sends_nothing_else() -> None:
    live = LiveSession()
    for who in (ANA, TOM):
        live.enters(who)
    live.reaches(DISCUSSION)
    live.ticks(1)
    live.pages.taken()
    live.ticks(9 * 20)
    assert {each.kind for each in live.pages.sent} == {"leaders' heartbeat", "heartbeat"}
    assert len(live.pages.sent) == 60 + 20


def test_the_next_second_is_worked_although_everything_is_down() -> None:
    live = LiveSession()
    live.enters(ANA)
    live.attendance.down = live.meetings.down = True
    live.ticks(120)
    live.attendance.down = live.meetings.down = False
    live.pages.taken()
    live.ticks(1)
    assert len(live.pages.of("presence")) == 1
    assert {where for where, _ in live.faults} == {"background"}
