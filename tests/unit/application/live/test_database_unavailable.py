"""What could not be saved has not happened: the answer says so, and nobody else hears of it."""

from balint_live.application.live.commands import CloseMeeting, MarkAttendance, NextPhase, SetPresenter
from balint_live.application.live.room import Answer
from balint_live.domain.errors import Code
from balint_live.domain.timeline import Mark
from tests.cast import ANA, MIRIAM, TOM
from tests.evening import DISCUSSION, Evening

NOT_SAVED = Answer(False, 2, Code.UNAVAILABLE, "Not saved. Please press again.")


def in_discussion() -> Evening:
    """With two revisions behind it, the room known, and nobody marked."""
    evening = Evening()
    evening.reaches(DISCUSSION)
    return evening


def test_a_move_that_cannot_be_saved_changes_nothing() -> None:
    evening = in_discussion()
    before = evening.meeting
    evening.meetings.down = True
    assert evening.sends(ANA, NextPhase, revision=2) == NOT_SAVED
    assert (evening.meeting, evening.room.meeting, evening.pages.sent) == (before, before, [])


def test_nobody_presents_whose_mark_could_not_be_counted() -> None:
    evening = in_discussion()
    evening.meetings.down = True
    assert evening.sends(ANA, SetPresenter, revision=2, person=MIRIAM.id) == NOT_SAVED
    assert evening.room.presenter is None


def test_the_session_does_not_end_while_presence_cannot_be_written() -> None:
    evening = in_discussion()
    evening.enters(TOM)
    evening.attendance.down = True
    assert evening.sends(ANA, CloseMeeting, revision=2) == NOT_SAVED
    assert (evening.meeting.closed_at, evening.pages.sent) == (None, [])


def test_a_mark_on_the_list_that_cannot_be_saved_is_none() -> None:
    evening = in_discussion()
    evening.attendance.down = True
    assert evening.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.PRESENT) == NOT_SAVED
    assert evening.attendance.marked_by == []


def test_after_a_restart_not_even_the_revision_is_known() -> None:
    evening = in_discussion()
    evening.restart()
    evening.meetings.down = True
    answer = evening.sends(ANA, NextPhase, revision=2)
    assert (answer.code, answer.revision) == (Code.UNAVAILABLE, 0)
