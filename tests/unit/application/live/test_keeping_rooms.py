"""A room stays in memory while anything in it would be missed, and presence is written from it every minute."""

from itertools import pairwise

from balint_live.application.live.commands import ClearPresenter, CloseMeeting
from tests.cast import ANA, MIRIAM, THIRD, TOM, at
from tests.live_session import DISCUSSION, LiveSession


def kept(live: LiveSession) -> list[str]:
    return [room.meeting_id for room in live.rooms.all()]


def test_a_room_nobody_has_a_page_in_is_dropped() -> None:
    live = LiveSession()
    live.seat(TOM)
    assert kept(live) == [THIRD]
    live.ticks(2)
    assert kept(live) == []


def test_one_that_was_just_asked_for_is_kept_for_whoever_may_be_about_to_enter_it() -> None:
    live = LiveSession()
    for _ in range(3):
        live.seat(TOM)
        live.ticks(1)
        assert kept(live) == [THIRD]


def test_one_with_an_open_page_is_not() -> None:
    live = LiveSession()
    live.enters(TOM)
    live.ticks(30 * 60, every=30)
    assert kept(live) == [THIRD]


def test_nor_one_with_a_page_that_asked_lately() -> None:
    live = LiveSession()
    live.polls(TOM)
    live.ticks(15 * 60, every=30)
    assert kept(live) == [THIRD]
    live.ticks(2)
    assert kept(live) == []


def test_somebody_presents_in_it_so_it_is_kept() -> None:
    live = LiveSession()
    live.enters(ANA)
    live.reaches(DISCUSSION, MIRIAM)
    live.leaves(ANA)
    live.ticks(20 * 60, every=30)
    assert live.room.presenter == MIRIAM.id
    live.sends(ANA, ClearPresenter)
    live.ticks(2)
    assert kept(live) == []


def test_after_the_close_it_goes_with_the_last_page() -> None:
    live = LiveSession()
    live.enters(TOM)
    live.reaches(DISCUSSION)
    live.sends(ANA, CloseMeeting)
    live.ticks(60)
    assert kept(live) == [THIRD]
    live.leaves(TOM)
    live.ticks(2)
    assert kept(live) == []


def test_a_fault_in_one_room_is_reported_and_stops_no_other() -> None:
    live = LiveSession(ids=["first", "second", THIRD])
    for meeting in ("first", "second", THIRD):
        live.enters(ANA, meeting, meeting)
    live.ticks(1)
    live.pages.taken()
    live.enters(TOM, "first", "first")
    live.enters(TOM, THIRD, THIRD)
    live.rooms.of("second").roster_changed()
    live.attendance.facts["second"][TOM.id].marks = [object()]  # type: ignore[list-item]
    live.ticks(1)
    shown = sorted(each.meeting_id for each in live.pages.sent if each.kind == "presence")
    assert shown == ["first", THIRD]
    assert [(where, type(fault)) for where, fault in live.faults] == [("ticker", AttributeError)]


def test_presence_is_written_every_minute_until_the_close() -> None:
    live = LiveSession()
    live.enters(TOM)
    live.reaches(DISCUSSION)
    written_at = []
    for second in range(1, 241):
        live.ticks(1)
        if live.attendance.written:
            assert live.attendance.written == [{TOM.id: (at(0), at(0, second))}]
            live.attendance.written.clear()
            written_at.append(second)
    assert {later - earlier for earlier, later in pairwise(written_at)} == {60}
    assert len(written_at) == 4
    live.sends(ANA, CloseMeeting)
    live.attendance.written.clear()
    live.ticks(120)
    assert live.attendance.written == []


def test_also_while_people_gather() -> None:
    live = LiveSession()
    live.enters(TOM)
    live.ticks(60)
    assert [list(seen) for seen in live.attendance.written] == [[TOM.id]]
