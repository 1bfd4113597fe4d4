"""After a command was taken, and only then, every open page gets a whole snapshot of what is on disk."""

from datetime import timedelta
from typing import Any

import pytest

from balint_live.application.live.commands import (
    AdjustTimer,
    BackPhase,
    Change,
    ClearPresenter,
    CloseMeeting,
    Command,
    GotoPhase,
    NextPhase,
    OpenMeeting,
    PauseTimer,
    SetPresenter,
    ShowReminder,
    UndoMove,
)
from balint_live.application.live.room import Answer
from tests.cast import ANA, LENA, MIRIAM, THIRD, TOM, at
from tests.evening import DISCUSSION, RETURN, Evening
from tests.fakes import Sent

COMMANDS: dict[type[Command], dict[str, Any]] = {
    NextPhase: {},
    BackPhase: {},
    GotoPhase: {"position": 3},
    PauseTimer: {},
    AdjustTimer: {"by_length": timedelta(minutes=1)},
    UndoMove: {},
    SetPresenter: {"person": LENA.id},
    ClearPresenter: {},
    ShowReminder: {},
    CloseMeeting: {},
}


@pytest.mark.parametrize("kind", COMMANDS)
def test_each_command_taken_is_one_snapshot_of_the_new_state(kind: type[Command]) -> None:
    evening = Evening()
    evening.reaches(DISCUSSION, MIRIAM)
    answer = evening.sends(ANA, kind, **COMMANDS[kind])
    assert (answer.ok, answer.revision) == (True, 4)
    assert evening.pages.sent[0] == Sent("snapshots", THIRD, evening.views())
    assert len(evening.pages.of("snapshots")) == 1
    assert evening.meeting == evening.meetings.saved[-1] == evening.room.meeting
    assert evening.views().leaders["revision"] == 4


def test_the_opening_is_told() -> None:
    evening = Evening()
    evening.sends(ANA, OpenMeeting)
    (views,) = evening.pages.of("snapshots")
    assert (views.leaders["revision"], views.leaders["position"]) == (1, 1)
    assert views.leaders["meeting"]["opened_at"] == at(0)


@pytest.mark.parametrize("kind", [NextPhase, PauseTimer, CloseMeeting])
def test_a_refused_one_is_told_to_nobody(kind: type[Change]) -> None:
    evening = Evening()
    evening.reaches(DISCUSSION)
    assert not evening.sends(ANA, kind, revision=1).ok
    assert not evening.sends(TOM, kind).ok
    assert evening.pages.sent == []


def test_pages_are_told_after_it_was_saved() -> None:
    evening = Evening()
    evening.reaches(DISCUSSION)
    told_before_saving = []
    evening.meetings.meanwhile = lambda: told_before_saving.extend(evening.pages.sent)
    evening.sends(ANA, NextPhase)
    assert (told_before_saving, evening.meeting.progress.position) == ([], RETURN)
    assert len(evening.pages.of("snapshots")) == 1


def test_what_was_saved_is_told_although_the_database_has_gone_since() -> None:
    """Somebody pressed meanwhile, so that the list is out of date, and it cannot be read again."""
    evening = Evening()
    evening.reaches(DISCUSSION)

    def the_database_goes() -> None:
        evening.admission.press(TOM.who)
        evening.attendance.down = True

    evening.meetings.meanwhile = the_database_goes
    assert evening.sends(ANA, NextPhase) == Answer(True, 3)
    assert [each.leaders["revision"] for each in evening.pages.of("snapshots")] == [3]


def test_the_end_is_preceded_by_writing_whose_pages_answered() -> None:
    evening = Evening()
    evening.reaches(DISCUSSION)
    evening.enters(TOM)
    evening.clock.wait(seconds=20)
    evening.sends(ANA, CloseMeeting)
    assert evening.attendance.written == [{TOM.id: (at(0), at(0, 20))}]


def test_one_who_enters_reads_what_the_others_were_told() -> None:
    evening = Evening()
    evening.reaches(DISCUSSION, MIRIAM)
    evening.sends(ANA, NextPhase)
    told = evening.pages.of("snapshots")[-1]
    read = {
        who: evening.publisher.view_now(evening.room, evening.seat(who).member) for who in (ANA, MIRIAM, TOM)
    }
    assert told.presenter == (MIRIAM.id, read[MIRIAM])
    assert read[MIRIAM]["you_present"]
    assert read[TOM] == told.registrants
    assert read[ANA] == told.leaders


def test_a_room_nobody_was_granted_a_seat_in_has_nothing_to_read() -> None:
    evening = Evening()
    with pytest.raises(LookupError):
        evening.publisher.view_now(evening.room, TOM.member)


def test_a_leaders_page_has_its_list_also_where_the_empty_room_was_dropped_meanwhile() -> None:
    evening = Evening()
    seat = evening.seat(ANA)
    before = evening.publisher.presence(seat)
    evening.publisher.drop(evening.room)
    assert evening.publisher.presence(seat) == before
