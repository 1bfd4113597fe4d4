"""Whatever happened in a session: no participant's view has a field that is the leaders', or a figure under a soft clock."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from balint_live.application.live.snapshots import Snapshots
from balint_live.application.ports import View, Views
from balint_live.domain.display import ParticipantClock, Role
from balint_live.domain.errors import DomainError
from balint_live.domain.meeting import Meeting
from balint_live.domain.timer import Progress
from balint_live.web.shared.context import encoded
from tests.cast import REMINDER, START, booking
from tests.examples import examples
from tests.properties.plans import plans
from tests.unit.domain.shipped import SHIPPED, plan

LEADER, PRESENTER = "leader-4711", "presenter-0815"
FOR_ALL = {
    "revision",
    "server_now",
    "role",
    "meeting",
    "steps",
    "position",
    "guidance",
    "presenter_state",
    "you_present",
    "at_the_door",
    "participant_clock",
    "reminder",
}
LEADERS_ONLY = {"presenter", "last_move", "latest_return_at", "projected_end_at"}
BOOKED = {"id", "title", "status", "scheduled_start", "scheduled_end", "opened_at", "closed_at"}
MOMENTS = {"server_now", "scheduled_start", "scheduled_end", "opened_at", "closed_at"}

Press = Callable[[Meeting, datetime], Meeting]


def _adjust(seconds: int) -> Press:
    return lambda meeting, now: meeting.adjust(timedelta(seconds=seconds), LEADER, now)


def _goto(position: int) -> Press:
    return lambda meeting, now: meeting.goto(position, LEADER, now)


PRESSES: st.SearchStrategy[Press] = (
    st.sampled_from(
        [
            lambda meeting, now: meeting.next(LEADER, now),
            lambda meeting, now: meeting.back(LEADER, now),
            lambda meeting, now: meeting.pause(LEADER, now),
            lambda meeting, now: meeting.resume(LEADER, now),
            lambda meeting, now: meeting.spread(LEADER, now),
            lambda meeting, now: meeting.undo(now),
            lambda meeting, now: meeting.show_reminder(),
            lambda meeting, now: meeting.touched(),
        ]
    )
    | st.integers(-3600, 3600).map(_adjust)
    | st.integers(1, 12).map(_goto)
)


@st.composite
def _moments(draw: st.DrawFn) -> tuple[Meeting, datetime]:
    """A session somewhere between its first minute and long after its end."""
    protocol = plan(*draw(plans()))
    now, end = START, START + protocol.total
    meeting = Meeting("third", protocol, START, end, 0, Progress.before_opening(protocol))
    if draw(st.booleans()):
        meeting = meeting.open(LEADER, now)
    for press, wait in draw(st.lists(st.tuples(PRESSES, st.integers(0, 2_000_000)), max_size=12)):
        now += timedelta(milliseconds=wait)
        with suppress(DomainError):
            meeting = press(meeting, now)
    if draw(st.booleans()):
        with suppress(DomainError):
            meeting = meeting.close(now)
    return meeting, now + timedelta(milliseconds=draw(st.integers(0, 4_000_000)))


def _views(clock: ParticipantClock, moment: tuple[Meeting, datetime], presenter: str | None) -> Views:
    meeting, now = moment
    return Snapshots(SHIPPED, REMINDER).views(booking(clock), meeting, presenter, now)


def _participants(views: Views) -> list[View]:
    return [views.registrants, views.observers, *([views.presenter[1]] if views.presenter else [])]


def _values(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    """Every value in a view with its key, however deep."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _values(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _values(each, key)
    else:
        yield key, value


@examples(25)
@given(st.sampled_from(ParticipantClock), _moments(), st.sampled_from([None, PRESENTER]))
def test_each_reader_has_exactly_their_keys(
    clock: ParticipantClock, moment: tuple[Meeting, datetime], presenter: str | None
) -> None:
    views, current = _views(clock, moment, presenter), moment[0].step is not None
    time: dict[ParticipantClock, set[str]] = {
        ParticipantClock.HIDDEN: set(),
        ParticipantClock.SOFT: {"band"} if current else set(),
        ParticipantClock.MINUTES: {"clock"},
        ParticipantClock.SECONDS: {"clock"},
    }
    assert set(views.leaders) == FOR_ALL | LEADERS_ONLY | {"clock"}
    for view in _participants(views):
        assert set(view) == FOR_ALL | time[clock]
        assert set(view["meeting"]) == BOOKED
        assert set(view["reminder"]) == {"version", "showing"}
        assert view["role"] in (Role.REGISTRANT, Role.OBSERVER)


@examples(25)
@given(st.sampled_from(ParticipantClock), _moments())
def test_nobody_but_the_leaders_reads_who_presents_or_who_moved(
    clock: ParticipantClock, moment: tuple[Meeting, datetime]
) -> None:
    views = _views(clock, moment, PRESENTER)
    assert views.leaders["presenter"] == PRESENTER
    for view in _participants(views):
        assert not {PRESENTER, LEADER} & {value for _, value in _values(view)}
    assert [view["you_present"] for view in _participants(views)] == [False, False, True]


@examples(25)
@given(st.sampled_from([ParticipantClock.HIDDEN, ParticipantClock.SOFT]), _moments())
def test_no_figure_to_count_from_under_a_clock_without_figures(
    clock: ParticipantClock, moment: tuple[Meeting, datetime]
) -> None:
    views = _views(clock, moment, PRESENTER)
    assert any(isinstance(value, timedelta) for _, value in _values(views.leaders))
    for view in _participants(views):
        assert [key for key, value in _values(view) if isinstance(value, timedelta)] == []
        assert {key for key, value in _values(view) if isinstance(value, datetime)} <= MOMENTS
        assert {key for step in view["steps"] for key in step} == {"position", "phase", "name"}


@examples(25)
@given(_moments())
def test_with_figures_participants_read_the_leaders_clock(moment: tuple[Meeting, datetime]) -> None:
    views = _views(ParticipantClock.SECONDS, moment, PRESENTER)
    for view in _participants(views):
        assert (view["clock"], view["steps"]) == (views.leaders["clock"], views.leaders["steps"])


@examples(25)
@given(st.sampled_from(ParticipantClock), _moments(), st.sampled_from([None, PRESENTER]))
def test_on_the_wire_a_view_is_whole_milliseconds_and_words(
    clock: ParticipantClock, moment: tuple[Meeting, datetime], presenter: str | None
) -> None:
    views = _views(clock, moment, presenter)
    for view in (views.leaders, *_participants(views)):
        message: dict[str, Any] = encoded(view)
        assert json.loads(json.dumps(message)) == message
        assert {type(value) for _, value in _values(message)} <= {int, str, bool, type(None)}
        assert message["serverNow"] == (moment[1] - START) // timedelta(milliseconds=1) + 1772737200000
