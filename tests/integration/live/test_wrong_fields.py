"""Commands whose fields are not what they should be."""

from typing import Any

from tests.integration.live.page import Page
from tests.integration.live.scene import played, soon
from tests.integration.live.served import Served

INVALID = {"ok": False, "code": "invalid", "revision": 0}


@played
async def test_fields_of_the_wrong_kind_are_invalid(site: Served) -> None:
    circle = site.circle()
    leader = await Page.of(circle.leaders[0])
    good: dict[str, Any] = {"id": "a", "type": "meeting.open", "expectedRevision": 0}
    person = circle.registrants[0].id
    wrong: list[dict[str, Any]] = [
        {**good, "id": 7},
        {**good, "id": ""},
        {**good, "id": "x" * 65},
        {**good, "id": None},
        {"type": "meeting.open", "expectedRevision": 0},
        {**good, "type": ["meeting.open"]},
        {**good, "type": None},
        {"id": "a", "type": "meeting.open"},
        {**good, "expectedRevision": "0"},
        {**good, "expectedRevision": 0.0},
        {**good, "expectedRevision": True},
        {**good, "expectedRevision": -1},
        {**good, "expectedRevision": 2**53},
        {**good, "expectedRevision": None},
        {**good, "note": "about the patient"},
        {**good, "type": "phase.goto"},
        {**good, "type": "phase.goto", "position": 0},
        {**good, "type": "phase.goto", "position": "2"},
        {**good, "type": "phase.goto", "position": 2.5},
        {**good, "type": "timer.adjust", "seconds": 0},
        {**good, "type": "timer.adjust", "seconds": 3601},
        {**good, "type": "timer.adjust", "seconds": -3601},
        {**good, "type": "timer.adjust", "seconds": 1e400},
        {**good, "type": "timer.adjust", "seconds": float("nan")},
        {**good, "type": "presenter.set"},
        {**good, "type": "presenter.set", "person": 7},
        {**good, "type": "attendance.mark", "person": person, "mark": "late"},
        {**good, "type": "attendance.mark", "person": person},
        {**good, "type": "attendance.mark", "person": [person], "mark": "present"},
    ]
    before = site.tables(leader.ticket.meeting)
    for command in wrong:
        assert await soon(leader.call("command", command)) == INVALID, command
    assert site.tables(leader.ticket.meeting) == before
