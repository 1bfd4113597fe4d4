import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from balint_live.adapters.database.engine import Database
from balint_live.application.identity import Booking, Identity, Member, Seat
from balint_live.application.ports import ZoomDoor
from balint_live.domain.display import ParticipantClock, Role
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.meeting import Meeting, Status
from tests.integration.database.cast import (
    ANA,
    BEN,
    CARLA,
    ELSEWHERE,
    END,
    EVE,
    FINN,
    FOURTH,
    OTTO,
    START,
    STRANGER,
    THIRD,
    UNTOUCHED,
    WEEK,
    Site,
    at,
    stores,
)


def test_a_leader_has_a_seat_in_a_meeting_nobody_touched(enrolled: Site) -> None:
    assert enrolled.meetings.seat(THIRD, ANA) == Seat(
        Member("ana", "Ana", Role.LEADER),
        Booking(
            meeting_id=THIRD,
            title="Tuesday evening group, session 3 of 8",
            group_id="tuesday",
            group_name="Tuesday evening group",
            timezone="Europe/London",
            contact="organiser@example.org",
            number=3,
            planned=8,
            quorum=4,
            participant_clock=ParticipantClock.SOFT,
            has_zoom=True,
            leaders=2,
        ),
        UNTOUCHED,
    )


def test_a_registrant_and_an_observer_have_seats_in_their_roles(enrolled: Site) -> None:
    seats = [enrolled.meetings.seat(THIRD, who) for who in (CARLA, OTTO)]

    assert [seat.member for seat in seats if seat] == [
        Member("carla", "Carla", Role.REGISTRANT),
        Member("otto", "Otto", Role.OBSERVER),
    ]


@pytest.mark.parametrize(
    "who", [EVE, FINN, STRANGER, replace(ANA, version=2), replace(CARLA, version=0), replace(CARLA, id="ana")]
)
def test_others_withdrawn_links_and_mixed_up_kinds_have_none(enrolled: Site, who: Identity) -> None:
    assert enrolled.meetings.seat(THIRD, who) is None


def test_nobody_has_a_seat_in_a_meeting_that_does_not_exist(enrolled: Site) -> None:
    assert enrolled.meetings.seat("fifth", ANA) is None


def test_what_was_changed_is_loaded_as_it_was_saved(enrolled: Site) -> None:
    odd = timedelta(microseconds=123_457)
    enrolled.meetings.change(THIRD, ANA, lambda seat: seat.meeting.open("ana", START + odd))
    enrolled.meetings.change(THIRD, BEN, lambda seat: seat.meeting.show_reminder())
    saved = enrolled.meetings.change(THIRD, BEN, lambda seat: seat.meeting.goto(4, "ben", at(5) + odd))

    assert (saved.meeting, saved.member.id) == (enrolled.meeting(), "ben")
    assert saved.meeting.last_move is not None
    assert saved.meeting.last_move.before == UNTOUCHED.open("ana", START + odd).progress


def test_an_undone_opening_is_gathering_again_with_a_higher_revision(enrolled: Site) -> None:
    enrolled.open()
    enrolled.meetings.change(THIRD, BEN, lambda seat: seat.meeting.undo(at(seconds=5)))

    assert enrolled.meeting() == replace(UNTOUCHED, revision=2)


def test_deciding_to_change_nothing_saves_nothing(enrolled: Site) -> None:
    enrolled.meetings.change(THIRD, ANA, lambda seat: seat.meeting)

    assert (enrolled.meeting(), _count(enrolled, "live_meetings")) == (UNTOUCHED, 0)


def test_a_refusal_saves_nothing_and_comes_through(enrolled: Site) -> None:
    opened = enrolled.open().meeting

    with pytest.raises(DomainError) as refused:
        enrolled.meetings.change(THIRD, ANA, lambda seat: seat.meeting.back("ana", at(1)))

    assert (refused.value.code, enrolled.meeting()) == (Code.INVALID, opened)


def test_changing_without_a_seat_is_refused_before_anything_is_decided(enrolled: Site) -> None:
    with pytest.raises(LookupError):
        enrolled.meetings.change(THIRD, EVE, lambda seat: pytest.fail("asked to decide"))


@pytest.mark.parametrize("opened", [False, True], ids=["its first change", "a later change"])
def test_of_two_presses_at_the_same_moment_exactly_one_wins(enrolled: Site, url: str, opened: bool) -> None:
    if opened:
        enrolled.open()
    before = enrolled.meeting().revision
    second = Database(url)
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def press(site: Site, who: str) -> None:
        together.wait()
        try:
            seat = site.meetings.change(
                THIRD, ANA if who == "ana" else BEN, lambda seat: _moved(seat, before, who)
            )
            outcomes.append(f"revision {seat.meeting.revision}")
        except DomainError as refused:
            outcomes.append(refused.code)

    presses = [
        threading.Thread(target=press, args=(site, who))
        for site, who in ((enrolled, "ana"), (stores(second), "ben"))
    ]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    second.dispose()

    assert sorted(outcomes) == [f"revision {before + 1}", "stale_revision"]
    assert enrolled.meeting().revision == before + 1


def test_a_change_is_there_for_another_connection_at_once(enrolled: Site, url: str) -> None:
    opened = enrolled.open().meeting
    second = Database(url)

    assert stores(second).meeting() == opened
    second.dispose()


def test_closing_erases_the_live_state_and_keeps_when_it_was_held(enrolled: Site) -> None:
    enrolled.open()
    enrolled.meetings.change(THIRD, ANA, lambda seat: seat.meeting.next("ana", at(3)))
    closed = enrolled.close(58).meeting

    assert closed == enrolled.meeting()
    assert (closed.status, closed.revision, closed.closed_at, closed.progress) == (
        Status.CLOSED,
        3,
        at(58),
        replace(UNTOUCHED.progress, opened_at=START, credited=((START, at(58)),)),
    )
    assert _count(enrolled, "live_meetings") == 0


def test_closing_twice_is_refused_and_changes_nothing(enrolled: Site) -> None:
    enrolled.open()
    closed = enrolled.close(58).meeting

    with pytest.raises(DomainError) as refused:
        enrolled.close(59)

    assert (refused.value.code, enrolled.meeting()) == (Code.CLOSED, closed)


def test_meetings_running_past_a_moment_are_the_opened_unclosed_ones(enrolled: Site) -> None:
    enrolled.open()
    enrolled.meetings.change(ELSEWHERE, EVE, lambda seat: seat.meeting.show_reminder())

    assert (enrolled.meetings.running_past(END), enrolled.meetings.running_past(at(61))) == ([], [THIRD])


def test_an_abandoned_meeting_ends_at_its_booked_end(enrolled: Site) -> None:
    enrolled.open()
    closed = enrolled.meetings.close_abandoned(THIRD)

    assert (closed, enrolled.meeting().closed_at) == (enrolled.meeting(), END)
    assert enrolled.meetings.close_abandoned(THIRD) is None


def test_one_opened_after_its_booked_end_does_not_end_before_it_began(enrolled: Site) -> None:
    enrolled.meetings.change(THIRD, ANA, lambda seat: seat.meeting.open("ana", at(75)))
    closed = enrolled.meetings.close_abandoned(THIRD)

    assert closed is not None
    assert closed.closed_at == at(75)


def test_what_nobody_opened_is_not_closed_as_abandoned(enrolled: Site) -> None:
    assert enrolled.meetings.close_abandoned(THIRD) is None


def test_a_link_leads_to_the_running_meeting_first(enrolled: Site) -> None:
    enrolled.meetings.change(FOURTH, ANA, lambda seat: seat.meeting.open("ana", START))

    assert enrolled.meetings.nearest(CARLA, START) == FOURTH


@pytest.mark.parametrize(
    ("now", "nearest"),
    [(at(-60), THIRD), (at(59), THIRD), (at(60), FOURTH), (START + WEEK + timedelta(hours=2), FOURTH)],
)
def test_else_to_the_next_not_ended_and_at_last_to_the_last_one(
    enrolled: Site, now: datetime, nearest: str
) -> None:
    assert enrolled.meetings.nearest(BEN, now) == nearest


def test_a_closed_meeting_gives_way_to_the_next(enrolled: Site) -> None:
    enrolled.open()
    enrolled.close(30)

    assert enrolled.meetings.nearest(CARLA, at(31)) == FOURTH


def test_the_next_start_is_that_of_the_first_session_later_on(enrolled: Site) -> None:
    moments = (at(-60), START, START + WEEK)

    assert [enrolled.meetings.next_start("tuesday", moment) for moment in moments] == [
        START,
        START + WEEK,
        None,
    ]


def test_a_withdrawn_link_leads_nowhere(enrolled: Site) -> None:
    assert enrolled.meetings.nearest(replace(CARLA, version=2), START) is None


def test_zoom_is_for_those_with_a_seat(enrolled: Site) -> None:
    assert enrolled.meetings.zoom_door(THIRD, CARLA) == ZoomDoor("https://zoom.example/j/1", None, None)
    assert enrolled.meetings.zoom_door(ELSEWHERE, FINN) == ZoomDoor(None, None, None)
    with pytest.raises(LookupError):
        enrolled.meetings.zoom_door(THIRD, FINN)


def _moved(seat: Seat, expected_revision: int, who: str) -> Meeting:
    seat.meeting.require(expected_revision)
    return seat.meeting.next(who, at(3)) if expected_revision else seat.meeting.open(who, START)


def _count(site: Site, table: str) -> int:
    query = text(f"SELECT count(*) FROM {table}")
    return int(site.database.read(lambda session: session.execute(query).scalar_one()))
