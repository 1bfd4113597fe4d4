"""What participants should know and no figure tells them: that the clock is paused, that no leader's page is connected."""

import pytest

from balint_live.application.live.commands import CloseMeeting, PauseTimer, ResumeTimer
from balint_live.domain.display import ParticipantClock
from tests.cast import ANA, BEN, TOM
from tests.live_session import DISCUSSION, LiveSession

AS_USUAL = {"paused": False, "leaders_away": False}
PAUSED = {"paused": True, "leaders_away": False}
AWAY = {"paused": False, "leaders_away": True}


def in_discussion(clock: ParticipantClock = ParticipantClock.SOFT) -> LiveSession:
    """Ana and Tom are there, and everybody has heard that all is as usual."""
    live = LiveSession(participant_clock=clock)
    live.enters(ANA)
    live.enters(TOM)
    live.reaches(DISCUSSION)
    live.ticks(1)
    live.pages.taken()
    return live


@pytest.mark.parametrize("clock", [ParticipantClock.SOFT, ParticipantClock.MINUTES, ParticipantClock.SECONDS])
def test_a_pause_is_told_with_the_snapshot_and_once(clock: ParticipantClock) -> None:
    live = in_discussion(clock)
    live.sends(ANA, PauseTimer)
    assert live.pages.of("aside") == [PAUSED]
    live.ticks(30)
    live.sends(BEN, ResumeTimer)
    assert live.pages.of("aside") == [PAUSED, AS_USUAL]


def test_under_a_hidden_clock_not_even_that() -> None:
    live = in_discussion(ParticipantClock.HIDDEN)
    live.sends(ANA, PauseTimer)
    live.ticks(30)
    assert live.pages.of("aside") == []


def test_leaders_gone_for_two_minutes() -> None:
    live = in_discussion()
    live.enters(BEN)
    live.leaves(BEN)
    live.ticks(10)
    live.leaves(ANA)
    live.ticks(119)
    assert live.pages.of("aside") == []
    live.ticks(1)
    assert live.pages.of("aside") == [AWAY]
    live.enters(BEN)
    live.ticks(2)
    assert live.pages.of("aside") == [AWAY, AS_USUAL]


def test_one_leader_is_enough() -> None:
    live = in_discussion()
    live.enters(BEN)
    live.leaves(ANA)
    live.ticks(200)
    assert live.pages.of("aside") == []


def test_an_open_page_is_there_between_two_ticks_too() -> None:
    live = in_discussion()
    live.clock.wait(minutes=5)
    assert live.publisher.aside(live.room) == AS_USUAL


def test_after_a_restart_they_have_two_minutes_to_come_back() -> None:
    live = in_discussion()
    live.restart()
    live.enters(TOM)
    live.ticks(119)
    assert live.pages.of("aside") == [AS_USUAL]
    live.ticks(1)
    assert live.pages.of("aside") == [AS_USUAL, AWAY]


def test_before_the_opening_and_after_the_close_nobody_is_missed() -> None:
    live = LiveSession()
    live.enters(TOM)
    live.ticks(200)
    assert live.pages.of("aside") == [AS_USUAL]
    live.reaches(DISCUSSION)
    live.sends(ANA, CloseMeeting)
    live.pages.taken()
    live.ticks(200)
    assert live.pages.of("aside") == []


def test_a_room_nobody_was_granted_a_seat_in_has_nothing_to_say() -> None:
    live = LiveSession()
    assert live.publisher.aside(live.room) == AS_USUAL
