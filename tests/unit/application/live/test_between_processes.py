"""Two processes on one database, with what they tell one another in the test's hand: told, late, or lost."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import pytest

from balint_live.application.live.commands import (
    Answer,
    ClearPresenter,
    CloseMeeting,
    NextPhase,
    OpenMeeting,
    SetPresenter,
)
from balint_live.application.live.peer_inbox import PeerInbox
from balint_live.application.live.peers import Alone, State
from balint_live.application.live.room import LiveRoom, Presenting
from balint_live.application.ports import NoPages
from balint_live.domain.errors import Code
from balint_live.domain.meeting import Status
from tests.cast import ANA, BEN, MIRIAM, THIRD, TOM
from tests.live_session import LiveSession


@dataclass
class Told(Alone):
    """One process's way to the other: what both share, and what was told and not taken in yet."""

    answers: dict[tuple[str, str, str], Answer]
    known: dict[str, Presenting]
    moves: list[tuple[str, Presenting, State | None]] = field(default_factory=list)
    asked: int = 0
    several = True

    def presenting(self, meeting_id: str, revision: int) -> Presenting | None:
        self.asked += 1
        return self.known.get(meeting_id)

    def claim(self, meeting_id: str, person: str, command: str) -> Answer | None:
        return self.answers.get((meeting_id, person, command))

    def answered(self, meeting_id: str, person: str, command: str, answer: Answer) -> None:
        self.answers[meeting_id, person, command] = answer

    def moved(self, meeting_id: str, now: Presenting, state: State | None) -> None:
        self.known[meeting_id] = now
        self.moves.append((meeting_id, now, state))


class Two:
    """Ana's page is in the one process and Ben's in the other."""

    def __init__(self) -> None:
        answers: dict[tuple[str, str, str], Answer] = {}
        known: dict[str, Presenting] = {}
        self.told = Told(answers, known), Told(answers, known)
        self.one, self.other = (LiveSession(peers=each) for each in self.told)
        self.other.meetings, self.other.attendance = self.one.meetings, self.one.attendance
        self.other._wire()
        self.inbox = PeerInbox(
            self.other.publisher,
            self.other.pages,
            NoPages(),
            self.other.publisher._background,
            self.told[1],
            _told_again,
            _nothing,
            _disconnected,
            lambda work, *about: work(*about),
        )
        self.one.enters(ANA)
        self.other.enters(BEN)
        self.other.pages.taken()

    def tell(self, moves: Collection[int] | None = None) -> None:
        """The other process hears of all moves so far, or of those at these places."""
        told = self.told[0].moves
        for number in range(len(told)) if moves is None else moves:
            self.inbox.moved(*told[number])
        told.clear()

    def shown(self) -> list[int]:
        """The revisions that the other process has sent to leaders since this was asked last."""
        return [
            sent.message.leaders["revision"] for sent in self.other.pages.taken() if sent.kind == "snapshots"
        ]


def _nothing() -> None:
    """No page is open whose seat could be lost."""


def _told_again(rooms: Iterable[LiveRoom]) -> None:
    raise AssertionError(rooms)


def _disconnected(connection: str) -> None:
    raise AssertionError(connection)


@pytest.fixture
def two() -> Two:
    return Two()


def moves(two: Two, times: int) -> None:
    assert two.one.sends(ANA, OpenMeeting).ok
    for _ in range(times - 1):
        assert two.one.sends(ANA, NextPhase).ok


def test_each_move_is_shown_once_and_in_order(two: Two) -> None:
    moves(two, 3)
    two.tell()
    assert two.shown() == [1, 2, 3]
    assert two.other.room.meeting == two.one.meeting


def test_of_moves_that_were_lost_the_newest_state_is_shown(two: Two) -> None:
    moves(two, 3)
    two.tell([2])
    assert two.shown() == [3]


def test_a_move_told_twice_or_late_is_shown_once(two: Two) -> None:
    moves(two, 3)
    two.tell([2, 0, 1, 2])
    assert two.shown() == [3]


def test_what_nobody_told_is_found_in_the_database(two: Two) -> None:
    moves(two, 2)
    two.told[0].moves.clear()
    two.other.publisher.look_for_changes()
    assert two.shown() == [2]
    two.other.publisher.look_for_changes()
    assert two.shown() == []


def test_a_move_that_one_person_has_seen_already_is_still_shown_to_everybody(two: Two) -> None:
    """Ben's page asks for the state before the process has heard of the move: the others' pages are not left behind."""
    moves(two, 1)
    assert two.other.seat(BEN).meeting.revision == 1
    two.tell()
    assert two.shown() == [1]


def test_the_same_command_in_the_other_process_has_no_further_effect(two: Two) -> None:
    first = two.one.sends(ANA, OpenMeeting, id="the same")
    again = two.other.sends(ANA, OpenMeeting, id="the same", revision=0)
    assert (first, again, two.one.meeting.revision) == (Answer(True, 1), first, 1)


def test_a_presenter_named_elsewhere_is_known_before_the_next_decision(two: Two) -> None:
    moves(two, 2)
    assert two.one.sends(ANA, SetPresenter, person=TOM.id).ok
    assert two.other.sends(BEN, SetPresenter, person=TOM.id).code is Code.INVALID
    assert two.other.sends(TOM, ClearPresenter).ok
    assert (two.other.room.presenter, two.other.meeting.revision) == (None, 4)


def test_it_is_asked_for_once_a_revision(two: Two) -> None:
    moves(two, 2)
    for _ in range(3):
        two.other.seat(BEN)
    assert two.told[1].asked == 1


def test_an_older_word_about_the_presenter_changes_nothing(two: Two) -> None:
    moves(two, 2)
    assert two.one.sends(ANA, SetPresenter, person=TOM.id).ok
    assert two.one.sends(ANA, SetPresenter, person=MIRIAM.id).ok
    two.tell([3, 2])
    assert two.other.room.presenter == MIRIAM.id


def test_a_close_elsewhere_forgets_the_presenter_here(two: Two) -> None:
    moves(two, 2)
    assert two.one.sends(ANA, SetPresenter, person=TOM.id).ok
    two.tell()
    assert two.other.room.presenter == TOM.id
    assert two.one.sends(ANA, CloseMeeting).ok
    two.tell()
    room = two.other.room
    assert room.meeting is not None
    assert (room.presenter, room.meeting.status, room.presenting.set_aside) == (None, Status.CLOSED, None)
    assert THIRD in two.told[1].known
