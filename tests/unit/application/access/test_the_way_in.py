"""A personal link leads to a door: it says whether that is open, and looking at it, however often, does nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from balint_live.application.access.joining import Admission, Door, Doorway
from balint_live.application.live.commands import CloseMeeting, OpenMeeting
from tests.cast import ANA, CHIDI, ELSEWHERE, OLGA, REMINDER, THIRD, TOM, Persona, at
from tests.evening import DISCUSSION, Evening

MINUTES_BEFORE = -30


def evening_at(minutes: float) -> Evening:
    evening = Evening()
    evening.clock.set(at(minutes))
    return evening


def test_too_early_it_says_when_the_door_opens() -> None:
    evening = evening_at(MINUTES_BEFORE - 0.01)
    doorway = evening.admission.doorway(TOM.who)
    assert doorway == Doorway(Door.TOO_EARLY, evening.seat(TOM), at(MINUTES_BEFORE))


@pytest.mark.parametrize("minutes", [MINUTES_BEFORE, 0, 45])
def test_half_an_hour_before_it_is_open(minutes: float) -> None:
    evening = evening_at(minutes)
    assert evening.admission.doorway(TOM.who) == Doorway(Door.OPEN, evening.seat(TOM), at(MINUTES_BEFORE))


def test_or_as_long_before_as_was_configured() -> None:
    evening = evening_at(-10)
    late = Admission(
        evening.clock, evening.meetings, evening.attendance, evening.publisher, REMINDER, timedelta(minutes=9)
    )
    assert late.doorway(TOM.who) == Doorway(Door.TOO_EARLY, evening.seat(TOM), at(-9))


def test_or_as_soon_as_a_leader_has_opened() -> None:
    evening = evening_at(-50)
    evening.sends(ANA, OpenMeeting)
    assert evening.admission.doorway(TOM.who).door is Door.OPEN


def test_after_the_close_it_has_ended() -> None:
    evening = Evening()
    evening.reaches(DISCUSSION)
    evening.sends(ANA, CloseMeeting)
    assert evening.admission.doorway(TOM.who) == Doorway(Door.ENDED, evening.seat(TOM))


def test_with_no_session_there_is_nothing_planned() -> None:
    evening = Evening()
    withdrawn = replace(TOM.who, version=0)
    assert evening.admission.doorway(withdrawn) == Doorway(Door.NOTHING_PLANNED)


def test_looking_leaves_no_trace() -> None:
    evening = Evening()
    for _ in range(20):
        evening.admission.doorway(TOM.who)
    assert evening.rooms.all() == evening.pages.sent == evening.meetings.saved == []
    assert all(
        facts.intervals == [] and facts.agreed == {} for facts in evening.attendance.facts[THIRD].values()
    )


@pytest.mark.parametrize("who", [TOM, OLGA], ids=lambda who: who.id)
def test_a_press_agrees_and_checks_in(who: Persona) -> None:
    evening = evening_at(-10)
    assert not evening.admission.has_agreed(evening.seat(who))
    assert evening.admission.press(who.who).door is Door.OPEN
    assert evening.admission.has_agreed(evening.seat(who))
    facts = evening.attendance.facts[THIRD][who.id]
    assert facts.agreed == {REMINDER: at(-10)}
    assert [(each.joined_at, each.provisional) for each in facts.intervals] == [(at(-10), True)]


@pytest.mark.parametrize("minutes", [-31, -60 * 24])
def test_before_the_door_opens_a_press_changes_nothing(minutes: float) -> None:
    evening = evening_at(minutes)
    assert evening.admission.press(TOM.who) == evening.admission.doorway(TOM.who)
    assert (evening.attendance.facts[THIRD][TOM.id].agreed, evening.rooms.all()) == ({}, [])


def test_nor_does_one_after_the_close() -> None:
    evening = Evening()
    evening.reaches(DISCUSSION)
    evening.sends(ANA, CloseMeeting)
    assert evening.admission.press(TOM.who).door is Door.ENDED
    assert evening.attendance.facts[THIRD][TOM.id].agreed == {}


def test_the_leaders_list_shows_it() -> None:
    evening = Evening()
    evening.enters(ANA)
    evening.ticks(1)
    evening.admission.press(CHIDI.who)
    evening.ticks(1)
    people = evening.pages.of("presence")[-1]["people"]
    assert [each["id"] for each in people if each["acknowledged"]] == [CHIDI.id]
    assert [each["id"] for each in people if each["state"] == "here"] == [ANA.id, CHIDI.id]


def test_participants_agree_to_the_reminder_in_force_and_leaders_need_not() -> None:
    evening = Evening()
    seat = evening.seat(TOM)
    assert not evening.admission.has_agreed(seat)
    assert not evening.admission.has_agreed(replace(seat, agreed_to="2025-1"))
    assert evening.admission.has_agreed(replace(seat, agreed_to=REMINDER))
    assert evening.admission.has_agreed(evening.seat(ANA))


def test_a_link_leads_to_ones_own_group_only() -> None:
    evening = Evening()
    assert evening.publisher.seat(ELSEWHERE, TOM.who) is None
    assert evening.publisher.seat("no such session", TOM.who) is None
    assert evening.rooms.all() == []


def test_the_zoom_address_is_asked_for_through_the_seat() -> None:
    evening = Evening()
    assert evening.publisher.zoom_address(THIRD, TOM.who) == "https://zoom.example/j/9"
    with pytest.raises(LookupError):
        evening.publisher.zoom_address(ELSEWHERE, TOM.who)
