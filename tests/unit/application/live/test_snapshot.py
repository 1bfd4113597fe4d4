"""One whole snapshot per reader: each has every key of the contract that is theirs, and not one more."""

from datetime import timedelta
from typing import Any

import pytest

from balint_live.application.live.commands import (
    AdjustTimer,
    CloseMeeting,
    NextPhase,
    PauseTimer,
    ShowReminder,
)
from balint_live.domain.display import Band, ParticipantClock, Role
from balint_live.domain.meeting import Status
from balint_live.domain.protocol import PresenterState
from tests.cast import ANA, BEN, MIRIAM, REMINDER, THIRD, at
from tests.live_session import DISCUSSION, PUSHBACK, LiveSession
from tests.unit.domain.shipped import SHIPPED

MINUTE = timedelta(minutes=1)
ABS60 = [
    ("opening", "Opening and agreement", 3),
    ("case_call", "Who has a case?", 3),
    ("presentation", "Presentation", 7),
    ("clarifying", "Clarifying questions", 5),
    ("pushback", "Presenter sits back", 1),
    ("discussion", "Group discussion", 30),
    ("return", "Presenter returns", 7),
    ("closing", "Closing", 4),
]
NAMED = [
    {"position": position, "phase": phase, "name": name}
    for position, (phase, name, _) in enumerate(ABS60, start=1)
]
PLANNED = [
    {**step, "length": minutes * MINUTE, "spent": timedelta()}
    for step, (_, _, minutes) in zip(NAMED, ABS60, strict=True)
]


def in_discussion(clock: ParticipantClock) -> LiveSession:
    """Opened on time, at once gone to pushback; two minutes later Ben goes on, adds one minute, and twelve pass."""
    live = LiveSession(participant_clock=clock)
    live.reaches(PUSHBACK, MIRIAM)
    live.clock.wait(minutes=2)
    live.sends(BEN, NextPhase)
    live.sends(BEN, AdjustTimer, by_length=MINUTE)
    live.clock.wait(minutes=12)
    return live


def adjusted() -> list[dict[str, Any]]:
    steps = [dict(step) for step in PLANNED]
    steps[PUSHBACK - 1]["spent"] = 2 * MINUTE
    steps[DISCUSSION - 1]["length"] = 31 * MINUTE
    return steps


def common(clock: ParticipantClock) -> dict[str, Any]:
    return {
        "revision": 5,
        "server_now": at(14),
        "meeting": {
            "id": THIRD,
            "title": "Tuesday group, session 3 of 8",
            "status": Status.RUNNING,
            "scheduled_start": at(0),
            "scheduled_end": at(60),
            "opened_at": at(0),
            "closed_at": None,
        },
        "position": DISCUSSION,
        "presenter_state": PresenterState.BACK,
        "participant_clock": clock,
        "reminder": {"version": REMINDER, "showing": False},
    }


RUNNING = {"length": 31 * MINUTE, "spent": timedelta(), "running_since": at(2)}
TIME: dict[ParticipantClock, dict[str, Any]] = {
    ParticipantClock.HIDDEN: {"steps": NAMED},
    ParticipantClock.SOFT: {"steps": NAMED, "band": Band.MIDDLE},
    ParticipantClock.MINUTES: {"steps": adjusted(), "clock": RUNNING},
    ParticipantClock.SECONDS: {"steps": adjusted(), "clock": RUNNING},
}


@pytest.mark.parametrize("clock", ParticipantClock)
def test_the_leaders(clock: ParticipantClock) -> None:
    assert in_discussion(clock).views().leaders == {
        **common(clock),
        "role": Role.LEADER,
        "guidance": SHIPPED.phases["discussion"].leaders,
        "you_present": False,
        "at_the_door": False,
        "steps": adjusted(),
        "clock": RUNNING,
        "presenter": MIRIAM.id,
        "last_move": {
            "by": BEN.id,
            "type": "timer.adjust",
            "at": at(2),
            "undo_until": at(2, 10),
        },
        "latest_return_at": at(49),
        "projected_end_at": at(14 + 19 + 7 + 4),
    }


@pytest.mark.parametrize("clock", ParticipantClock)
def test_a_participants(clock: ParticipantClock) -> None:
    assert in_discussion(clock).views().registrants == {
        **common(clock),
        "role": Role.REGISTRANT,
        "guidance": SHIPPED.phases["discussion"].participants,
        "you_present": False,
        "at_the_door": False,
        **TIME[clock],
    }


@pytest.mark.parametrize("clock", ParticipantClock)
def test_an_observers(clock: ParticipantClock) -> None:
    assert in_discussion(clock).views().observers == {
        **common(clock),
        "role": Role.OBSERVER,
        "guidance": SHIPPED.phases["discussion"].observers,
        "you_present": False,
        "at_the_door": False,
        **TIME[clock],
    }


@pytest.mark.parametrize("clock", ParticipantClock)
def test_the_presenters(clock: ParticipantClock) -> None:
    assert in_discussion(clock).views().presenter == (
        MIRIAM.id,
        {
            **common(clock),
            "role": Role.REGISTRANT,
            "guidance": SHIPPED.phases["discussion"].presenter,
            "you_present": True,
            "at_the_door": False,
            **TIME[clock],
        },
    )


@pytest.mark.parametrize("clock", ParticipantClock)
def test_before_the_opening(clock: ParticipantClock) -> None:
    views = LiveSession(participant_clock=clock).views()
    untouched = {
        "revision": 0,
        "server_now": at(0),
        "meeting": {
            "id": THIRD,
            "title": "Tuesday group, session 3 of 8",
            "status": Status.GATHERING,
            "scheduled_start": at(0),
            "scheduled_end": at(60),
            "opened_at": None,
            "closed_at": None,
        },
        "position": None,
        "presenter_state": PresenterState.NONE,
        "participant_clock": clock,
        "reminder": {"version": REMINDER, "showing": False},
        "you_present": False,
        "at_the_door": False,
    }
    figures = clock in (ParticipantClock.MINUTES, ParticipantClock.SECONDS)
    assert views.presenter is None
    assert views.registrants == {
        **untouched,
        "role": Role.REGISTRANT,
        "guidance": SHIPPED.phases["gather"].participants,
        **({"steps": PLANNED, "clock": None} if figures else {"steps": NAMED}),
    }
    assert views.leaders == {
        **untouched,
        "role": Role.LEADER,
        "guidance": SHIPPED.phases["gather"].leaders,
        "steps": PLANNED,
        "clock": None,
        "presenter": None,
        "last_move": None,
        "latest_return_at": None,
        "projected_end_at": None,
    }


@pytest.mark.parametrize("clock", ParticipantClock)
def test_after_the_close_nothing_is_left_of_how_it_went(clock: ParticipantClock) -> None:
    live = in_discussion(clock)
    live.sends(ANA, CloseMeeting)
    views = live.views()
    over = {
        **common(clock),
        "revision": 6,
        "meeting": {**common(clock)["meeting"], "status": Status.CLOSED, "closed_at": at(14)},
        "position": None,
        "presenter_state": PresenterState.NONE,
        "you_present": False,
        "at_the_door": False,
    }
    figures = clock in (ParticipantClock.MINUTES, ParticipantClock.SECONDS)
    assert views.presenter is None
    assert views.registrants == {
        **over,
        "role": Role.REGISTRANT,
        "guidance": SHIPPED.phases["debrief"].participants,
        **({"steps": PLANNED, "clock": None} if figures else {"steps": NAMED}),
    }
    assert views.leaders == {
        **over,
        "role": Role.LEADER,
        "guidance": SHIPPED.phases["debrief"].leaders,
        "steps": PLANNED,
        "clock": None,
        "presenter": None,
        "last_move": None,
        "latest_return_at": None,
        "projected_end_at": None,
    }


def test_a_paused_clock_stands() -> None:
    live = in_discussion(ParticipantClock.SECONDS)
    live.sends(ANA, PauseTimer)
    stands = {"length": 31 * MINUTE, "spent": 12 * MINUTE, "running_since": None}
    live.clock.wait(minutes=5)
    assert live.views().registrants["clock"] == live.views().leaders["clock"] == stands


def test_the_reminder_is_shown_to_everybody() -> None:
    live = in_discussion(ParticipantClock.SOFT)
    live.sends(ANA, ShowReminder)
    views = live.views()
    shown = {"version": REMINDER, "showing": True}
    assert [view["reminder"] for view in (views.leaders, views.registrants, views.observers)] == [shown] * 3


@pytest.mark.parametrize(
    ("minutes", "band"),
    [
        (0, Band.EARLY),
        (9.99, Band.EARLY),
        (10, Band.MIDDLE),
        (19.99, Band.MIDDLE),
        (20, Band.LATE),
        (90, Band.LATE),
    ],
)
def test_the_word_for_how_far_it_is(minutes: float, band: Band) -> None:
    live = LiveSession()
    live.reaches(DISCUSSION)
    live.clock.wait(minutes=minutes)
    assert live.views().registrants["band"] == band
