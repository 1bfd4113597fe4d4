"""After a command was taken, and only then, every open page gets a whole snapshot of what is on disk."""

from datetime import timedelta
from typing import Any

import pytest

from balint_live.application.live.commands import (
    AdjustTimer,
    Answer,
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
from tests.cast import ANA, LENA, MIRIAM, THIRD, TOM, at
from tests.fakes import Sent
from tests.live_session import DISCUSSION, RETURN, LiveSession

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
    live = LiveSession()
    live.reaches(DISCUSSION, MIRIAM)
    answer = live.sends(ANA, kind, **COMMANDS[kind])
    assert (answer.ok, answer.revision) == (True, 4)
    assert live.pages.sent[0] == Sent("snapshots", THIRD, live.views())
    assert len(live.pages.of("snapshots")) == 1
    assert live.meeting == live.meetings.saved[-1] == live.room.meeting
    assert live.views().leaders["revision"] == 4


def test_the_opening_is_told() -> None:
    live = LiveSession()
    live.sends(ANA, OpenMeeting)
    (views,) = live.pages.of("snapshots")
    assert (views.leaders["revision"], views.leaders["position"]) == (1, 1)
    assert views.leaders["meeting"]["opened_at"] == at(0)


@pytest.mark.parametrize("kind", [NextPhase, PauseTimer, CloseMeeting])
def test_a_refused_one_is_told_to_nobody(kind: type[Change]) -> None:
    live = LiveSession()
    live.reaches(DISCUSSION)
    assert not live.sends(ANA, kind, revision=1).ok
    assert not live.sends(TOM, kind).ok
    assert live.pages.sent == []


def test_pages_are_told_after_it_was_saved() -> None:
    live = LiveSession()
    live.reaches(DISCUSSION)
    told_before_saving = []
    live.meetings.meanwhile = lambda: told_before_saving.extend(live.pages.sent)
    live.sends(ANA, NextPhase)
    assert (told_before_saving, live.meeting.progress.position) == ([], RETURN)
    assert len(live.pages.of("snapshots")) == 1


def test_what_was_saved_is_told_although_the_database_has_gone_since() -> None:
    """Somebody pressed meanwhile, so that the list is out of date, and it cannot be read again."""
    live = LiveSession()
    live.reaches(DISCUSSION)

    def the_database_goes() -> None:
        live.admission.press(TOM.who)
        live.attendance.down = True

    live.meetings.meanwhile = the_database_goes
    assert live.sends(ANA, NextPhase) == Answer(True, 3)
    assert [each.leaders["revision"] for each in live.pages.of("snapshots")] == [3]


def test_the_end_is_preceded_by_writing_whose_pages_answered() -> None:
    live = LiveSession()
    live.reaches(DISCUSSION)
    live.enters(TOM)
    live.clock.wait(seconds=20)
    live.sends(ANA, CloseMeeting)
    assert live.attendance.written == [{TOM.id: (at(0), at(0, 20))}]


def test_one_who_enters_reads_what_the_others_were_told() -> None:
    live = LiveSession()
    live.reaches(DISCUSSION, MIRIAM)
    live.sends(ANA, NextPhase)
    told = live.pages.of("snapshots")[-1]
    read = {who: live.publisher.view_now(live.room, live.seat(who).member) for who in (ANA, MIRIAM, TOM)}
    assert told.presenter == (MIRIAM.id, read[MIRIAM])
    assert read[MIRIAM]["you_present"]
    assert read[TOM] == told.registrants
    assert read[ANA] == told.leaders


def test_a_room_nobody_was_granted_a_seat_in_has_nothing_to_read() -> None:
    live = LiveSession()
    with pytest.raises(LookupError):
        live.publisher.view_now(live.room, TOM.member)


def test_a_leaders_page_has_its_list_also_where_the_empty_room_was_dropped_meanwhile() -> None:
    live = LiveSession()
    seat = live.seat(ANA)
    before = live.publisher.presence(seat)
    live.publisher.drop(live.room)
    assert live.publisher.presence(seat) == before
