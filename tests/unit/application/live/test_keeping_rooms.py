"""A room stays in memory while anything in it would be missed, and presence is written from it every minute."""

from itertools import pairwise

from balint_live.application.live.commands import ClearPresenter, CloseMeeting
from tests.cast import ANA, MIRIAM, THIRD, TOM, at
from tests.evening import DISCUSSION, Evening


def kept(evening: Evening) -> list[str]:
    return [room.meeting_id for room in evening.rooms.all()]


def test_a_room_nobody_has_a_page_in_is_dropped() -> None:
    evening = Evening()
    evening.seat(TOM)
    assert kept(evening) == [THIRD]
    evening.ticks(2)
    assert kept(evening) == []


def test_one_that_was_just_asked_for_is_kept_for_whoever_may_be_about_to_enter_it() -> None:
    evening = Evening()
    for _ in range(3):
        evening.seat(TOM)
        evening.ticks(1)
        assert kept(evening) == [THIRD]


def test_one_with_an_open_page_is_not() -> None:
    evening = Evening()
    evening.enters(TOM)
    evening.ticks(30 * 60, every=30)
    assert kept(evening) == [THIRD]


def test_nor_one_with_a_page_that_asked_lately() -> None:
    evening = Evening()
    evening.polls(TOM)
    evening.ticks(15 * 60, every=30)
    assert kept(evening) == [THIRD]
    evening.ticks(2)
    assert kept(evening) == []


def test_somebody_presents_in_it_so_it_is_kept() -> None:
    evening = Evening()
    evening.enters(ANA)
    evening.reaches(DISCUSSION, MIRIAM)
    evening.leaves(ANA)
    evening.ticks(20 * 60, every=30)
    assert evening.room.presenter == MIRIAM.id
    evening.sends(ANA, ClearPresenter)
    evening.ticks(2)
    assert kept(evening) == []


def test_after_the_close_it_goes_with_the_last_page() -> None:
    evening = Evening()
    evening.enters(TOM)
    evening.reaches(DISCUSSION)
    evening.sends(ANA, CloseMeeting)
    evening.ticks(60)
    assert kept(evening) == [THIRD]
    evening.leaves(TOM)
    evening.ticks(2)
    assert kept(evening) == []


def test_a_fault_in_one_room_is_reported_and_stops_no_other() -> None:
    evening = Evening(ids=["first", "second", THIRD])
    for meeting in ("first", "second", THIRD):
        evening.enters(ANA, meeting, meeting)
    evening.ticks(1)
    evening.pages.taken()
    evening.enters(TOM, "first", "first")
    evening.enters(TOM, THIRD, THIRD)
    evening.rooms.of("second").roster_changed()
    evening.attendance.facts["second"][TOM.id].marks = [object()]  # type: ignore[list-item]
    evening.ticks(1)
    shown = sorted(each.meeting_id for each in evening.pages.sent if each.kind == "presence")
    assert shown == ["first", THIRD]
    assert [(where, type(fault)) for where, fault in evening.faults] == [("ticker", AttributeError)]


def test_presence_is_written_every_minute_until_the_close() -> None:
    evening = Evening()
    evening.enters(TOM)
    evening.reaches(DISCUSSION)
    written_at = []
    for second in range(1, 241):
        evening.ticks(1)
        if evening.attendance.written:
            assert evening.attendance.written == [{TOM.id: (at(0), at(0, second))}]
            evening.attendance.written.clear()
            written_at.append(second)
    assert {later - earlier for earlier, later in pairwise(written_at)} == {60}
    assert len(written_at) == 4
    evening.sends(ANA, CloseMeeting)
    evening.attendance.written.clear()
    evening.ticks(120)
    assert evening.attendance.written == []


def test_also_while_people_gather() -> None:
    evening = Evening()
    evening.enters(TOM)
    evening.ticks(60)
    assert [list(seen) for seen in evening.attendance.written] == [[TOM.id]]
