"""What participants should know and no figure tells them: that the clock is paused, that no leader's page is connected."""

import pytest

from balint_live.application.live.commands import CloseMeeting, PauseTimer, ResumeTimer
from balint_live.domain.display import ParticipantClock
from tests.cast import ANA, BEN, TOM
from tests.evening import DISCUSSION, Evening

AS_USUAL = {"paused": False, "leaders_away": False}
PAUSED = {"paused": True, "leaders_away": False}
AWAY = {"paused": False, "leaders_away": True}


def in_discussion(clock: ParticipantClock = ParticipantClock.SOFT) -> Evening:
    """Ana and Tom are there, and everybody has heard that all is as usual."""
    evening = Evening(participant_clock=clock)
    evening.enters(ANA)
    evening.enters(TOM)
    evening.reaches(DISCUSSION)
    evening.ticks(1)
    evening.pages.taken()
    return evening


@pytest.mark.parametrize("clock", [ParticipantClock.SOFT, ParticipantClock.MINUTES, ParticipantClock.SECONDS])
def test_a_pause_is_told_with_the_snapshot_and_once(clock: ParticipantClock) -> None:
    evening = in_discussion(clock)
    evening.sends(ANA, PauseTimer)
    assert evening.pages.of("aside") == [PAUSED]
    evening.ticks(30)
    evening.sends(BEN, ResumeTimer)
    assert evening.pages.of("aside") == [PAUSED, AS_USUAL]


def test_under_a_hidden_clock_not_even_that() -> None:
    evening = in_discussion(ParticipantClock.HIDDEN)
    evening.sends(ANA, PauseTimer)
    evening.ticks(30)
    assert evening.pages.of("aside") == []


def test_leaders_gone_for_two_minutes() -> None:
    evening = in_discussion()
    evening.enters(BEN)
    evening.leaves(BEN)
    evening.ticks(10)
    evening.leaves(ANA)
    evening.ticks(119)
    assert evening.pages.of("aside") == []
    evening.ticks(1)
    assert evening.pages.of("aside") == [AWAY]
    evening.enters(BEN)
    evening.ticks(2)
    assert evening.pages.of("aside") == [AWAY, AS_USUAL]


def test_one_leader_is_enough() -> None:
    evening = in_discussion()
    evening.enters(BEN)
    evening.leaves(ANA)
    evening.ticks(200)
    assert evening.pages.of("aside") == []


def test_an_open_page_is_there_between_two_ticks_too() -> None:
    evening = in_discussion()
    evening.clock.wait(minutes=5)
    assert evening.publisher.aside(evening.room) == AS_USUAL


def test_after_a_restart_they_have_two_minutes_to_come_back() -> None:
    evening = in_discussion()
    evening.restart()
    evening.enters(TOM)
    evening.ticks(119)
    assert evening.pages.of("aside") == [AS_USUAL]
    evening.ticks(1)
    assert evening.pages.of("aside") == [AS_USUAL, AWAY]


def test_before_the_opening_and_after_the_close_nobody_is_missed() -> None:
    evening = Evening()
    evening.enters(TOM)
    evening.ticks(200)
    assert evening.pages.of("aside") == [AS_USUAL]
    evening.reaches(DISCUSSION)
    evening.sends(ANA, CloseMeeting)
    evening.pages.taken()
    evening.ticks(200)
    assert evening.pages.of("aside") == []


def test_a_room_nobody_was_granted_a_seat_in_has_nothing_to_say() -> None:
    evening = Evening()
    assert evening.publisher.aside(evening.room) == AS_USUAL
