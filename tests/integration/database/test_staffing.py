"""Leaders and coordinators who go: their account and all that hangs on it, in one transaction, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from balint_live.adapters.database.access import SqlSignIns, SqlStaffing
from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.tables.attendance import AttendanceMarkRow
from balint_live.adapters.database.tables.groups import SignInRow
from balint_live.adapters.database.tables.mail import MailRow
from balint_live.application.access.sign_in import Request
from balint_live.application.groups.changes import Changes
from balint_live.application.groups.group import Appointment, Staff
from balint_live.application.groups.leaders import (
    Duties,
    Lead,
    NoSuchPerson,
    require_demotable,
    require_spared,
)
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.identity import OPERATOR, Identity, Kind
from balint_live.application.mail_queue import MailKind, NewMail
from balint_live.domain.errors import DomainError
from balint_live.domain.timeline import LeaderMark, Mark
from tests.integration.database.cast import ANA, BEN, CARLA, CATALOGUE, END, EVE, START, THIRD, Site, at

MARA = Identity(Kind.LEADER, "mara", 1)
NOW = START - timedelta(days=3)
LONG_AFTER = END + timedelta(days=365)
EVES = Staff(id="eve", name="Eve", email="eve@example.org", coordinator=False)


@pytest.fixture
def groups(enrolled: Site) -> SqlGroups:
    store = SqlGroups(enrolled.database, CATALOGUE)
    store.appoint(
        Appointment(id="mara", name="Mara", email="mara@example.org", at=NOW, coordinator=True), OPERATOR
    )
    return store


@pytest.fixture
def staff(groups: SqlGroups, enrolled: Site) -> SqlStaffing:
    return SqlStaffing(enrolled.database)


def count(site: Site, table: type[object]) -> int:
    return site.database.read(lambda session: session.scalar(select(func.count()).select_from(table)) or 0)


def test_what_somebody_is_needed_for(staff: SqlStaffing, groups: SqlGroups) -> None:
    assert staff.duties(MARA, "ana", NOW) == Duties(
        Staff(id="ana", name="Ana", email="ana@example.org", coordinator=False),
        (Lead("tuesday", "Tuesday evening group", alone=False, meets=True),),
        last_coordinator=False,
    )
    assert staff.duties(OPERATOR, "eve", NOW).leads == (
        Lead("thursday", "Thursday morning group", alone=True, meets=True),
    )
    assert staff.duties(OPERATOR, "eve", LONG_AFTER).leads[0].meets is False
    assert staff.duties(OPERATOR, "mara", NOW).last_coordinator is True


def test_a_group_with_no_session_left_but_cancelled_ones_meets_no_longer(
    staff: SqlStaffing, groups: SqlGroups
) -> None:
    groups.change(
        "thursday",
        EVE,
        lambda group: Changes(meetings=tuple(replace(one, cancelled_at=NOW) for one in group.meetings)),
    )

    assert staff.duties(MARA, "eve", NOW).leads[0].meets is False


def test_a_session_that_runs_over_its_time_still_meets(staff: SqlStaffing, enrolled: Site) -> None:
    enrolled.open()

    assert staff.duties(MARA, "ana", LONG_AFTER).leads[0].meets is True


@pytest.mark.parametrize("who", [ANA, CARLA, Identity(Kind.LEADER, "mara", 2)], ids=str)
def test_only_coordinators_remove_or_demote_anybody(staff: SqlStaffing, who: Identity) -> None:
    for act in (staff.remove, staff.demote):
        with pytest.raises(NoSuchGroup):
            act(who, "ben", NOW, lambda _: None)
    with pytest.raises(NoSuchGroup):
        staff.duties(who, "ben", NOW)
    with pytest.raises(NoSuchPerson):
        staff.remove(MARA, "nobody", NOW, lambda _: None)


def test_everything_of_an_account_goes_and_what_they_marked_is_nobodys(
    staff: SqlStaffing, groups: SqlGroups, enrolled: Site
) -> None:
    enrolled.open()
    enrolled.attendance.press(THIRD, "carla", "1", at(0))
    enrolled.attendance.mark(THIRD, "carla", "ana", LeaderMark(Mark.PRESENT, at(1)))
    request = Request(id="r1", leader_id="ana", browser="b", asked_at=NOW)
    mail = NewMail(id="m1", key="k1", kind=MailKind.SIGN_IN, created_at=NOW, expires_at=NOW, sign_in_id="r1")
    SqlSignIns(enrolled.database).ask(request, mail)

    staff.remove(MARA, "ana", NOW, require_spared)

    assert groups.by_email("ana@example.org") is None
    assert (groups.staff(ANA), enrolled.meetings.seat(THIRD, ANA)) == (None, None)
    assert [one.id for one in groups.group("tuesday", BEN).leaders] == ["ben"]
    assert (count(enrolled, SignInRow), count(enrolled, MailRow)) == (0, 0)
    query = select(AttendanceMarkRow.leader_id, AttendanceMarkRow.mark)
    assert enrolled.database.read(lambda session: session.execute(query).all()) == [(None, Mark.PRESENT)]
    seat = enrolled.meetings.seat(THIRD, BEN)
    assert seat is not None
    assert (seat.meeting.progress.position, seat.meeting.last_move) == (1, None)


def test_a_refusal_leaves_everything_as_it_was(staff: SqlStaffing, groups: SqlGroups) -> None:
    with pytest.raises(DomainError):
        staff.remove(MARA, "eve", NOW, require_spared)
    with pytest.raises(DomainError):
        staff.demote(MARA, "mara", NOW, require_demotable)

    assert [one.id for one in groups.group("thursday", EVE).leaders] == ["eve"]
    assert [one.id for one in groups.everyone(MARA)] == ["ana", "ben", "eve", "mara"]


def test_of_two_coordinators_one_can_be_made_a_leader(staff: SqlStaffing, groups: SqlGroups) -> None:
    groups.appoint(Appointment(id="x", name="", email="eve@example.org", at=NOW, coordinator=True), MARA)

    staff.demote(EVE, "mara", NOW, require_demotable)
    with pytest.raises(DomainError):
        staff.demote(OPERATOR, "eve", NOW, require_demotable)

    assert [(one.id, one.coordinator) for one in groups.everyone(EVE)][2:] == [("eve", True), ("mara", False)]
    with pytest.raises(NoSuchGroup):
        groups.group("tuesday", MARA)


def test_who_comes_back_is_somebody_new(staff: SqlStaffing, groups: SqlGroups) -> None:
    staff.remove(MARA, "eve", LONG_AFTER, require_spared)
    assert groups.group("thursday", MARA).leaders == ()

    again = groups.add_leader(
        "thursday", Appointment(id="eve2", name="Eve", email="eve@example.org", at=LONG_AFTER), MARA
    )

    assert again == replace(EVES, id="eve2")
    assert groups.staff(EVE) is None
