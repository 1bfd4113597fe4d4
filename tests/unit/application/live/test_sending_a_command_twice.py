"""The same command sent again has no further effect and gets the same answer, whether it was taken or refused."""

from balint_live.application.live.commands import CloseMeeting, MarkAttendance, NextPhase, PauseTimer
from balint_live.application.live.room import REMEMBERED_ANSWERS, Answer
from balint_live.domain.errors import Code
from balint_live.domain.timeline import Mark
from tests.cast import ANA, BEN, THIRD, TOM
from tests.evening import DISCUSSION, RETURN, Evening


def in_discussion() -> Evening:
    evening = Evening()
    evening.reaches(DISCUSSION)
    return evening


def test_a_press_sent_twice_moves_once() -> None:
    evening = in_discussion()
    first = evening.sends(ANA, NextPhase, id="next", revision=2)
    again = evening.sends(ANA, NextPhase, id="next", revision=2)
    assert first == again == Answer(True, 3)
    assert evening.meeting.progress.position == RETURN
    assert len(evening.pages.of("snapshots")) == 1


def test_also_when_others_have_moved_since() -> None:
    evening = in_discussion()
    evening.sends(ANA, NextPhase, id="next", revision=2)
    evening.sends(BEN, PauseTimer)
    assert evening.sends(ANA, NextPhase, id="next", revision=2) == Answer(True, 3)
    assert evening.meeting.revision == 4


def test_a_refusal_stays_one_although_it_would_be_taken_now() -> None:
    evening = in_discussion()
    refused = evening.sends(TOM, NextPhase, id="next", revision=2)
    assert refused.code == Code.NOT_ALLOWED
    stale = evening.sends(ANA, PauseTimer, id="pause", revision=1)
    assert evening.sends(ANA, PauseTimer, id="pause", revision=2) == stale
    assert (stale.code, stale.revision, evening.meeting.revision) == (Code.STALE_REVISION, 2, 2)


def test_the_end_sent_twice_is_answered_twice() -> None:
    evening = in_discussion()
    first = evening.sends(ANA, CloseMeeting, id="end", revision=2)
    assert evening.sends(ANA, CloseMeeting, id="end", revision=2) == first == Answer(True, 3)


def test_a_mark_sent_twice_is_one_mark() -> None:
    evening = in_discussion()
    for _ in range(2):
        evening.sends(ANA, MarkAttendance, id="mark", person=TOM.id, mark=Mark.ABSENT)
    assert len(evening.attendance.marked_by) == 1


def test_ids_are_each_persons_own() -> None:
    evening = in_discussion()
    assert evening.sends(ANA, PauseTimer, id="1") == Answer(True, 3)
    assert evening.sends(BEN, NextPhase, id="1") == Answer(True, 4)


def test_not_saved_is_not_remembered() -> None:
    evening = in_discussion()
    evening.meetings.down = True
    assert evening.sends(ANA, NextPhase, id="next", revision=2).code == Code.UNAVAILABLE
    evening.meetings.down = False
    assert evening.sends(ANA, NextPhase, id="next", revision=2) == Answer(True, 3)


def test_as_many_answers_are_kept_as_were_promised_and_no_more() -> None:
    room = Evening().rooms.of(THIRD)
    for number in range(REMEMBERED_ANSWERS + 1):
        room.remember("ana", str(number), Answer(True, number))
    assert room.answer_to("ana", "0") is None
    assert room.answer_to("ana", "1") == Answer(True, 1)
    assert room.answer_to("ana", str(REMEMBERED_ANSWERS)) == Answer(True, REMEMBERED_ANSWERS)
