from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from balint_live.application.groups.group import BookedMeeting, Group, SessionStatus, Staff
from balint_live.application.groups.schedule import NextThing, Quorum, current, held, next_thing, quorum
from balint_live.domain.display import Role
from tests.unit.application.groups.cast import (
    CARLA,
    DAN,
    FIRST,
    MARA,
    SECOND,
    SETTINGS,
    START,
    group,
    person,
    session,
)

AFTER = FIRST.end + timedelta(hours=1)
HELD = session("held", 1, START, opened_at=START, closed_at=START + timedelta(minutes=60))
RUNNING = session("running", 1, START, opened_at=START)
CANCELLED = session("cancelled", 1, START, cancelled_at=START - timedelta(days=3))
NEVER_OPENED = session("never", 1, START, closed_at=START + timedelta(minutes=90))


@pytest.mark.parametrize(
    ("meeting", "now", "stands"),
    [
        (FIRST, START - timedelta(days=1), SessionStatus.TO_COME),
        (FIRST, START + timedelta(minutes=20), SessionStatus.TO_COME),
        (FIRST, FIRST.end, SessionStatus.NOT_HELD),
        (RUNNING, START + timedelta(minutes=20), SessionStatus.RUNNING),
        (RUNNING, AFTER, SessionStatus.RUNNING),
        (HELD, AFTER, SessionStatus.HELD),
        (NEVER_OPENED, AFTER, SessionStatus.NOT_HELD),
        (CANCELLED, START, SessionStatus.CANCELLED),
    ],
)
def test_where_a_session_stands(meeting: BookedMeeting, now: datetime, stands: SessionStatus) -> None:
    assert meeting.status(now) is stands


def test_only_what_was_opened_and_ended_was_held() -> None:
    assert held([HELD, RUNNING, CANCELLED, NEVER_OPENED, SECOND], AFTER) == 1


def test_the_session_that_runs_comes_before_the_next_one() -> None:
    late = session("running", 1, START, opened_at=START, end=START + timedelta(minutes=1))

    assert current((late, SECOND), AFTER) == late
    assert current((CANCELLED, SECOND), AFTER) == SECOND
    assert current((HELD,), AFTER) is None


def test_whoever_left_does_not_count_towards_the_quorum_and_an_observer_does() -> None:
    left = person("left", withdrawn_at=START)
    observer = person("otto", details=replace(CARLA.details, role=Role.OBSERVER))

    assert quorum(group(CARLA, left, observer)) == Quorum(enrolled=2, needed=4)
    assert quorum(group(CARLA, left, observer)).spare == -2


ANA_LOOKS = Staff(id="ana", name="Ana", email="ana@example.org", coordinator=False)
TWO_HOURS_BEFORE = START - timedelta(hours=2)


@pytest.mark.parametrize(
    ("who", "now", "offered"),
    [
        (ANA_LOOKS, TWO_HOURS_BEFORE, NextThing.GO_TO_SESSION),
        (ANA_LOOKS, TWO_HOURS_BEFORE - timedelta(minutes=1), NextThing.NOTHING),
        (MARA, TWO_HOURS_BEFORE, NextThing.NOTHING),
    ],
)
def test_the_way_into_a_session_is_offered_to_its_leaders_from_two_hours_before(
    who: Staff, now: datetime, offered: NextThing
) -> None:
    assert next_thing(replace(group(), who=who), now) is offered


@pytest.mark.parametrize(
    ("group", "offered"),
    [
        (group(meetings=()), NextThing.ADD_SESSION),
        (group(meetings=(CANCELLED,)), NextThing.ADD_SESSION),
        (group(meetings=(HELD,)), NextThing.ADD_SESSION),
        (group(meetings=(HELD,), settings=replace(SETTINGS, planned_sessions=1)), NextThing.NOTHING),
        (group(person("left", withdrawn_at=START)), NextThing.ADD_PEOPLE),
        (group(invited=frozenset()), NextThing.INVITE),
        (group(CARLA, DAN, person("priya")), NextThing.INVITE),
        (group(), NextThing.NOTHING),
    ],
)
def test_otherwise_the_next_useful_thing(group: Group, offered: NextThing) -> None:
    assert next_thing(group, START - timedelta(days=1)) is offered
