"""Somebody who comes for the first time while the group is with a case waits at the door, until a leader lets them in."""

from datetime import datetime

import pytest

from balint_live.application.live.commands import (
    AdmitFromDoor,
    BackPhase,
    CloseMeeting,
    MarkAttendance,
    NextPhase,
    SetPresenter,
)
from balint_live.domain.display import LateComers
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.timeline import Mark, Source
from tests.cast import ANA, BEN, MIRIAM, OLGA, THIRD, TOM, Persona, at
from tests.live_session import CLARIFYING, DISCUSSION, PRESENTATION, LiveSession
from tests.unit.domain.shipped import SHIPPED


def with_a_case(setting: LateComers = LateComers.HOLD, position: int = DISCUSSION) -> LiveSession:
    """Ana and Ben lead, Miriam came in time, and the group has reached this position."""
    live = LiveSession(late_comers=setting)
    for leader in (ANA, BEN):
        live.enters(leader)
    live.admission.press(MIRIAM.who)
    live.enters(MIRIAM)
    live.reaches(position)
    live.clock.wait(minutes=20)
    live.ticks(1)
    live.pages.taken()
    return live


def comes(live: LiveSession, who: Persona = TOM) -> None:
    """They press, and their page connects."""
    live.admission.press(who.who)
    live.enters(who)
    live.ticks(1)


def presence_of(live: LiveSession, who: Persona) -> list[tuple[datetime, Source]]:
    return [(each.joined_at, each.source) for each in live.attendance.facts[THIRD][who.id].intervals]


@pytest.mark.parametrize(
    ("plan", "late_at"),
    [
        ("abs60", ["clarifying", "pushback", "discussion", "return", "closing"]),
        ("nopush90", ["clarifying", "present_stays_discussion", "last_word", "closing"]),
    ],
)
def test_the_group_is_with_a_case_once_one_was_presented(plan: str, late_at: list[str]) -> None:
    steps = SHIPPED.protocols[plan].steps
    found = [
        step.phase.id
        for position, step in enumerate(steps, start=1)
        if SHIPPED.protocols[plan].is_with_a_case(position)
    ]
    assert found == late_at


def test_between_two_cases_nobody_is_late() -> None:
    plan = SHIPPED.protocols["two120"]
    late = [plan.is_with_a_case(position) for position in range(1, len(plan.steps) + 1)]
    phases = [step.phase.id for step in plan.steps]
    second = phases.index("case_call", phases.index("break"))
    assert late[phases.index("break") : second + 2] == [False] * (second + 2 - phases.index("break"))
    assert (late[phases.index("discussion")], late[second + 2]) == (True, True)


@pytest.mark.parametrize("who", [TOM, OLGA], ids=["registrant", "observer"])
def test_they_wait_and_read_nothing_of_where_the_group_is(who: Persona) -> None:
    live = with_a_case()
    comes(live, who)

    view = live.view(who)
    assert (view["at_the_door"], view["role"], view["you_present"]) == (True, who.role, False)
    assert {"steps", "clock", "guidance", "band"} & set(view) == set()
    assert live.states()[who.id] == "at_the_door"
    assert live.pages.of("presence")[-1]["here"] == 1
    assert presence_of(live, who) == []


def test_whoever_came_in_time_comes_straight_back() -> None:
    live = with_a_case()
    live.leaves(MIRIAM, silent_for=0)
    live.restart()
    live.enters(MIRIAM)

    assert live.view(MIRIAM)["at_the_door"] is False
    assert live.states()[MIRIAM.id] == "here"


def test_until_the_presentation_is_over_they_come_in_as_anybody_does() -> None:
    live = with_a_case(position=PRESENTATION)
    comes(live)
    assert (live.view(TOM)["at_the_door"], live.states()[TOM.id]) == (False, "here")


def test_a_leader_lets_them_in_and_their_presence_begins() -> None:
    live = with_a_case()
    comes(live)
    revision = live.meeting.revision
    live.clock.wait(minutes=4)
    live.pages.taken()

    answer = live.sends(BEN, AdmitFromDoor, person=TOM.id)

    assert (answer.ok, answer.revision) == (True, revision)
    ((person, view, aside),) = live.pages.of("let in")
    assert (person, view["at_the_door"], view["position"]) == (TOM.id, False, DISCUSSION)
    assert aside == {"paused": False, "leaders_away": False}
    assert presence_of(live, TOM) == [(live.clock.now(), Source.SELF_CHECKIN)]
    live.ticks(1)
    assert live.states()[TOM.id] == "here"


def test_twice_is_refused_and_changes_nothing() -> None:
    live = with_a_case()
    comes(live)
    live.sends(ANA, AdmitFromDoor, person=TOM.id, id="first")
    before = presence_of(live, TOM)

    again = live.sends(ANA, AdmitFromDoor, person=TOM.id, id="first")
    by_the_other = live.sends(BEN, AdmitFromDoor, person=TOM.id)

    assert (again.ok, by_the_other.ok, by_the_other.code) == (True, False, Code.INVALID)
    assert presence_of(live, TOM) == before


@pytest.mark.parametrize("person", [MIRIAM.id, OLGA.id, ANA.id, "nobody"])
def test_only_who_is_at_the_door_is_let_in(person: str) -> None:
    live = with_a_case()
    comes(live)
    assert live.sends(ANA, AdmitFromDoor, person=person).code == Code.INVALID


def test_only_a_leader_lets_anybody_in() -> None:
    live = with_a_case()
    comes(live)
    for who in (TOM, MIRIAM):
        assert live.sends(who, AdmitFromDoor, person=TOM.id).code == Code.NOT_ALLOWED


def test_at_the_door_nobody_marks_themself_as_presenter_or_sends_a_signal() -> None:
    live = with_a_case()
    comes(live)
    assert live.sends(TOM, SetPresenter, person=TOM.id).code == Code.NOT_ALLOWED
    with pytest.raises(DomainError, match="not_allowed"):
        live.signals.send(TOM.who, THIRD, "word_with_leader")


def test_a_mark_lets_them_in_as_well() -> None:
    live = with_a_case()
    comes(live)
    live.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.PRESENT)
    assert [person for person, *_ in live.pages.of("let in")] == [TOM.id]
    assert live.states()[TOM.id] == "here"


def test_when_the_group_goes_back_to_the_presentation_everybody_comes_in() -> None:
    live = with_a_case(position=CLARIFYING)
    comes(live)
    live.sends(ANA, BackPhase)
    assert [person for person, *_ in live.pages.of("let in")] == [TOM.id]
    assert len(presence_of(live, TOM)) == 1


def test_a_move_is_told_to_who_waits_without_guidance_or_time() -> None:
    live = with_a_case()
    comes(live)
    live.pages.taken()
    live.sends(ANA, NextPhase)
    ((person, view),) = live.pages.of("at the door")
    assert (person, view["revision"], view["at_the_door"]) == (TOM.id, live.meeting.revision, True)
    assert {"steps", "clock", "guidance", "band"} & set(view) == set()


def test_after_the_end_nobody_waits_and_nobody_was_there_who_was_not_let_in() -> None:
    live = with_a_case()
    comes(live)
    live.sends(ANA, CloseMeeting)
    ((person, view, _),) = live.pages.of("let in")
    assert (person, view["meeting"]["status"]) == (TOM.id, "closed")
    assert presence_of(live, TOM) == []


@pytest.mark.parametrize("setting", [LateComers.LISTEN, LateComers.ADMIT])
def test_the_other_settings_hold_nobody(setting: LateComers) -> None:
    live = with_a_case(setting)
    listens = live.seat(TOM).listens_in
    comes(live)
    assert (live.view(TOM)["at_the_door"], live.states()[TOM.id]) == (False, "here")
    assert presence_of(live, TOM) == [(at(20, 1), Source.SELF_CHECKIN)]
    assert listens is (setting is LateComers.LISTEN)


def test_who_leaves_the_door_is_not_there_any_more() -> None:
    live = with_a_case()
    comes(live)
    live.leaves(TOM)
    live.ticks(30)
    assert live.states()[TOM.id] == "expected"
    assert live.sends(ANA, AdmitFromDoor, person=TOM.id).code == Code.INVALID
