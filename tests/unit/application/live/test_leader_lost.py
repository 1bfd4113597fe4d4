"""A leader's page that has gone quiet is a quiet line for the other, who holds everything already."""

from balint_live.application.live.commands import CloseMeeting
from tests.cast import ANA, BEN, TOM
from tests.evening import DISCUSSION, Evening

BEN_LOST = {"alarm": "leader_lost", "person": BEN.id}
OVER = {"alarm": "leader_lost", "over": True}


def both_there(position: int | None = DISCUSSION) -> Evening:
    evening = Evening()
    for who in (ANA, BEN, TOM):
        evening.enters(who)
    if position is not None:
        evening.reaches(position)
    return evening


def test_closed_for_fifteen_seconds_until_they_are_back() -> None:
    evening = both_there()
    evening.leaves(BEN)
    evening.ticks(14)
    assert evening.pages.of("alarm") == []
    evening.ticks(30)
    assert evening.pages.of("alarm") == [BEN_LOST]
    evening.enters(BEN)
    evening.ticks(2)
    assert evening.pages.of("alarm") == [BEN_LOST, OVER]


def test_silent_for_twenty_five_seconds() -> None:
    evening = both_there()
    evening.ticks(30)
    evening.leaves(BEN, silent_for=20)
    evening.ticks(4)
    assert evening.pages.of("alarm") == []
    evening.ticks(1)
    assert evening.pages.of("alarm") == [BEN_LOST]


def test_before_the_opening_people_come_and_go() -> None:
    evening = both_there(None)
    evening.leaves(BEN)
    evening.ticks(60)
    assert evening.pages.of("alarm") == []


def test_a_leader_who_never_came_is_not_lost() -> None:
    evening = Evening()
    evening.enters(ANA)
    evening.reaches(DISCUSSION)
    evening.ticks(60)
    assert evening.pages.of("alarm") == []


def test_it_ends_with_the_session() -> None:
    evening = both_there()
    evening.leaves(BEN)
    evening.ticks(15)
    evening.sends(ANA, CloseMeeting)
    evening.ticks(2)
    assert evening.pages.of("alarm") == [BEN_LOST, OVER]


def test_with_both_gone_one_of_them_is_named_until_one_is_back() -> None:
    evening = both_there()
    evening.leaves(BEN)
    evening.leaves(ANA)
    evening.ticks(60)
    assert evening.pages.of("alarm") == [BEN_LOST]
    evening.enters(BEN)
    evening.ticks(2)
    assert evening.pages.of("alarm") == [BEN_LOST, {"alarm": "leader_lost", "person": ANA.id}]
    evening.enters(ANA)
    evening.ticks(2)
    assert evening.pages.of("alarm")[2:] == [OVER]
