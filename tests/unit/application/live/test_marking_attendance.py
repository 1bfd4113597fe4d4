"""The leaders' list is ticked while the group moves on: no revision is asked for and none is raised."""

import pytest

from balint_live.application.live.commands import Answer, CloseMeeting, MarkAttendance
from balint_live.domain.errors import Code
from balint_live.domain.timeline import LeaderMark, Mark
from tests.cast import ANA, BEN, OLGA, TOM, Persona, at
from tests.live_session import DISCUSSION, LiveSession


@pytest.mark.parametrize("who", [TOM, OLGA], ids=lambda who: who.id)
@pytest.mark.parametrize("mark", Mark)
def test_a_leader_marks_somebody(who: Persona, mark: Mark) -> None:
    live = LiveSession()
    live.reaches(DISCUSSION)
    live.clock.wait(minutes=5)
    answer = live.sends(BEN, MarkAttendance, person=who.id, mark=mark)
    assert answer == Answer(True, 2)
    assert live.attendance.marked_by == [(who.id, BEN.id, LeaderMark(mark, at(5)))]


@pytest.mark.parametrize("revision", [0, 1, 99])
def test_the_revision_it_was_made_for_does_not_matter(revision: int) -> None:
    live = LiveSession()
    live.reaches(DISCUSSION)
    assert live.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.PRESENT, revision=revision).ok
    assert live.meeting.revision == 2


def test_before_the_opening_too() -> None:
    live = LiveSession()
    answer = live.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.PRESENT)
    assert answer == Answer(True, 0)


def test_no_snapshot_is_sent_and_the_list_shows_it() -> None:
    live = LiveSession()
    live.reaches(DISCUSSION)
    assert live.states()[TOM.id] == "expected"
    live.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.PRESENT)
    assert live.pages.sent == []
    assert live.states()[TOM.id] == "here"


@pytest.mark.parametrize("person", ["charlie", "", ANA.id])
def test_strangers_and_leaders_are_not_on_the_roll(person: str) -> None:
    live = LiveSession()
    answer = live.sends(BEN, MarkAttendance, person=person, mark=Mark.PRESENT)
    assert (answer.ok, answer.code, live.attendance.marked_by) == (False, Code.INVALID, [])


def test_after_the_close_the_list_is_closed_too() -> None:
    live = LiveSession()
    live.reaches(DISCUSSION)
    live.sends(ANA, CloseMeeting)
    answer = live.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.ABSENT)
    assert (answer.ok, answer.code, live.attendance.marked_by) == (False, Code.CLOSED, [])
