"""Spread fits what is left to the booked end: by shortening only, and never what must be kept whole."""

from typing import Any

import pytest

from balint_live.domain import timer
from balint_live.domain.errors import Code
from balint_live.domain.meeting import Move
from balint_live.domain.timer import Countdown
from tests.unit.domain.cast import (
    ANA,
    BEN,
    START,
    arrived,
    at,
    closed,
    gathering,
    lengths,
    opened,
    refusal,
    span,
)
from tests.unit.domain.shipped import plan, vectors

SPREAD = vectors("spread")


@pytest.mark.parametrize("worked", SPREAD, ids=[worked["title"] for worked in SPREAD])
def test_the_worked_figures(worked: dict[str, Any]) -> None:
    late = span(seconds=worked["late"])
    meeting = arrived(worked["position"], worked["protocol"], late)
    now = meeting.progress.countdowns[worked["position"] - 1].running_since
    assert now is not None
    assert meeting.late_by(now) == late
    spread_out = meeting.spread(BEN, now)
    assert lengths(spread_out) == worked["after"]
    assert spread_out.late_by(now) == span(seconds=worked["still_late"])


def test_spreading_is_a_move_that_stays_where_it_is() -> None:
    before = arrived(4, late=span(6))
    meeting = before.spread(BEN, at(20))
    assert (meeting.progress.position, meeting.revision) == (4, before.revision + 1)
    assert meeting.countdown == before.countdown
    assert meeting.last_move == Move(by=BEN, type="timer.spread", at=at(20), before=before.progress)


def test_a_fraction_of_a_second_takes_a_whole_one() -> None:
    meeting = arrived(4, late=span(seconds=0.25))
    now = at(13, 0.25)
    assert lengths(meeting.spread(ANA, now))[5] == 1799
    assert meeting.spread(ANA, now).late_by(now) == -span(seconds=0.75)


def test_an_overrun_of_the_current_step_counts() -> None:
    assert lengths(opened().spread(ANA, at(3, 40)))[5] < 1800
    assert opened().spread(ANA, at(3, 40)).late_by(at(3, 40)) == span()


def test_the_current_step_gives_nothing() -> None:
    late_in_discussion = arrived(6, late=span(10))
    assert refusal(lambda: late_in_discussion.spread(ANA, at(29))) is Code.INVALID


def test_nor_does_it_when_it_was_paused_the_moment_it_began() -> None:
    paused_at_once = opened(plan("checkin 10", "closing 5")).pause(ANA, START)
    assert refusal(lambda: paused_at_once.spread(ANA, at(10))) is Code.INVALID


def test_steps_already_begun_give_nothing() -> None:
    protocol = plan("checkin 10", "method 10", "closing 5")
    there_and_back = opened(protocol).next(ANA, at(1)).back(ANA, at(2))
    assert refusal(lambda: there_and_back.spread(ANA, at(20))) is Code.INVALID


@pytest.mark.parametrize("phase", ["pushback", "return", "interim_return", "last_word", "closing"])
def test_what_must_be_kept_whole_gives_nothing(phase: str) -> None:
    protocol = plan("checkin 10", f"{phase} 10")
    assert refusal(lambda: opened(protocol).spread(ANA, at(15))) is Code.INVALID


def test_on_time_there_is_nothing_to_spread() -> None:
    assert refusal(lambda: opened().spread(ANA, at(3))) is Code.INVALID


def test_time_in_hand_is_given_to_nobody() -> None:
    assert refusal(lambda: opened().next(ANA, at(1)).spread(ANA, at(1))) is Code.INVALID


def test_once_spread_there_is_nothing_left_to_spread() -> None:
    assert refusal(lambda: arrived(4, late=span(6)).spread(ANA, at(19)).spread(BEN, at(19))) is Code.INVALID


def test_spread_again_after_another_overrun_stops_at_half_the_plan() -> None:
    meeting = arrived(4, late=span(6)).spread(ANA, at(19)).next(ANA, at(36))
    again = meeting.spread(ANA, at(36))
    assert lengths(again) == [180, 180, 420, 300, 60, 900, 420, 240]
    assert again.late_by(at(36)) == span(3)


def test_what_a_step_at_its_floor_cannot_give_is_asked_of_the_others() -> None:
    protocol = plan("checkin 5", "method 10", "introductions 10", "case_call 10")
    clocks = (Countdown(span(5), running_since=START), *map(Countdown, (span(6), span(10), span(10))))
    shortened = timer.shortened(protocol, clocks, span(6, 30), 1)
    assert [clock.length for clock in shortened] == [span(5), span(5), span(7, 15), span(7, 15)]


def test_asked_again_nobody_gives_more_than_half_their_plan_either() -> None:
    protocol = plan("checkin 5", "method 18", "introductions 16", "case_call 10")
    clocks = (Countdown(span(5), running_since=START), *map(Countdown, (span(10), span(10), span(10))))
    shortened = timer.shortened(protocol, clocks, span(5, 30), 1)
    assert [clock.length for clock in shortened] == [span(5), span(9), span(8), span(7, 30)]


def test_a_step_below_half_its_plan_already_is_left_as_it_is() -> None:
    protocol = plan("checkin 5", "method 10", "introductions 10")
    clocks = (Countdown(span(5), running_since=START), Countdown(span(4)), Countdown(span(10)))
    shortened = timer.shortened(protocol, clocks, span(8), 1)
    assert [clock.length for clock in shortened] == [span(5), span(4), span(5)]


def test_spread_is_undone_like_any_move() -> None:
    before = arrived(4, late=span(6))
    assert before.spread(ANA, at(19)).undo(at(19, 9)).progress == before.progress


def test_there_is_nothing_to_spread_before_the_opening_or_after_the_close() -> None:
    assert refusal(lambda: gathering().spread(ANA, at(30))) is Code.NOT_OPEN
    assert refusal(lambda: closed().spread(ANA, at(70))) is Code.CLOSED
