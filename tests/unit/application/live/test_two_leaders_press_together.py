"""Two presses made for the same state move the group once, whichever process they came through."""

from balint_live.application.live.commands import CloseMeeting, NextPhase
from balint_live.application.live.room import Answer
from balint_live.domain.errors import Code
from tests.cast import ANA, BEN
from tests.evening import DISCUSSION, RETURN, Evening

SENTENCE = "The group had already moved. Your press changed nothing."


def in_discussion() -> Evening:
    evening = Evening()
    evening.reaches(DISCUSSION)
    return evening


def test_the_second_press_is_stale() -> None:
    evening = in_discussion()
    assert evening.sends(ANA, NextPhase, revision=2) == Answer(True, 3)
    assert evening.sends(BEN, NextPhase, revision=2) == Answer(False, 3, Code.STALE_REVISION, SENTENCE)
    assert evening.meeting.progress.position == RETURN
    assert len(evening.pages.of("snapshots")) == 1


def test_the_store_decides_between_two_processes() -> None:
    """Ben's press, through another process, is saved while Ana's is being decided."""
    evening = in_discussion()
    before = evening.meeting

    def ben_is_first() -> None:
        evening.meetings.stored[before.id] = before.next(BEN.id, evening.clock.now())

    evening.meetings.meanwhile = ben_is_first
    answer = evening.sends(ANA, NextPhase, revision=2)
    assert (answer.ok, answer.code, answer.revision) == (False, Code.STALE_REVISION, 3)
    assert evening.meeting.last_move is not None
    assert (evening.meeting.progress.position, evening.meeting.last_move.by) == (RETURN, BEN.id)
    assert evening.pages.sent == []


def test_both_ending_it_ends_it_once() -> None:
    evening = in_discussion()
    evening.clock.wait(minutes=50)
    assert evening.sends(ANA, CloseMeeting, revision=2) == Answer(True, 3)
    ended_at = evening.clock.now()
    evening.clock.wait(seconds=1)
    assert evening.sends(BEN, CloseMeeting, revision=2).code == Code.CLOSED
    assert evening.meeting.closed_at == ended_at
