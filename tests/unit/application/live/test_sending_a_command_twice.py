"""The same command sent again has no further effect and gets the same answer, whether it was taken or refused."""

from balint_live.application.live.commands import Answer, CloseMeeting, MarkAttendance, NextPhase, PauseTimer
from balint_live.application.live.room import REMEMBERED_ANSWERS
from balint_live.domain.errors import Code
from balint_live.domain.timeline import Mark
from tests.cast import ANA, BEN, THIRD, TOM
from tests.live_session import DISCUSSION, RETURN, LiveSession


def in_discussion() -> LiveSession:
    live = LiveSession()
    live.reaches(DISCUSSION)
    return live


def test_a_press_sent_twice_moves_once() -> None:
    live = in_discussion()
    first = live.sends(ANA, NextPhase, id="next", revision=2)
    again = live.sends(ANA, NextPhase, id="next", revision=2)
    assert first == again == Answer(True, 3)
    assert live.meeting.progress.position == RETURN
    assert len(live.pages.of("snapshots")) == 1


def test_also_when_others_have_moved_since() -> None:
    live = in_discussion()
    live.sends(ANA, NextPhase, id="next", revision=2)
    live.sends(BEN, PauseTimer)
    assert live.sends(ANA, NextPhase, id="next", revision=2) == Answer(True, 3)
    assert live.meeting.revision == 4


def test_a_refusal_stays_one_although_it_would_be_taken_now() -> None:
    live = in_discussion()
    refused = live.sends(TOM, NextPhase, id="next", revision=2)
    assert refused.code == Code.NOT_ALLOWED
    stale = live.sends(ANA, PauseTimer, id="pause", revision=1)
    assert live.sends(ANA, PauseTimer, id="pause", revision=2) == stale
    assert (stale.code, stale.revision, live.meeting.revision) == (Code.STALE_REVISION, 2, 2)


def test_the_end_sent_twice_is_answered_twice() -> None:
    live = in_discussion()
    first = live.sends(ANA, CloseMeeting, id="end", revision=2)
    assert live.sends(ANA, CloseMeeting, id="end", revision=2) == first == Answer(True, 3)


def test_a_mark_sent_twice_is_one_mark() -> None:
    live = in_discussion()
    for _ in range(2):
        live.sends(ANA, MarkAttendance, id="mark", person=TOM.id, mark=Mark.ABSENT)
    assert len(live.attendance.marked_by) == 1


def test_ids_are_each_persons_own() -> None:
    live = in_discussion()
    assert live.sends(ANA, PauseTimer, id="1") == Answer(True, 3)
    assert live.sends(BEN, NextPhase, id="1") == Answer(True, 4)


def test_not_saved_is_not_remembered() -> None:
    live = in_discussion()
    live.meetings.down = True
    assert live.sends(ANA, NextPhase, id="next", revision=2).code == Code.UNAVAILABLE
    live.meetings.down = False
    assert live.sends(ANA, NextPhase, id="next", revision=2) == Answer(True, 3)


def test_as_many_answers_are_kept_as_were_promised_and_no_more() -> None:
    room = LiveSession().rooms.of(THIRD)
    for number in range(REMEMBERED_ANSWERS + 1):
        room.remember("ana", str(number), Answer(True, number))
    assert room.answer_to("ana", "0") is None
    assert room.answer_to("ana", "1") == Answer(True, 1)
    assert room.answer_to("ana", str(REMEMBERED_ANSWERS)) == Answer(True, REMEMBERED_ANSWERS)
