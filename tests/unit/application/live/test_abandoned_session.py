"""A session nobody ended closes itself: half an hour past its booked end, with no leader's page for ten minutes."""

from datetime import timedelta

from balint_live.application.live.commands import CloseMeeting, NextPhase
from balint_live.application.live.ticker import Abandoned
from balint_live.domain.errors import Code
from balint_live.domain.meeting import Status
from tests.cast import ANA, MIRIAM, THIRD, TOM, at
from tests.evening import DISCUSSION, Evening

A_MINUTE = 60
"""In ticks: so often the server looks for such sessions."""


def left_behind() -> Evening:
    """Ana opened on time, marked Miriam and left; Tom's page is still open, 29 minutes past the booked end."""
    evening = Evening()
    evening.enters(ANA)
    evening.enters(TOM)
    evening.reaches(DISCUSSION, MIRIAM)
    evening.leaves(ANA)
    evening.clock.set(at(89))
    return evening


def test_it_closes_at_its_booked_end_and_pages_are_told() -> None:
    evening = left_behind()
    evening.ticks(A_MINUTE)
    assert evening.meeting.status is Status.RUNNING
    evening.ticks(A_MINUTE)
    assert (evening.meeting.status, evening.meeting.closed_at) == (Status.CLOSED, at(60))
    views = evening.pages.of("snapshots")[-1]
    assert views.registrants["meeting"]["status"] is Status.CLOSED
    assert (views.leaders["presenter"], views.presenter, evening.room.presenter) == (None, None, None)
    assert evening.sends(ANA, NextPhase).code == Code.CLOSED


def test_it_closes_once() -> None:
    evening = left_behind()
    evening.ticks(4 * A_MINUTE)
    assert evening.meetings.closed_by_itself == [THIRD]


def test_not_under_a_leaders_eyes_nor_for_ten_minutes_after() -> None:
    evening = left_behind()
    evening.enters(ANA)
    evening.clock.set(at(110))
    evening.ticks(A_MINUTE)
    assert evening.meeting.status is Status.RUNNING
    evening.leaves(ANA)
    evening.clock.set(at(119.9))
    evening.ticks(A_MINUTE)
    assert evening.meeting.status is Status.RUNNING
    evening.ticks(A_MINUTE)
    assert evening.meeting.closed_at == at(60)


def test_a_page_that_asks_over_http_is_a_leaders_page() -> None:
    evening = left_behind()
    for _ in range(3):
        evening.clock.wait(minutes=8)
        evening.polls(ANA)
        evening.ticks(A_MINUTE)
    assert evening.meeting.status is Status.RUNNING


def test_a_restart_gives_the_leaders_ten_minutes_to_come_back() -> None:
    evening = left_behind()
    evening.clock.set(at(120))
    evening.restart()
    evening.clock.wait(minutes=8)
    evening.ticks(A_MINUTE)
    assert evening.meeting.status is Status.RUNNING
    evening.ticks(A_MINUTE)
    assert evening.meeting.closed_at == at(60)


def test_nobody_has_to_be_looking() -> None:
    evening = left_behind()
    evening.pages.taken()
    evening.restart()
    evening.clock.wait(minutes=10)
    evening.ticks(A_MINUTE + 2)
    assert evening.meeting.closed_at == at(60)
    assert (evening.rooms.all(), evening.pages.sent) == ([], [])


def test_the_waits_can_be_configured() -> None:
    evening = left_behind()
    waits = timedelta(minutes=20), timedelta(minutes=5)
    abandoned = Abandoned(evening.clock, evening.meetings, evening.publisher, *waits)
    evening.clock.set(at(89) + waits[1])
    assert abandoned.due() == [THIRD]
    abandoned.close(THIRD)
    assert evening.meeting.closed_at == at(60)


def test_one_never_opened_is_left_alone() -> None:
    evening = Evening()
    evening.clock.set(at(24 * 60))
    evening.ticks(2 * A_MINUTE)
    assert evening.meeting.status is Status.GATHERING


def test_one_that_was_ended_is_left_as_it_was() -> None:
    evening = left_behind()
    evening.sends(ANA, CloseMeeting)
    evening.clock.wait(minutes=20)
    evening.ticks(A_MINUTE)
    assert (evening.meeting.closed_at, evening.meetings.closed_by_itself) == (at(89), [])


def test_presence_up_to_now_is_written_first() -> None:
    evening = left_behind()
    evening.ticks(2 * A_MINUTE)
    assert evening.attendance.written[-1] == {ANA.id: (at(0), at(0)), TOM.id: (at(89, 1), at(91))}


def test_one_that_cannot_be_closed_stops_no_other() -> None:
    evening = Evening(ids=["first", THIRD])
    evening.meetings.stored["first"] = evening.meetings.stored["first"].open(ANA.id, at(0))
    evening.meetings.unclosable.add("first")
    evening.reaches(DISCUSSION)
    evening.clock.set(at(100))
    evening.ticks(A_MINUTE)
    assert evening.meetings.closed_by_itself == [THIRD]
    assert [where for where, _ in evening.faults] == ["background"]


def test_a_database_that_was_away_is_asked_again() -> None:
    evening = left_behind()
    evening.clock.set(at(100))
    evening.meetings.down = True
    evening.ticks(A_MINUTE)
    assert [where for where, _ in evening.faults] == ["background"]
    evening.meetings.down = False
    evening.ticks(A_MINUTE)
    assert evening.meeting.closed_at == at(60)


def test_a_practice_leader_who_has_the_lead_is_there_as_any_leader_is() -> None:
    evening = left_behind()
    evening.room.connected(MIRIAM.id, "miriam's page", evening.clock.now(), leads=True)
    evening.ticks(20 * A_MINUTE, every=10)
    assert evening.meeting.status is Status.RUNNING
    assert not evening.publisher.aside(evening.room)["leaders_away"]
    evening.leaves(MIRIAM)
    evening.ticks(9 * A_MINUTE)
    assert evening.meeting.status is Status.RUNNING
    evening.ticks(2 * A_MINUTE)
    assert evening.meeting.closed_at == at(60)


def test_somebody_who_led_and_does_not_any_more_keeps_nothing_open() -> None:
    evening = left_behind()
    evening.room.connected(MIRIAM.id, "with the lead", evening.clock.now(), leads=True)
    evening.room.connected(MIRIAM.id, "without", evening.clock.now(), leads=False)
    evening.ticks(11 * A_MINUTE)
    assert evening.meeting.closed_at == at(60)
