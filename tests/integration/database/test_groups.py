"""The office's store: what each person reaches, and that a decision and its mails are one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.mail_queue import SqlMailResults
from balint_live.application.groups import schedule
from balint_live.application.groups.changes import Changes, MailBatch
from balint_live.application.groups.group import (
    Appointment,
    BookedMeeting,
    Details,
    Group,
    NewGroup,
    Settings,
    Staff,
)
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.identity import OPERATOR, Identity, Kind
from balint_live.application.mail_queue import Progress
from balint_live.domain.credit import CreditLine, Figures, Policy
from balint_live.domain.errors import DomainError
from tests.integration.database.cast import ANA, CARLA, CATALOGUE, EVE, ISSUED, START, THIRD, Site, at

MARA = Identity(Kind.LEADER, "mara", 1)
NOW = START - timedelta(days=3)


@pytest.fixture
def groups(enrolled: Site) -> SqlGroups:
    store = SqlGroups(enrolled.database, CATALOGUE)
    store.appoint(appointment("mara", coordinator=True), OPERATOR)
    return store


def appointment(id: str, coordinator: bool = False) -> Appointment:
    return Appointment(id=id, name=id.title(), email=f"{id}@example.org", at=NOW, coordinator=coordinator)


def occasions(batch: str = "b1", now: datetime = NOW) -> MailBatch:
    ids = iter(f"{batch}-{number}" for number in range(1000))
    return MailBatch(now, lambda: next(ids), batch)


def invited(groups: SqlGroups) -> None:
    groups.change(
        "tuesday", ANA, lambda group: Changes(mails=tuple(map(occasions("inv").invitation, group.enrolled)))
    )


def test_leaders_see_their_own_groups_and_coordinators_all(groups: SqlGroups) -> None:
    seen = {who: [one.id for one in groups.overview(who, NOW)] for who in (ANA, EVE, MARA, OPERATOR)}

    assert seen == {
        ANA: ["tuesday"],
        EVE: ["thursday"],
        MARA: ["thursday", "tuesday"],
        OPERATOR: ["thursday", "tuesday"],
    }


@pytest.mark.parametrize(
    "who", [EVE, CARLA, Identity(Kind.LEADER, "ana", 2), Identity(Kind.LEADER, "nobody", 1)], ids=str
)
def test_for_anybody_else_a_group_is_not_there(groups: SqlGroups, who: Identity) -> None:
    with pytest.raises(NoSuchGroup):
        groups.group("tuesday", who)
    with pytest.raises(NoSuchGroup):
        groups.change(
            "tuesday",
            who,
            lambda group: Changes(
                registrants=tuple(replace(one, withdrawn_at=NOW) for one in group.registrants)
            ),
        )

    assert [one.id for one in groups.group("tuesday", ANA).enrolled] == ["carla", "dan", "otto"]


def test_settings_and_credit_lines_come_back_as_they_were_given(groups: SqlGroups) -> None:
    line = CreditLine(
        policy=Policy.SERIES_MIN,
        credit_type="ABFM",
        id="line-1",
        designated_quarters=6,
        by_plan=(("first90", 8), ("abs60", 0)),
        statement="As approved.",
    )
    lines = (line, replace(line, id="line-2"))
    given = replace(groups.group("tuesday", ANA).settings, society="ABS", quorum=5, credit_lines=lines)

    groups.change("tuesday", ANA, lambda group: Changes(settings=given))

    stored = groups.group("tuesday", ANA)
    assert (stored.id, stored.version, stored.settings, stored.created_at) == ("tuesday", 2, given, ISSUED)
    assert [one.id for one in stored.settings.credit_lines] == ["line-1", "line-2"]


@pytest.mark.parametrize("left_alone", [False, True])
def test_a_session_ends_with_the_figures_of_its_plan_whatever_they_become(
    groups: SqlGroups, enrolled: Site, left_alone: bool
) -> None:
    ama = CreditLine(policy=Policy.QUARTER_HOUR, credit_type="AMA", id="ama", by_plan=(("abs60", 6),))
    cpd = CreditLine(policy=Policy.MIN_FRACTION, credit_type="CPD", id="cpd", designated_quarters=3)
    granted(groups, ama, cpd)
    enrolled.open()
    before = figures(groups)
    if left_alone:
        enrolled.meetings.close_abandoned(THIRD)
    else:
        enrolled.close()
    granted(groups, replace(ama, by_plan=()), cpd)

    assert (before, figures(groups)) == (((), ()), ((("ama", 6), ("cpd", 3)), ()))


def granted(groups: SqlGroups, *lines: CreditLine) -> None:
    settings = replace(groups.group("tuesday", ANA).settings, credit_lines=lines)
    groups.change("tuesday", ANA, lambda group: Changes(settings=settings))


def figures(groups: SqlGroups) -> tuple[Figures, ...]:
    """Of the third and the fourth session."""
    return tuple(one.designated for one in groups.group("tuesday", ANA).meetings)


def test_figures_are_put_right_with_the_settings(groups: SqlGroups) -> None:
    settings = groups.group("tuesday", ANA).settings
    asked = Changes(settings=settings, designated=((THIRD, (("ama", 5),)),))
    groups.change("tuesday", ANA, lambda group: asked)

    assert figures(groups) == ((("ama", 5),), ())


def test_a_moved_session_and_its_mails_are_one_transaction(groups: SqlGroups) -> None:
    invited(groups)
    later = START + timedelta(hours=1)

    def move(group: Group) -> Changes:
        meeting = group.meeting(THIRD)
        assert meeting is not None
        return schedule.move(group, THIRD, later, meeting.plan, occasions())

    groups.change("tuesday", ANA, move)

    moved = groups.group("tuesday", ANA).meeting(THIRD)
    assert moved is not None
    assert (moved.start, moved.sequence, moved.number) == (later, 1, 3)
    assert SqlMailResults(groups._database).progress("b1") == Progress(
        total=3, waiting=3, delivered=0, refused=0
    )


def test_a_decision_that_fails_leaves_nothing_behind(groups: SqlGroups) -> None:
    before = groups.group("tuesday", ANA)

    def refuse(group: Group) -> Changes:
        raise DomainError("invalid", "No.")  # type: ignore[arg-type]

    with pytest.raises(DomainError):
        groups.change("tuesday", ANA, refuse)
    twice = replace(before.registrants[0], id="somebody-else")
    with pytest.raises(IntegrityError):
        groups.change(
            "tuesday",
            ANA,
            lambda group: Changes(
                registrants=(twice,), mails=tuple(map(occasions().invitation, group.enrolled))
            ),
        )

    assert groups.group("tuesday", ANA) == before
    assert SqlMailResults(groups._database).progress("b1").total == 0


def test_the_same_invitation_is_queued_once(groups: SqlGroups) -> None:
    invited(groups)
    invited(groups)

    attendance = SqlMailResults(groups._database)
    assert attendance.progress("inv") == Progress(total=3, waiting=3, delivered=0, refused=0)
    assert attendance.newest_batch("tuesday") == "inv"
    assert sorted(attendance.link_mails("tuesday")) == ["carla", "dan", "otto"]
    assert groups.group("tuesday", ANA).invited == {"carla", "dan", "otto"}


def test_a_withdrawn_person_has_no_seat_and_stays_in_the_list(groups: SqlGroups, enrolled: Site) -> None:
    gone = replace(groups.group("tuesday", ANA).registrants[0], withdrawn_at=NOW, join_code=None)
    groups.change("tuesday", ANA, lambda group: Changes(registrants=(gone,)))

    assert enrolled.meetings.seat(THIRD, CARLA) is None
    assert [entry.member.id for entry in enrolled.attendance.roster(THIRD)] == ["ana", "ben", "dan", "otto"]
    group = groups.group("tuesday", ANA)
    assert [one.id for one in group.registrants] == ["carla", "dan", "otto"]
    assert [one.id for one in group.enrolled] == ["dan", "otto"]


def test_a_cancelled_session_is_nobodys_to_enter(groups: SqlGroups, enrolled: Site) -> None:
    groups.change("tuesday", ANA, lambda group: schedule.cancel(group, THIRD, occasions()))

    assert enrolled.meetings.seat(THIRD, ANA) is None
    assert enrolled.meetings.seat(THIRD, CARLA) is None
    assert enrolled.meetings.nearest(CARLA, START) == "fourth"
    assert enrolled.meetings.cancelled(CARLA, START, START + timedelta(days=1)) == START


def new(id: str, *leaders: Appointment, meetings: tuple[BookedMeeting, ...] = ()) -> NewGroup:
    settings = Settings(name="New", society="", timezone="Europe/London", contact="office@example.org")
    return NewGroup(
        id=id, version=1, settings=settings, created_at=ISSUED, leaders=leaders, meetings=meetings
    )


def test_only_a_coordinator_founds_a_group(groups: SqlGroups) -> None:
    ana = replace(appointment("unused"), email="ana@example.org")

    with pytest.raises(NoSuchGroup):
        groups.create([new("new", ana, appointment("dora"))], ANA)
    assert groups.by_email("dora@example.org") is None
    groups.create([new("new", ana)], MARA)

    assert [one.id for one in groups.overview(ANA, NOW)] == ["new", "tuesday"]
    assert groups.group("new", ANA).settings == new("new").settings


def test_groups_their_leaders_accounts_and_their_dates_are_one_transaction(groups: SqlGroups) -> None:
    plan = CATALOGUE.protocols["abs60"]
    one, other = (
        BookedMeeting(id=id, number=1, start=START, end=START + plan.total, plan=plan)
        for id in ("one", "other")
    )
    dora, emil = appointment("dora"), appointment("emil")

    with pytest.raises(IntegrityError):
        groups.create([new("first", dora), new("second", emil, meetings=(one, other))], MARA)
    assert (groups.by_email("dora@example.org"), len(groups.overview(MARA, NOW))) == (None, 2)
    groups.create([new("first", dora), new("second", dora, emil, meetings=(one,))], MARA)

    found = groups.groups(Identity(Kind.LEADER, "dora", 1))
    assert [(group.id, [each.id for each in group.leaders]) for group in found] == [
        ("first", ["dora"]),
        ("second", ["dora", "emil"]),
    ]
    assert [[each.id for each in group.meetings] for group in found] == [[], ["one"]]


@pytest.mark.parametrize(("who", "seen"), [(ANA, ["tuesday"]), (MARA, ["thursday", "tuesday"])], ids=str)
def test_all_groups_of_somebody_are_each_as_it_is_alone(
    groups: SqlGroups, enrolled: Site, who: Identity, seen: list[str]
) -> None:
    granted(groups, CreditLine(policy=Policy.QUARTER_HOUR, credit_type="AMA", id="ama"))
    invited(groups)
    enrolled.open()
    enrolled.attendance.press(THIRD, "carla", "1", START)
    enrolled.attendance.witness(THIRD, {"carla": (START, at(30))}, frozenset({"carla"}))
    enrolled.close()

    found = groups.groups(who)

    assert found == [groups.group(id, who) for id in seen]
    assert [(one.attended, one.invited) for one in found if one.id == "tuesday"] == [
        ({"carla": frozenset({THIRD})}, frozenset({"carla", "dan", "otto"}))
    ]


def test_an_account_and_what_it_is_for_are_one_transaction(groups: SqlGroups) -> None:
    with pytest.raises(NoSuchGroup):
        groups.add_leader("nothing", appointment("dora"), MARA)
    with pytest.raises(NoSuchGroup):
        groups.add_leader("tuesday", appointment("dora", coordinator=True), ANA)
    assert groups.by_email("dora@example.org") is None

    known = groups.add_leader("tuesday", replace(appointment("x"), email="eve@example.org"), ANA)

    assert known == Staff(id="eve", name="Eve", email="eve@example.org", coordinator=False)
    assert [one.id for one in groups.group("tuesday", ANA).leaders] == ["ana", "ben", "eve"]


def test_two_groups_change_together_or_not_at_all(groups: SqlGroups) -> None:
    before = [groups.group(id, MARA) for id in ("tuesday", "thursday")]

    def decide(groups: Sequence[Group]) -> tuple[Changes, Changes]:
        here, there = groups
        gone = replace(here.registrants[0], withdrawn_at=NOW)
        return Changes(registrants=(gone,)), Changes(registrants=(replace(there.registrants[0], id="twice"),))

    with pytest.raises(IntegrityError):
        groups.change_all(("tuesday", "thursday"), MARA, decide)
    with pytest.raises(NoSuchGroup):
        groups.change_all(("tuesday", "thursday"), ANA, decide)

    assert [groups.group(id, MARA) for id in ("tuesday", "thursday")] == before


def test_two_thousand_people_are_enrolled_at_once(groups: SqlGroups) -> None:
    pattern = groups.group("tuesday", ANA).registrants[0]
    many = tuple(
        replace(
            pattern,
            id=f"p{number}",
            join_code=None,
            details=Details(name=f"Person {number}", email=f"p{number}@example.org"),
        )
        for number in range(2000)
    )

    groups.change("tuesday", ANA, lambda group: Changes(registrants=many))

    assert len(groups.group("tuesday", ANA).enrolled) == 2003


def test_the_list_of_groups_takes_the_same_number_of_queries_however_many_there_are(
    groups: SqlGroups,
) -> None:
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(groups._database.engine, "before_cursor_execute", count)
    groups.overview(MARA, NOW)
    few = len([each for each in asked if each.startswith("SELECT")])
    groups.create([new(f"g{number}") for number in range(20)], MARA)
    asked.clear()
    groups.overview(MARA, NOW)

    assert len([each for each in asked if each.startswith("SELECT")]) == few
