"""A personal link leads to a door: it says whether that is open, and looking at it, however often, does nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from balint_live.application.access.joining import Admission, Door, Doorway
from balint_live.application.live.commands import CloseMeeting, OpenMeeting
from tests.cast import ANA, CHIDI, ELSEWHERE, OLGA, REMINDER, THIRD, TOM, Persona, at
from tests.live_session import DISCUSSION, LiveSession

MINUTES_BEFORE = -30


def held_session_at(minutes: float) -> LiveSession:
    live = LiveSession()
    live.clock.set(at(minutes))
    return live


def test_too_early_it_says_when_the_door_opens() -> None:
    live = held_session_at(MINUTES_BEFORE - 0.01)
    doorway = live.admission.doorway(TOM.who)
    assert doorway == Doorway(Door.TOO_EARLY, live.seat(TOM), at(MINUTES_BEFORE))


@pytest.mark.parametrize("minutes", [MINUTES_BEFORE, 0, 45])
def test_half_an_hour_before_it_is_open(minutes: float) -> None:
    live = held_session_at(minutes)
    assert live.admission.doorway(TOM.who) == Doorway(Door.OPEN, live.seat(TOM), at(MINUTES_BEFORE))


def test_or_as_long_before_as_was_configured() -> None:
    live = held_session_at(-10)
    late = Admission(
        live.clock, live.meetings, live.attendance, live.publisher, REMINDER, timedelta(minutes=9)
    )
    assert late.doorway(TOM.who) == Doorway(Door.TOO_EARLY, live.seat(TOM), at(-9))


def test_or_as_soon_as_a_leader_has_opened() -> None:
    live = held_session_at(-50)
    live.sends(ANA, OpenMeeting)
    assert live.admission.doorway(TOM.who).door is Door.OPEN


def test_after_the_close_it_has_ended() -> None:
    live = LiveSession()
    live.reaches(DISCUSSION)
    live.sends(ANA, CloseMeeting)
    assert live.admission.doorway(TOM.who) == Doorway(Door.ENDED, live.seat(TOM))


def test_with_no_session_there_is_nothing_planned() -> None:
    live = LiveSession()
    withdrawn = replace(TOM.who, version=0)
    assert live.admission.doorway(withdrawn) == Doorway(Door.NOTHING_PLANNED)


def test_looking_leaves_no_trace() -> None:
    live = LiveSession()
    for _ in range(20):
        live.admission.doorway(TOM.who)
    assert live.rooms.all() == live.pages.sent == live.meetings.saved == []
    assert all(
        facts.intervals == [] and facts.agreed == {} for facts in live.attendance.facts[THIRD].values()
    )


@pytest.mark.parametrize("who", [TOM, OLGA], ids=lambda who: who.id)
def test_a_press_agrees_and_checks_in(who: Persona) -> None:
    live = held_session_at(-10)
    assert not live.admission.has_agreed(live.seat(who))
    assert live.admission.press(who.who).door is Door.OPEN
    assert live.admission.has_agreed(live.seat(who))
    facts = live.attendance.facts[THIRD][who.id]
    assert facts.agreed == {REMINDER: at(-10)}
    assert [(each.joined_at, each.provisional) for each in facts.intervals] == [(at(-10), True)]


@pytest.mark.parametrize("minutes", [-31, -60 * 24])
def test_before_the_door_opens_a_press_changes_nothing(minutes: float) -> None:
    live = held_session_at(minutes)
    assert live.admission.press(TOM.who) == live.admission.doorway(TOM.who)
    assert (live.attendance.facts[THIRD][TOM.id].agreed, live.rooms.all()) == ({}, [])


def test_nor_does_one_after_the_close() -> None:
    live = LiveSession()
    live.reaches(DISCUSSION)
    live.sends(ANA, CloseMeeting)
    assert live.admission.press(TOM.who).door is Door.ENDED
    assert live.attendance.facts[THIRD][TOM.id].agreed == {}


def test_the_leaders_list_shows_it() -> None:
    live = LiveSession()
    live.enters(ANA)
    live.ticks(1)
    live.admission.press(CHIDI.who)
    live.ticks(1)
    people = live.pages.of("presence")[-1]["people"]
    assert [each["id"] for each in people if each["acknowledged"]] == [CHIDI.id]
    assert [each["id"] for each in people if each["state"] == "here"] == [ANA.id, CHIDI.id]


def test_participants_agree_to_the_reminder_in_force_and_leaders_need_not() -> None:
    live = LiveSession()
    seat = live.seat(TOM)
    assert not live.admission.has_agreed(seat)
    assert not live.admission.has_agreed(replace(seat, agreed_to="2025-1"))
    assert live.admission.has_agreed(replace(seat, agreed_to=REMINDER))
    assert live.admission.has_agreed(live.seat(ANA))


def test_a_link_leads_to_ones_own_group_only() -> None:
    live = LiveSession()
    assert live.publisher.seat(ELSEWHERE, TOM.who) is None
    assert live.publisher.seat("no such session", TOM.who) is None
    assert live.rooms.all() == []


def test_the_zoom_address_is_asked_for_through_the_seat() -> None:
    live = LiveSession()
    assert live.publisher.zoom_door(THIRD, TOM.who).pasted == "https://zoom.example/j/9"
    with pytest.raises(LookupError):
        live.publisher.zoom_door(ELSEWHERE, TOM.who)
