"""A practice leader leads while given the lead, and not a moment longer."""

from dataclasses import replace

from balint_live.adapters.database.groups import SqlGroups
from balint_live.application.groups.changes import Changes
from balint_live.domain.display import Role
from balint_live.domain.timeline import LeaderMark, Mark
from tests.integration.database.cast import ANA, CARLA, CATALOGUE, START, THIRD, Site


def lead(site: Site, *, given: bool) -> None:
    groups = SqlGroups(site.database, CATALOGUE)
    carla = groups.group("tuesday", ANA).registrants[0]
    learns = replace(carla, details=replace(carla.details, practice_leader=True), has_the_lead=given)
    groups.change("tuesday", ANA, lambda group: Changes(registrants=(learns,)))


def role(site: Site) -> Role | None:
    seat = site.meetings.seat(THIRD, CARLA)
    return None if seat is None else seat.member.role


def test_the_lead_is_given_and_taken_back(enrolled: Site) -> None:
    roles = [role(enrolled)]
    lead(enrolled, given=True)
    roles.append(role(enrolled))
    lead(enrolled, given=False)
    roles.append(role(enrolled))

    assert roles == [Role.REGISTRANT, Role.LEADER, Role.REGISTRANT]


def test_moves_by_a_practice_leader_are_kept_and_can_be_undone(enrolled: Site) -> None:
    lead(enrolled, given=True)

    opened = enrolled.meetings.change(THIRD, CARLA, lambda seat: seat.meeting.open("carla", START)).meeting
    enrolled.attendance.mark(THIRD, "dan", "carla", LeaderMark(Mark.PRESENT, START))

    assert enrolled.meeting() == opened
    assert opened.last_move is not None
    assert opened.last_move.by == "carla"
