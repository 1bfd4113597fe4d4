"""A group's own session plan: what makes one, and what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from balint_live.domain.errors import Code, DomainError
from balint_live.domain.protocol import Protocol, Step
from tests.unit.domain.cast import refusal, span
from tests.unit.domain.shipped import SHIPPED, plan


def test_the_total_is_always_the_sum_of_the_steps() -> None:
    assert plan("opening 3", "case_call 2", "discussion 30", "return 5", "closing 4").total == span(44)


def test_steps_are_counted_from_one() -> None:
    protocol = plan("opening 3", "checkin 5", "closing 4")
    assert [protocol.step(position).phase.id for position in (1, 2, 3)] == ["opening", "checkin", "closing"]


def test_one_phase_may_stand_at_several_positions() -> None:
    assert plan("checkin 5", "step_out 2", "checkin 5").total == span(12)


def test_one_step_of_one_minute_is_a_plan() -> None:
    assert plan("checkin 1").total == span(1)


def test_no_steps_are_no_plan() -> None:
    assert refusal(plan) is Code.INVALID


def test_an_unknown_phase_is_refused_by_its_name() -> None:
    with pytest.raises(DomainError) as refused:
        plan("opening 3", "group_hug 5")
    assert refused.value.code is Code.INVALID
    assert refused.value.sentence == "There is no phase called group_hug."


@pytest.mark.parametrize("phase", ["gather", "debrief"])
def test_phases_outside_the_clock_are_never_steps(phase: str) -> None:
    assert refusal(lambda: plan("opening 3", f"{phase} 10", "closing 4")) is Code.INVALID


@pytest.mark.parametrize("minutes", [0, -1])
def test_a_step_lasts_at_least_a_minute(minutes: int) -> None:
    assert refusal(lambda: plan(f"opening {minutes}")) is Code.INVALID


@pytest.mark.parametrize("planned", [span(seconds=59), span(1, 30), span(2) + timedelta(microseconds=1)])
def test_a_step_lasts_whole_minutes(planned: timedelta) -> None:
    assert refusal(lambda: Step(SHIPPED.phases["opening"], planned)) is Code.INVALID


def test_a_presenter_who_sits_back_must_be_brought_back() -> None:
    with pytest.raises(DomainError) as refused:
        plan("presentation 7", "discussion 30", "closing 4")
    assert refused.value.code is Code.INVALID
    assert refused.value.sentence == "After Group discussion nothing brings the presenter back."


def test_the_return_may_come_steps_later() -> None:
    fishbowl = plan("discussion 28", "outer_reflections 15", "return 10")
    assert fishbowl.total == span(53)


def test_a_return_before_the_discussion_brings_nobody_back() -> None:
    assert refusal(lambda: plan("return 7", "discussion 30")) is Code.INVALID


def test_the_second_case_needs_a_return_of_its_own() -> None:
    assert refusal(lambda: plan("discussion 20", "return 5", "discussion 20", "closing 4")) is Code.INVALID


def test_the_brief_response_brings_the_presenter_back_too() -> None:
    assert plan("discussion 20", "interim_return 4").total == span(24)


def test_a_presenter_in_the_circle_needs_no_return() -> None:
    assert plan("present_stays_discussion 50", "last_word 5").total == span(55)


def test_two_plans_of_the_same_steps_are_the_same_plan() -> None:
    abs60 = SHIPPED.protocols["abs60"]
    assert Protocol("abs60", "ABS-style, 60 minutes", abs60.steps) == abs60
    assert replace(abs60, name="Ours") != abs60
