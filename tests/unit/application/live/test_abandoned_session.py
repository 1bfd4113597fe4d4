"""A session nobody ended closes itself: half an hour past its booked end, with no leader's page for ten minutes."""

from datetime import timedelta

from balint_live.application.live.commands import CloseMeeting, NextPhase
from balint_live.application.live.ticker import Abandoned
from balint_live.domain.errors import Code
from balint_live.domain.meeting import Status
from tests.cast import ANA, MIRIAM, THIRD, TOM, at
from tests.live_session import DISCUSSION, LiveSession

A_MINUTE = 60
"""In ticks: so often the server looks for such sessions."""


def left_behind() -> LiveSession:
    """Ana opened on time, marked Miriam and left; Tom's page is still open, 29 minutes past the booked end."""
    live = LiveSession()
    live.enters(ANA)
    live.enters(TOM)
    live.reaches(DISCUSSION, MIRIAM)
    live.leaves(ANA)
    live.clock.set(at(89))
    return live


def test_it_closes_at_its_booked_end_and_pages_are_told() -> None:
    live = left_behind()
    live.ticks(A_MINUTE)
    assert live.meeting.status is Status.RUNNING
    live.ticks(A_MINUTE)
    assert (live.meeting.status, live.meeting.closed_at) == (Status.CLOSED, at(60))
    views = live.pages.of("snapshots")[-1]
    assert views.registrants["meeting"]["status"] is Status.CLOSED
    assert (views.leaders["presenter"], views.presenter, live.room.presenter) == (None, None, None)
    assert live.sends(ANA, NextPhase).code == Code.CLOSED


def test_it_closes_once() -> None:
    live = left_behind()
    live.ticks(4 * A_MINUTE)
    assert live.meetings.closed_by_itself == [THIRD]


def test_not_under_a_leaders_eyes_nor_for_ten_minutes_after() -> None:
    live = left_behind()
    live.enters(ANA)
    live.clock.set(at(110))
    live.ticks(A_MINUTE)
    assert live.meeting.status is Status.RUNNING
    live.leaves(ANA)
    live.clock.set(at(119.9))
    live.ticks(A_MINUTE)
    assert live.meeting.status is Status.RUNNING
    live.ticks(A_MINUTE)
    assert live.meeting.closed_at == at(60)


def test_a_page_that_asks_over_http_is_a_leaders_page() -> None:
    live = left_behind()
    for _ in range(3):
        live.clock.wait(minutes=8)
        live.polls(ANA)
        live.ticks(A_MINUTE)
    assert live.meeting.status is Status.RUNNING


def test_a_restart_gives_the_leaders_ten_minutes_to_come_back() -> None:
    live = left_behind()
    live.clock.set(at(120))
    live.restart()
    live.clock.wait(minutes=8)
    live.ticks(A_MINUTE)
    assert live.meeting.status is Status.RUNNING
    live.ticks(A_MINUTE)
    assert live.meeting.closed_at == at(60)


def test_nobody_has_to_be_looking() -> None:
    live = left_behind()
    live.pages.taken()
    live.restart()
    live.clock.wait(minutes=10)
    live.ticks(A_MINUTE + 2)
    assert live.meeting.closed_at == at(60)
    assert (live.rooms.all(), live.pages.sent) == ([], [])


def test_the_waits_can_be_configured() -> None:
    live = left_behind()
    waits = timedelta(minutes=20), timedelta(minutes=5)
    abandoned = Abandoned(live.clock, live.meetings, live.publisher, *waits)
    live.clock.set(at(89) + waits[1])
    assert abandoned.due() == [THIRD]
    abandoned.close(THIRD)
    assert live.meeting.closed_at == at(60)


def test_one_never_opened_is_left_alone() -> None:
    live = LiveSession()
    live.clock.set(at(24 * 60))
    live.ticks(2 * A_MINUTE)
    assert live.meeting.status is Status.GATHERING


def test_one_that_was_ended_is_left_as_it_was() -> None:
    live = left_behind()
    live.sends(ANA, CloseMeeting)
    live.clock.wait(minutes=20)
    live.ticks(A_MINUTE)
    assert (live.meeting.closed_at, live.meetings.closed_by_itself) == (at(89), [])


def test_presence_up_to_now_is_written_first() -> None:
    live = left_behind()
    live.ticks(2 * A_MINUTE)
    assert live.attendance.written[-1] == {ANA.id: (at(0), at(0)), TOM.id: (at(89, 1), at(91))}


def test_one_that_cannot_be_closed_stops_no_other() -> None:
    live = LiveSession(ids=["first", THIRD])
    live.meetings.stored["first"] = live.meetings.stored["first"].open(ANA.id, at(0))
    live.meetings.unclosable.add("first")
    live.reaches(DISCUSSION)
    live.clock.set(at(100))
    live.ticks(A_MINUTE)
    assert live.meetings.closed_by_itself == [THIRD]
    assert [where for where, _ in live.faults] == ["background"]


def test_a_database_that_was_away_is_asked_again() -> None:
    live = left_behind()
    live.clock.set(at(100))
    live.meetings.down = True
    live.ticks(A_MINUTE)
    assert [where for where, _ in live.faults] == ["background"]
    live.meetings.down = False
    live.ticks(A_MINUTE)
    assert live.meeting.closed_at == at(60)


def test_a_practice_leader_who_has_the_lead_is_there_as_any_leader_is() -> None:
    live = left_behind()
    live.room.connected(MIRIAM.id, "miriam's page", live.clock.now(), leads=True)
    live.ticks(20 * A_MINUTE, every=10)
    assert live.meeting.status is Status.RUNNING
    assert not live.publisher.aside(live.room)["leaders_away"]
    live.leaves(MIRIAM)
    live.ticks(9 * A_MINUTE)
    assert live.meeting.status is Status.RUNNING
    live.ticks(2 * A_MINUTE)
    assert live.meeting.closed_at == at(60)


def test_somebody_who_led_and_does_not_any_more_keeps_nothing_open() -> None:
    live = left_behind()
    live.room.connected(MIRIAM.id, "with the lead", live.clock.now(), leads=True)
    live.room.connected(MIRIAM.id, "without", live.clock.now(), leads=False)
    live.ticks(11 * A_MINUTE)
    assert live.meeting.closed_at == at(60)
