"""A refused command is refused for the first thing that is wrong with it: who, closed, stale, not open, impossible."""

from collections.abc import Callable
from typing import Any

import pytest

from balint_live.application.live.commands import (
    AdjustTimer,
    BackPhase,
    CloseMeeting,
    Command,
    GotoPhase,
    HideReminder,
    MarkAttendance,
    NextPhase,
    OpenMeeting,
    PauseTimer,
    ResumeTimer,
    SetPresenter,
    ShowReminder,
    SpreadTimer,
    UndoMove,
)
from balint_live.domain.errors import Code
from balint_live.domain.timeline import Mark
from tests.cast import ANA, BEN, CHARLIE, ELSEWHERE, MIRIAM, OLGA, TOM, Persona
from tests.live_session import CLOSING, DISCUSSION, LiveSession

LEADERS_ONLY: dict[type[Command], dict[str, Any]] = {
    OpenMeeting: {},
    CloseMeeting: {},
    NextPhase: {},
    BackPhase: {},
    GotoPhase: {"position": 3},
    PauseTimer: {},
    ResumeTimer: {},
    AdjustTimer: {"by_length": None},
    SpreadTimer: {},
    UndoMove: {},
    ShowReminder: {},
    HideReminder: {},
    MarkAttendance: {"person": TOM.id, "mark": Mark.PRESENT},
}


def gathering() -> LiveSession:
    return LiveSession()


def in_discussion() -> LiveSession:
    live = LiveSession()
    live.reaches(DISCUSSION)
    return live


def closed() -> LiveSession:
    live = in_discussion()
    live.sends(BEN, CloseMeeting)
    live.pages.taken()
    return live


def at_the_end() -> LiveSession:
    live = LiveSession()
    live.reaches(CLOSING)
    return live


@pytest.mark.parametrize(
    ("who", "live", "kind", "facts", "code"),
    [
        (TOM, closed, NextPhase, {"revision": 1}, Code.NOT_ALLOWED),
        (TOM, gathering, NextPhase, {"revision": 7}, Code.NOT_ALLOWED),
        (TOM, in_discussion, SetPresenter, {"person": MIRIAM.id, "revision": 7}, Code.NOT_ALLOWED),
        (OLGA, in_discussion, SetPresenter, {"person": OLGA.id, "revision": 7}, Code.NOT_ALLOWED),
        (TOM, closed, MarkAttendance, {"person": TOM.id, "mark": Mark.PRESENT}, Code.NOT_ALLOWED),
        (ANA, closed, NextPhase, {"revision": 1}, Code.CLOSED),
        (ANA, closed, CloseMeeting, {"revision": 2}, Code.CLOSED),
        (ANA, closed, UndoMove, {}, Code.CLOSED),
        (ANA, closed, ShowReminder, {}, Code.CLOSED),
        (ANA, closed, SetPresenter, {"person": "nobody"}, Code.CLOSED),
        (ANA, closed, MarkAttendance, {"person": "nobody", "mark": Mark.ABSENT}, Code.CLOSED),
        (TOM, closed, SetPresenter, {"person": TOM.id}, Code.CLOSED),
        (ANA, gathering, NextPhase, {"revision": 7}, Code.STALE_REVISION),
        (ANA, gathering, SetPresenter, {"person": TOM.id, "revision": 7}, Code.STALE_REVISION),
        (ANA, in_discussion, OpenMeeting, {"revision": 0}, Code.STALE_REVISION),
        (ANA, in_discussion, UndoMove, {"revision": 1}, Code.STALE_REVISION),
        (ANA, in_discussion, SetPresenter, {"person": "nobody", "revision": 1}, Code.STALE_REVISION),
        (ANA, gathering, NextPhase, {}, Code.NOT_OPEN),
        (ANA, gathering, GotoPhase, {"position": 99}, Code.NOT_OPEN),
        (ANA, gathering, CloseMeeting, {}, Code.NOT_OPEN),
        (ANA, gathering, SetPresenter, {"person": "nobody"}, Code.NOT_OPEN),
        (TOM, gathering, SetPresenter, {"person": TOM.id}, Code.NOT_OPEN),
        (ANA, in_discussion, OpenMeeting, {}, Code.INVALID),
        (ANA, in_discussion, GotoPhase, {"position": DISCUSSION}, Code.INVALID),
        (ANA, in_discussion, SetPresenter, {"person": "nobody"}, Code.INVALID),
        (ANA, in_discussion, HideReminder, {}, Code.INVALID),
        (ANA, at_the_end, NextPhase, {}, Code.INVALID),
    ],
)
def test_the_first_thing_wrong_is_the_answer(
    who: Persona, live: Callable[[], LiveSession], kind: type[Command], facts: dict[str, Any], code: Code
) -> None:
    stands = live()
    before, saved = stands.meeting, len(stands.meetings.saved)
    answer = stands.sends(who, kind, **facts)
    assert (answer.ok, answer.code, answer.revision) == (False, code, before.revision)
    assert (stands.meeting, len(stands.meetings.saved)) == (before, saved)
    assert stands.pages.sent == []


@pytest.mark.parametrize("kind", LEADERS_ONLY)
@pytest.mark.parametrize("who", [TOM, OLGA], ids=lambda who: who.id)
def test_what_is_the_leaders_is_nobody_elses(who: Persona, kind: type[Command]) -> None:
    answer = in_discussion().sends(who, kind, **LEADERS_ONLY[kind])
    assert (answer.ok, answer.code, answer.revision) == (False, Code.NOT_ALLOWED, 2)


@pytest.mark.parametrize("meeting", ["third", "no such session"])
def test_a_leader_of_another_group_cannot_tell_a_session_from_none(meeting: str) -> None:
    live = in_discussion()
    answer = live.sends(CHARLIE, NextPhase, meeting=meeting, revision=2)
    assert (answer.ok, answer.code, answer.revision) == (False, Code.NOT_ALLOWED, 0)
    marked = live.sends(CHARLIE, MarkAttendance, meeting=meeting, person=TOM.id, mark=Mark.ABSENT)
    assert (marked.ok, marked.code, marked.revision) == (False, Code.NOT_ALLOWED, 0)
    assert live.meeting.revision == 2


def test_and_is_at_home_in_their_own() -> None:
    live = LiveSession()
    assert live.sends(CHARLIE, OpenMeeting, meeting=ELSEWHERE).ok


def test_a_refused_end_writes_nothing() -> None:
    live = in_discussion()
    live.enters(TOM)
    live.sends(TOM, CloseMeeting)
    live.sends(ANA, CloseMeeting, revision=1)
    assert live.attendance.written == []
