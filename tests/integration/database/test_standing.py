"""A standing says in a few columns what a seat says: for everybody, at every stage of a session."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from balint_live.application.identity import Identity, Standing
from tests.integration.database.cast import (
    ANA,
    BEN,
    CARLA,
    EVE,
    FINN,
    OTTO,
    START,
    STRANGER,
    THIRD,
    House,
    at,
)

ASKING = [
    ANA,
    BEN,
    CARLA,
    OTTO,
    EVE,
    FINN,
    STRANGER,
    replace(ANA, version=2),
    replace(CARLA, version=0),
    replace(CARLA, id="ana"),
    replace(ANA, login="ended"),
    replace(CARLA, login="ended"),
    replace(CARLA, login="another"),
]


def changed(house: House, statement: str) -> None:
    with house.database.engine.begin() as connection:
        connection.execute(text(statement))


def reversed_opening(house: House) -> None:
    house.open()
    house.meetings.change(THIRD, BEN, lambda seat: seat.meeting.undo(at(seconds=5)))


def closed(house: House) -> None:
    house.open()
    house.close()


def agreed_to_two(house: House) -> None:
    house.attendance.press(THIRD, "carla", "2026-02", at(0))
    house.attendance.press(THIRD, "carla", "2026-01", at(1))


STAGES: dict[str, Callable[[House], object]] = {
    "untouched": lambda house: None,
    "open": lambda house: house.open(),
    "opening undone": reversed_opening,
    "closed": closed,
    "agreed": lambda house: house.attendance.press(THIRD, "carla", "2026-01", START),
    "agreed to two": agreed_to_two,
    "carla has the lead": lambda house: changed(
        house, "UPDATE registrants SET has_the_lead = true WHERE id = 'carla'"
    ),
    "cancelled": lambda house: changed(house, "UPDATE meetings SET cancelled_at = scheduled_start"),
}


@pytest.mark.parametrize("stage", STAGES)
def test_it_says_what_the_seat_says(enrolled: House, stage: str) -> None:
    enrolled.people.end_login("ended", at(60), START)
    STAGES[stage](enrolled)
    assert [of(enrolled, who) for who in ASKING] == [enrolled.meetings.standing(THIRD, who) for who in ASKING]


def test_nobody_has_one_in_a_meeting_that_does_not_exist(enrolled: House) -> None:
    assert enrolled.meetings.standing("fifth", ANA) is None


def of(house: House, who: Identity) -> Standing | None:
    """From the whole seat."""
    seat = house.meetings.seat(THIRD, who)
    return None if seat is None else Standing(seat.member, seat.agreed_to, seat.meeting.revision)
