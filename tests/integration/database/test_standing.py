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
    Site,
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


def changed(site: Site, statement: str) -> None:
    with site.database.engine.begin() as connection:
        connection.execute(text(statement))


def reversed_opening(site: Site) -> None:
    site.open()
    site.meetings.change(THIRD, BEN, lambda seat: seat.meeting.undo(at(seconds=5)))


def closed(site: Site) -> None:
    site.open()
    site.close()


def agreed_to_two(site: Site) -> None:
    site.attendance.press(THIRD, "carla", "2026-02", at(0))
    site.attendance.press(THIRD, "carla", "2026-01", at(1))


STAGES: dict[str, Callable[[Site], object]] = {
    "untouched": lambda site: None,
    "open": lambda site: site.open(),
    "opening undone": reversed_opening,
    "closed": closed,
    "agreed": lambda site: site.attendance.press(THIRD, "carla", "2026-01", START),
    "agreed to two": agreed_to_two,
    "carla has the lead": lambda site: changed(
        site, "UPDATE registrants SET has_the_lead = true WHERE id = 'carla'"
    ),
    "cancelled": lambda site: changed(site, "UPDATE meetings SET cancelled_at = scheduled_start"),
}


@pytest.mark.parametrize("stage", STAGES)
def test_it_says_what_the_seat_says(enrolled: Site, stage: str) -> None:
    enrolled.people.end_login("ended", at(60), START)
    STAGES[stage](enrolled)
    assert [of(enrolled, who) for who in ASKING] == [enrolled.meetings.standing(THIRD, who) for who in ASKING]


def test_nobody_has_one_in_a_meeting_that_does_not_exist(enrolled: Site) -> None:
    assert enrolled.meetings.standing("fifth", ANA) is None


def of(site: Site, who: Identity) -> Standing | None:
    """From the whole seat."""
    seat = site.meetings.seat(THIRD, who)
    return (
        None
        if seat is None
        else Standing(seat.member, seat.agreed_to, seat.has_arrived, seat.meeting.revision)
    )
