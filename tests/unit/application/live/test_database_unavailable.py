"""What could not be saved has not happened: the answer says so, and nobody else hears of it."""

from balint_live.application.live.commands import (
    Answer,
    CloseMeeting,
    MarkAttendance,
    NextPhase,
    SetPresenter,
)
from balint_live.domain.errors import Code
from balint_live.domain.timeline import Mark
from tests.cast import ANA, MIRIAM, TOM
from tests.live_session import DISCUSSION, LiveSession

NOT_SAVED = Answer(False, 2, Code.UNAVAILABLE, "Not saved. Please press again.")


def in_discussion() -> LiveSession:
    """With two revisions behind it, the room known, and nobody marked."""
    live = LiveSession()
    live.reaches(DISCUSSION)
    return live


def test_a_move_that_cannot_be_saved_changes_nothing() -> None:
    live = in_discussion()
    before = live.meeting
    live.meetings.down = True
    assert live.sends(ANA, NextPhase, revision=2) == NOT_SAVED
    assert (live.meeting, live.room.meeting, live.pages.sent) == (before, before, [])


def test_nobody_presents_whose_mark_could_not_be_counted() -> None:
    live = in_discussion()
    live.meetings.down = True
    assert live.sends(ANA, SetPresenter, revision=2, person=MIRIAM.id) == NOT_SAVED
    assert live.room.presenter is None


def test_the_session_does_not_end_while_presence_cannot_be_written() -> None:
    live = in_discussion()
    live.enters(TOM)
    live.attendance.down = True
    assert live.sends(ANA, CloseMeeting, revision=2) == NOT_SAVED
    assert (live.meeting.closed_at, live.pages.sent) == (None, [])


def test_a_mark_on_the_list_that_cannot_be_saved_is_none() -> None:
    live = in_discussion()
    live.attendance.down = True
    assert live.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.PRESENT) == NOT_SAVED
    assert live.attendance.marked_by == []


def test_after_a_restart_not_even_the_revision_is_known() -> None:
    live = in_discussion()
    live.restart()
    live.meetings.down = True
    answer = live.sends(ANA, NextPhase, revision=2)
    assert (answer.code, answer.revision) == (Code.UNAVAILABLE, 0)
