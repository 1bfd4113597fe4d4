"""What comes in becomes a command of the closed set, or a refusal with the contract's code; never anything else."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balint_live.application.live import commands
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.timeline import Mark
from balint_live.web.live import messages
from tests.examples import examples

NEXT = {"id": "a1", "type": "phase.next", "expectedRevision": 17}
MARK = {"id": "a1", "type": "attendance.mark", "person": "tom", "mark": "absent"}
FOR: dict[str, Any] = {"id": "a1", "expected_revision": 17}


def refusal(data: object) -> Code:
    with pytest.raises(DomainError) as refused:
        messages.command(data)
    return refused.value.code


@pytest.mark.parametrize(
    ("type", "fields", "command"),
    [
        ("meeting.open", {}, commands.OpenMeeting(**FOR)),
        ("meeting.close", {}, commands.CloseMeeting(**FOR)),
        ("phase.next", {}, commands.NextPhase(**FOR)),
        ("phase.back", {}, commands.BackPhase(**FOR)),
        ("phase.goto", {"position": 3}, commands.GotoPhase(**FOR, position=3)),
        ("timer.pause", {}, commands.PauseTimer(**FOR)),
        ("timer.resume", {}, commands.ResumeTimer(**FOR)),
        ("timer.adjust", {"seconds": -3600}, commands.AdjustTimer(**FOR, by_length=timedelta(hours=-1))),
        ("timer.adjust", {"seconds": 3600}, commands.AdjustTimer(**FOR, by_length=timedelta(hours=1))),
        ("timer.spread", {}, commands.SpreadTimer(**FOR)),
        ("move.undo", {}, commands.UndoMove(**FOR)),
        ("presenter.set", {"person": "tom"}, commands.SetPresenter(**FOR, person="tom")),
        ("presenter.clear", {}, commands.ClearPresenter(**FOR)),
        ("reminder.show", {}, commands.ShowReminder(**FOR)),
        ("reminder.hide", {}, commands.HideReminder(**FOR)),
        (
            "attendance.mark",
            {"person": "tom", "mark": "present"},
            commands.MarkAttendance(**FOR, person="tom", mark=Mark.PRESENT),
        ),
    ],
)
def test_each_command(type: str, fields: dict[str, Any], command: commands.Command) -> None:
    parsed = messages.command({"id": "a1", "type": type, "expectedRevision": 17, **fields})
    assert (parsed, parsed.type) == (command, type)


@pytest.mark.parametrize("revision", [{}, {"expectedRevision": None}])
def test_a_mark_on_the_list_needs_no_revision(revision: dict[str, None]) -> None:
    assert messages.command({**MARK, **revision}) == commands.MarkAttendance(
        id="a1", expected_revision=None, person="tom", mark=Mark.ABSENT
    )


@pytest.mark.parametrize("type", ["", "phase.Next", "phase.next ", "leader.add", "roll.confirm", "__class__"])
def test_a_command_there_is_not(type: str) -> None:
    assert refusal({**NEXT, "type": type}) == Code.UNKNOWN_COMMAND


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "phase.next",
        17,
        b"bytes",
        {},
        [NEXT],
        {"id": "a1", "expectedRevision": 17},
        {**NEXT, "type": None},
        {**NEXT, "type": ["phase.next"]},
        {**NEXT, "id": ""},
        {**NEXT, "id": "a" * 65},
        {**NEXT, "id": 1},
        {**NEXT, "id": None},
        {"type": "phase.next", "expectedRevision": 17},
        {"id": "a1", "type": "phase.next"},
        {**NEXT, "expectedRevision": None},
        {**NEXT, "expectedRevision": "17"},
        {**NEXT, "expectedRevision": 17.0},
        {**NEXT, "expectedRevision": True},
        {**NEXT, "expectedRevision": -1},
        {**NEXT, "expectedRevision": 2**53},
        {**NEXT, "position": 3},
        {**NEXT, "note": "Mrs. K., 54"},
        {**NEXT, "type": "phase.goto"},
        {**NEXT, "type": "phase.goto", "position": 0},
        {**NEXT, "type": "phase.goto", "position": "3"},
        {**NEXT, "type": "phase.goto", "position": 10**30},
        {**NEXT, "type": "timer.adjust"},
        {**NEXT, "type": "timer.adjust", "seconds": 0},
        {**NEXT, "type": "timer.adjust", "seconds": 3601},
        {**NEXT, "type": "timer.adjust", "seconds": -3601},
        {**NEXT, "type": "timer.adjust", "seconds": 60.5},
        {**NEXT, "type": "timer.adjust", "seconds": float("nan")},
        {**NEXT, "type": "presenter.set"},
        {**NEXT, "type": "presenter.set", "person": None},
        {**NEXT, "type": "presenter.set", "person": {"id": "tom"}},
        {**MARK, "mark": "late"},
        {**MARK, "mark": None},
        {**MARK, "person": ""},
        {**MARK, "expectedRevision": "17"},
        {**MARK, "reason": "ill"},
        {1: 2, "type": "phase.next"},
    ],
)
def test_what_is_not_of_the_form(data: object) -> None:
    assert refusal(data) == Code.INVALID


def command_or_code(data: object) -> commands.Command | Code:
    try:
        return messages.command(data)
    except DomainError as refused:
        return refused.code


_SINGLE = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.binary(max_size=5)
)
ANYTHING = _SINGLE | st.lists(_SINGLE, max_size=2) | st.dictionaries(st.text(max_size=5), _SINGLE, max_size=2)


@examples(15)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "id": st.text(max_size=70) | ANYTHING,
            "type": st.sampled_from(sorted(messages._FORMS)) | ANYTHING,
            "expectedRevision": st.integers(-1, 3) | ANYTHING,
            "position": ANYTHING,
            "seconds": ANYTHING,
            "person": ANYTHING,
            "mark": ANYTHING,
        },
    )
    | ANYTHING
)
def test_anything_at_all_is_a_command_or_a_coded_refusal(data: object) -> None:
    parsed = command_or_code(data)
    assert isinstance(parsed, commands.Command) or parsed in (Code.INVALID, Code.UNKNOWN_COMMAND)


def test_a_signal() -> None:
    assert messages.signal({"signal": "wrap_up"}) == "wrap_up"


@pytest.mark.parametrize(
    "data",
    [
        None,
        "wrap_up",
        {},
        {"signal": ""},
        {"signal": None},
        {"signal": 3},
        {"signal": "a" * 65},
        {"signal": "wrap_up", "text": "now"},
    ],
)
def test_what_is_no_signal(data: object) -> None:
    with pytest.raises(DomainError) as refused:
        messages.signal(data)
    assert refused.value.code == Code.INVALID
