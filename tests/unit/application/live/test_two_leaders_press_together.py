"""Two presses made for the same state move the group once, whichever process they came through."""

from balint_live.application.live.commands import Answer, CloseMeeting, NextPhase
from balint_live.domain.errors import Code
from tests.cast import ANA, BEN
from tests.live_session import DISCUSSION, RETURN, LiveSession

SENTENCE = "The group had already moved. Nothing was changed."


def in_discussion() -> LiveSession:
    live = LiveSession()
    live.reaches(DISCUSSION)
    return live


def test_the_second_press_is_stale() -> None:
    live = in_discussion()
    assert live.sends(ANA, NextPhase, revision=2) == Answer(True, 3)
    assert live.sends(BEN, NextPhase, revision=2) == Answer(False, 3, Code.STALE_REVISION, SENTENCE)
    assert live.meeting.progress.position == RETURN
    assert len(live.pages.of("snapshots")) == 1


def test_the_store_decides_between_two_processes() -> None:
    """Ben's press, through another process, is saved while Ana's is being decided."""
    live = in_discussion()
    before = live.meeting

    def ben_is_first() -> None:
        live.meetings.stored[before.id] = before.next(BEN.id, live.clock.now())

    live.meetings.meanwhile = ben_is_first
    answer = live.sends(ANA, NextPhase, revision=2)
    assert (answer.ok, answer.code, answer.revision) == (False, Code.STALE_REVISION, 3)
    assert live.meeting.last_move is not None
    assert (live.meeting.progress.position, live.meeting.last_move.by) == (RETURN, BEN.id)
    assert live.pages.sent == []


def test_both_ending_it_ends_it_once() -> None:
    live = in_discussion()
    live.clock.wait(minutes=50)
    assert live.sends(ANA, CloseMeeting, revision=2) == Answer(True, 3)
    ended_at = live.clock.now()
    live.clock.wait(seconds=1)
    assert live.sends(BEN, CloseMeeting, revision=2).code == Code.CLOSED
    assert live.meeting.closed_at == ended_at
