"""A leader's page that has gone quiet is a quiet line for the other, who holds everything already."""

from balint_live.application.live.commands import CloseMeeting
from tests.cast import ANA, BEN, TOM
from tests.live_session import DISCUSSION, LiveSession

BEN_LOST = {"alarm": "leader_lost", "person": BEN.id}
OVER = {"alarm": "leader_lost", "over": True}


def both_there(position: int | None = DISCUSSION) -> LiveSession:
    live = LiveSession()
    for who in (ANA, BEN, TOM):
        live.enters(who)
    if position is not None:
        live.reaches(position)
    return live


def test_closed_for_fifteen_seconds_until_they_are_back() -> None:
    live = both_there()
    live.leaves(BEN)
    live.ticks(14)
    assert live.pages.of("alarm") == []
    live.ticks(30)
    assert live.pages.of("alarm") == [BEN_LOST]
    live.enters(BEN)
    live.ticks(2)
    assert live.pages.of("alarm") == [BEN_LOST, OVER]


def test_silent_for_twenty_five_seconds() -> None:
    live = both_there()
    live.ticks(30)
    live.leaves(BEN, silent_for=20)
    live.ticks(4)
    assert live.pages.of("alarm") == []
    live.ticks(1)
    assert live.pages.of("alarm") == [BEN_LOST]


def test_before_the_opening_people_come_and_go() -> None:
    live = both_there(None)
    live.leaves(BEN)
    live.ticks(60)
    assert live.pages.of("alarm") == []


def test_a_leader_who_never_came_is_not_lost() -> None:
    live = LiveSession()
    live.enters(ANA)
    live.reaches(DISCUSSION)
    live.ticks(60)
    assert live.pages.of("alarm") == []


def test_it_ends_with_the_session() -> None:
    live = both_there()
    live.leaves(BEN)
    live.ticks(15)
    live.sends(ANA, CloseMeeting)
    live.ticks(2)
    assert live.pages.of("alarm") == [BEN_LOST, OVER]


def test_with_both_gone_one_of_them_is_named_until_one_is_back() -> None:
    live = both_there()
    live.leaves(BEN)
    live.leaves(ANA)
    live.ticks(60)
    assert live.pages.of("alarm") == [BEN_LOST]
    live.enters(BEN)
    live.ticks(2)
    assert live.pages.of("alarm") == [BEN_LOST, {"alarm": "leader_lost", "person": ANA.id}]
    live.enters(ANA)
    live.ticks(2)
    assert live.pages.of("alarm")[2:] == [OVER]
