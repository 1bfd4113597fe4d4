"""What participants could work out: two meetings that differ only in what is not theirs to know must look the same to them.

Stronger than looking for fields: a figure under another name, or folded into another one, would show here too.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from balint_live.application.live.snapshots import Snapshots
from balint_live.application.ports import Views
from balint_live.domain.display import ParticipantClock, Role
from balint_live.domain.meeting import Meeting, Move
from balint_live.domain.protocol import Protocol
from balint_live.domain.timer import Countdown, Progress
from tests.cast import REMINDER, booking
from tests.examples import examples
from tests.properties.plans import plans
from tests.unit.domain.cast import ANA, BEN, CARLA, START, at, span
from tests.unit.domain.shipped import SHIPPED, plan

Participants = list[Mapping[str, Any]]

moments = st.integers(0, 7200).map(lambda seconds: at(seconds=seconds))
spans = st.integers(0, 7200).map(lambda seconds: span(seconds=seconds))
presenters = st.sampled_from([CARLA, None])


def _clocks(protocol: Protocol, position: int) -> st.SearchStrategy[tuple[Countdown, ...]]:
    """Every step as adjusted and used anyhow; the current one perhaps running."""

    def clocks(percent: int, used: timedelta, since: datetime | None) -> tuple[Countdown, ...]:
        rest = [Countdown(step.planned * percent / 100, used) for step in protocol.steps]
        rest[position - 1] = replace(rest[position - 1], running_since=since)
        return tuple(rest)

    return st.builds(clocks, st.integers(1, 300), spans, st.none() | moments)


@st.composite
def twins(draw: st.DrawFn) -> tuple[Meeting, Meeting]:
    """Two sessions that differ in nothing but their clocks, and in who moved last, how and when."""
    protocol = plan(*draw(plans()))
    position = draw(st.integers(1, len(protocol.steps)))
    one, other = (Progress(START, position, draw(_clocks(protocol, position))) for _ in range(2))
    meeting = Meeting(
        "third", protocol, START, START + protocol.total, 7, one, Move(ANA, "phase.next", START, one)
    )
    return meeting, replace(
        meeting, progress=other, last_move=Move(BEN, "timer.adjust", draw(moments), other)
    )


def _look(meeting: Meeting, clock: ParticipantClock, presenter: str | None, now: datetime) -> Views:
    return Snapshots(SHIPPED, REMINDER).views(booking(clock), meeting, presenter, now)


def _participants(views: Views) -> Participants:
    return [views.registrants, views.observers, *([views.presenter[1]] if views.presenter else [])]


def _but_for_the_band(views: Views) -> Participants:
    return [{**view, "band": None} for view in _participants(views)]


@examples(60)
@given(twins=twins(), presenter=presenters, now=moments)
def test_under_a_hidden_clock_nobody_can_tell_how_time_stands(
    twins: tuple[Meeting, Meeting], presenter: str | None, now: datetime
) -> None:
    one, other = (_look(twin, ParticipantClock.HIDDEN, presenter, now) for twin in twins)
    assert one.leaders != other.leaders
    assert _participants(one) == _participants(other)


@examples(60)
@given(twins=twins(), presenter=presenters, now=moments)
def test_under_a_soft_clock_nobody_can_tell_more_than_the_band(
    twins: tuple[Meeting, Meeting], presenter: str | None, now: datetime
) -> None:
    one, other = (_look(twin, ParticipantClock.SOFT, presenter, now) for twin in twins)
    assert one.leaders != other.leaders
    assert _but_for_the_band(one) == _but_for_the_band(other)


@examples(60)
@given(twins=twins(), clock=st.sampled_from(ParticipantClock), now=moments)
def test_nobody_else_can_tell_that_anybody_presents(
    twins: tuple[Meeting, Meeting], clock: ParticipantClock, now: datetime
) -> None:
    marked, unmarked = _look(twins[0], clock, CARLA, now), _look(twins[0], clock, None, now)
    assert (marked.leaders["presenter"], unmarked.leaders["presenter"]) == (CARLA, None)
    assert (marked.registrants, marked.observers) == (unmarked.registrants, unmarked.observers)


@examples(60)
@given(twins=twins(), clock=st.sampled_from(ParticipantClock), now=moments)
def test_the_presenters_view_differs_in_its_words_alone(
    twins: tuple[Meeting, Meeting], clock: ParticipantClock, now: datetime
) -> None:
    views = _look(twins[0], clock, CARLA, now)
    assert views.presenter is not None
    person, own = views.presenter
    assert person == CARLA
    assert own == {**views.registrants, "guidance": own["guidance"], "you_present": True}
    watching = {"role": Role.OBSERVER, "guidance": views.observers["guidance"]}
    assert views.observers == {**views.registrants, **watching}
