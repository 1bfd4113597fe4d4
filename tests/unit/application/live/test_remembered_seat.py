"""The meeting of a seat is read once and remembered; whether there is a seat is asked each time."""

from typing import Any

import pytest

from balint_live.application.identity import Identity, Seat
from balint_live.application.live.commands import NextPhase, OpenMeeting
from tests.cast import ANA, BEN, THIRD, TOM
from tests.live_session import LiveSession


class Session(LiveSession):
    """Counts how often a whole seat is read."""

    def __init__(self) -> None:
        super().__init__()
        self.whole_seats = 0
        read = self.meetings.seat
        standing = self.meetings.standing

        def counted(meeting_id: str, who: Identity) -> Seat | None:
            self.whole_seats += 1
            return read(meeting_id, who)

        def uncounted(meeting_id: str, who: Identity) -> Any:
            found = standing(meeting_id, who)
            self.whole_seats -= 1
            return found

        self.meetings.seat, self.meetings.standing = counted, uncounted  # type: ignore[method-assign]


@pytest.fixture
def live() -> Session:
    return Session()


def test_it_is_read_once_for_everybody(live: Session) -> None:
    assert live.seat(ANA).meeting is live.seat(TOM).meeting is live.seat(BEN).meeting
    assert live.whole_seats == 1


def test_a_move_made_here_needs_no_second_reading(live: Session) -> None:
    live.seat(ANA)
    live.sends(ANA, OpenMeeting)
    live.sends(ANA, NextPhase)
    live.whole_seats = 0
    assert (live.seat(TOM).meeting, live.whole_seats) == (live.meeting, 0)


def test_one_made_elsewhere_is_read(live: Session) -> None:
    live.seat(ANA)
    live.meetings.stored[THIRD] = live.meeting.open(ANA.id, live.clock.now())
    live.whole_seats = 0
    assert (live.seat(TOM).meeting, live.whole_seats) == (live.meeting, 1)
    assert (live.room.meeting, live.seat(BEN).meeting, live.whole_seats) == (live.meeting, live.meeting, 1)


@pytest.mark.parametrize("of_this_meeting", [True, False])
def test_so_is_everything_once_the_group_has_changed(live: Session, of_this_meeting: bool) -> None:
    group = live.seat(ANA).booking.group_id
    live.publisher.group_changed(group, [THIRD] if of_this_meeting else [])
    live.whole_seats = 0
    live.seat(TOM)
    live.seat(ANA)
    assert live.whole_seats == 1


def test_a_change_while_it_is_being_read_has_it_read_again(live: Session) -> None:
    read = live.meetings.seat

    def changed_meanwhile(meeting_id: str, who: Identity) -> Seat | None:
        seat = read(meeting_id, who)
        live.room.group_version += 1
        return seat

    live.meetings.seat = changed_meanwhile  # type: ignore[method-assign]
    live.seat(ANA)
    live.meetings.seat = read  # type: ignore[method-assign]
    live.whole_seats = 0
    live.seat(TOM)
    assert live.whole_seats == 1


def test_another_groups_change_is_none_of_it(live: Session) -> None:
    live.seat(ANA)
    live.publisher.group_changed("another group", [])
    live.whole_seats = 0
    live.seat(TOM)
    assert live.whole_seats == 0


def test_whoever_was_removed_is_refused_at_once(live: Session) -> None:
    """Also where nothing here was told of it: a command in another process has removed them."""
    live.seat(TOM)
    del live.meetings.groups[THIRD].people[TOM.who]
    assert live.publisher.seat(THIRD, TOM.who) is None
