"""A press counts once its page has lived a minute in all; what pages answered is put together into stretches."""

from datetime import timedelta

from balint_live.application.live.commands import CloseMeeting, OpenMeeting
from tests.cast import ANA, MIRIAM, TOM, at
from tests.evening import DISCUSSION, Evening


def test_a_press_counts_once_its_page_has_lived_a_minute_in_all() -> None:
    evening = Evening()
    evening.enters(TOM)
    evening.ticks(40)
    evening.leaves(TOM)
    evening.clock.wait(minutes=2)
    evening.enters(TOM)
    evening.ticks(19)
    assert evening.room.lived() == frozenset()
    evening.ticks(1)
    assert evening.room.lived() == {TOM.id}


def test_a_page_that_asks_over_http_lives_too() -> None:
    evening = Evening()
    for _ in range(13):
        evening.polls(MIRIAM)
        evening.clock.wait(seconds=5)
    assert evening.room.lived() == {MIRIAM.id}


def test_a_page_that_asks_twice_in_a_minute_has_not_lived_one() -> None:
    evening = Evening()
    evening.polls(MIRIAM)
    evening.clock.wait(minutes=1)
    evening.polls(MIRIAM)
    assert evening.room.lived() == frozenset()


def test_a_clock_set_back_takes_no_life_away() -> None:
    evening = Evening()
    evening.enters(TOM)
    evening.ticks(60)
    evening.clock.wait(seconds=-30)
    evening.ticks(20)
    assert evening.room.lived() == {TOM.id}
    assert evening.room.pages[TOM.id].witness == (at(0), at(1))


def test_a_press_left_alone_stays_provisional_and_one_that_lived_counts() -> None:
    evening = Evening()
    for who in (TOM, MIRIAM):
        evening.admission.press(who.who)
    evening.enters(TOM)
    evening.sends(ANA, OpenMeeting)
    evening.ticks(61)
    evening.sends(ANA, CloseMeeting)
    facts = evening.attendance.facts[evening.meeting.id]
    (tom,), (miriam,) = facts[TOM.id].intervals, facts[MIRIAM.id].intervals
    assert (tom.provisional, tom.left_at - tom.joined_at) == (False, timedelta(seconds=61))
    assert (miriam.provisional, miriam.left_at - miriam.joined_at) == (True, timedelta())


def test_a_silence_of_over_three_minutes_begins_a_new_stretch() -> None:
    evening = Evening()
    evening.reaches(DISCUSSION)
    evening.enters(TOM)
    evening.clock.wait(minutes=10)
    evening.leaves(TOM)
    evening.clock.wait(minutes=3)
    evening.enters(TOM)
    assert evening.room.witnessed(evening.clock.now()) == {TOM.id: (at(0), at(13))}
    evening.leaves(TOM)
    evening.clock.wait(minutes=3, seconds=1)
    evening.enters(TOM)
    assert evening.room.witnessed(evening.clock.now()) == {TOM.id: (at(16, 1), at(16, 1))}
