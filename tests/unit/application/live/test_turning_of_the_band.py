"""When a band turns, the wrap-up comes or the time is over, pages hear of it although nobody pressed: one snapshot each."""

from datetime import timedelta

import pytest

from balint_live.application.live.commands import (
    AdjustTimer,
    CloseMeeting,
    NextPhase,
    PauseTimer,
    ResumeTimer,
)
from balint_live.domain.display import ParticipantClock
from tests.cast import ANA, TOM
from tests.live_session import DISCUSSION, LiveSession

MINUTE = 60


def watched(position: int = DISCUSSION) -> LiveSession:
    """Thirty minutes of discussion have just begun, before Ana's and Tom's pages."""
    live = LiveSession()
    for who in (ANA, TOM):
        live.enters(who)
    live.reaches(position)
    return live


def shown_in(live: LiveSession, seconds: int) -> list[tuple[int, str]]:
    """The seconds of snapshots from now on, and the band each showed the participants."""
    shown = []
    for second in range(5, seconds + 5, 5):
        live.pages.taken()
        live.ticks(5, every=5)
        shown += [(second, str(each.registrants["band"])) for each in live.pages.of("snapshots")]
    return shown


def heard_in(live: LiveSession, seconds: int) -> dict[str, list[int]]:
    """The seconds at which everybody, and at which only the leaders, were shown something from now on."""
    heard: dict[str, list[int]] = {"snapshots": [], "leaders' snapshot": []}
    for second in range(5, seconds + 5, 5):
        live.pages.taken()
        live.ticks(5, every=5)
        for kind, moments in heard.items():
            moments.extend([second] * len(live.pages.of(kind)))
    return heard


def test_one_at_each_third() -> None:
    assert shown_in(watched(), 32 * MINUTE) == [(10 * MINUTE, "middle"), (20 * MINUTE, "late")]


THIRDS = [10 * MINUTE, 20 * MINUTE]
WRAP_UP_AND_ZERO = [28 * MINUTE, 30 * MINUTE]


@pytest.mark.parametrize(
    ("clock", "everybody", "only_leaders"),
    [
        (ParticipantClock.HIDDEN, [], THIRDS + WRAP_UP_AND_ZERO),
        (ParticipantClock.SOFT, THIRDS, WRAP_UP_AND_ZERO),
        (ParticipantClock.MINUTES, THIRDS + WRAP_UP_AND_ZERO, []),
        (ParticipantClock.SECONDS, THIRDS + WRAP_UP_AND_ZERO, []),
    ],
)
def test_the_moment_of_a_message_tells_participants_no_more_than_their_clock(
    clock: ParticipantClock, everybody: list[int], only_leaders: list[int]
) -> None:
    live = LiveSession(participant_clock=clock)
    for who in (ANA, TOM):
        live.enters(who)
    live.reaches(DISCUSSION)
    assert heard_in(live, 32 * MINUTE) == {"snapshots": everybody, "leaders' snapshot": only_leaders}


def test_it_is_the_revision_pages_have_and_a_later_moment() -> None:
    live = watched()
    live.ticks(10 * MINUTE, every=10)
    (views,) = live.pages.of("snapshots")
    assert (views.leaders["revision"], views.leaders["server_now"]) == (2, live.clock.now())


def test_somebody_looking_in_at_that_very_moment_takes_it_from_nobody() -> None:
    """Between the turn of the band and the tick that tells of it, a page is loaded."""
    live = watched()
    live.ticks(10 * MINUTE - 10, every=10)
    live.clock.wait(seconds=10.2)
    live.seat(TOM)
    live.pages.taken()
    live.clock.wait(seconds=0.3)
    live.second()
    assert [each.registrants["band"] for each in live.pages.of("snapshots")] == ["middle"]


def test_a_paused_clock_turns_nothing() -> None:
    live = watched()
    live.ticks(5 * MINUTE, every=10)
    live.sends(ANA, PauseTimer)
    assert shown_in(live, 6 * MINUTE) == []
    live.sends(ANA, ResumeTimer)
    assert shown_in(live, 6 * MINUTE) == [(5 * MINUTE, "middle")]


def test_time_added_moves_them() -> None:
    live = watched()
    live.sends(ANA, AdjustTimer, by_length=timedelta(minutes=3))
    assert shown_in(live, 12 * MINUTE) == [(11 * MINUTE, "middle")]


def test_the_next_step_has_its_own() -> None:
    live = watched(DISCUSSION - 1)
    live.sends(ANA, NextPhase)
    assert shown_in(live, 11 * MINUTE) == [(10 * MINUTE, "middle")]


def test_before_the_opening_and_after_the_close_there_are_none() -> None:
    live = LiveSession()
    live.enters(ANA)
    live.ticks(5 * MINUTE, every=10)
    assert live.pages.of("snapshots") == []
    live.reaches(DISCUSSION)
    live.sends(ANA, CloseMeeting)
    live.pages.taken()
    live.ticks(11 * MINUTE, every=10)
    assert live.pages.of("snapshots") == []


@pytest.mark.parametrize("clock", ParticipantClock)
def test_leaders_hear_of_it_whatever_participants_see(clock: ParticipantClock) -> None:
    live = LiveSession(participant_clock=clock)
    live.enters(ANA)
    live.reaches(DISCUSSION)
    live.ticks(10 * MINUTE, every=10)
    everybody = [each.leaders["server_now"] for each in live.pages.of("snapshots")]
    leaders = [each["server_now"] for each in live.pages.of("leaders' snapshot")]
    assert everybody + leaders == [live.clock.now()]
