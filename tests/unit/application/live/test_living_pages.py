"""A press counts once its page has lived a minute in all; what pages answered is put together into stretches."""

from datetime import timedelta

from balint_live.application.live.commands import CloseMeeting, OpenMeeting
from tests.cast import ANA, MIRIAM, TOM, at
from tests.live_session import DISCUSSION, LiveSession


def test_a_press_counts_once_its_page_has_lived_a_minute_in_all() -> None:
    live = LiveSession()
    live.enters(TOM)
    live.ticks(40)
    live.leaves(TOM)
    live.clock.wait(minutes=2)
    live.enters(TOM)
    live.ticks(19)
    assert lived(live) == frozenset()
    live.ticks(1)
    assert lived(live) == {TOM.id}


def lived(live: LiveSession) -> frozenset[str]:
    """Whose pages have lived long enough, as is written now."""
    live.room.witnessed(live.clock.now())
    return live.room.lived()


def test_a_page_that_asks_over_http_lives_too() -> None:
    live = LiveSession()
    for _ in range(13):
        live.polls(MIRIAM)
        live.clock.wait(seconds=5)
    assert live.room.lived() == {MIRIAM.id}


def test_a_page_that_asks_twice_in_a_minute_has_not_lived_one() -> None:
    live = LiveSession()
    live.polls(MIRIAM)
    live.clock.wait(minutes=1)
    live.polls(MIRIAM)
    assert live.room.lived() == frozenset()


def test_a_clock_set_back_takes_no_life_away() -> None:
    live = LiveSession()
    live.enters(TOM)
    live.ticks(60)
    assert lived(live) == {TOM.id}
    live.clock.wait(seconds=-30)
    live.ticks(20)
    assert lived(live) == {TOM.id}
    assert live.room.pages[TOM.id].witness == (at(0), at(1))


def test_a_press_left_alone_stays_provisional_and_one_that_lived_counts() -> None:
    live = LiveSession()
    for who in (TOM, MIRIAM):
        live.admission.press(who.who)
    live.enters(TOM)
    live.sends(ANA, OpenMeeting)
    live.ticks(61)
    live.sends(ANA, CloseMeeting)
    facts = live.attendance.facts[live.meeting.id]
    (tom,), (miriam,) = facts[TOM.id].intervals, facts[MIRIAM.id].intervals
    assert (tom.provisional, tom.left_at - tom.joined_at) == (False, timedelta(seconds=61))
    assert (miriam.provisional, miriam.left_at - miriam.joined_at) == (True, timedelta())


def test_a_silence_of_over_three_minutes_begins_a_new_stretch() -> None:
    live = LiveSession()
    live.reaches(DISCUSSION)
    live.enters(TOM)
    live.clock.wait(minutes=10)
    live.leaves(TOM)
    live.clock.wait(minutes=3)
    live.enters(TOM)
    assert live.room.witnessed(live.clock.now()) == {TOM.id: (at(0), at(13))}
    live.leaves(TOM)
    live.clock.wait(minutes=3, seconds=1)
    live.enters(TOM)
    assert live.room.witnessed(live.clock.now()) == {TOM.id: (at(16, 1), at(16, 1))}
