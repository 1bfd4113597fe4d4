"""What is known of Zoom's meetings, on both kinds of database: found, claimed by one, counted, and gone with its session."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from balint_live.adapters.database.zoom import SqlZoomEvents, SqlZoomMeetings, SqlZoomStates
from balint_live.adapters.system import new_id
from balint_live.application.zoom.meetings import Times, ZoomState
from tests.integration.database.cast import ELSEWHERE, END, FOURTH, START, THIRD, Site

BEFORE = START - timedelta(hours=2)
LEASE = timedelta(minutes=10)
A_MOMENT_LATER = BEFORE + timedelta(seconds=1)


@pytest.fixture
def store(enrolled: Site) -> SqlZoomMeetings:
    store = SqlZoomMeetings(enrolled.database, "members.example.org", new_id)
    store.look(BEFORE)
    return store


def test_a_look_finds_each_session_to_come_once(store: SqlZoomMeetings, enrolled: Site) -> None:
    assert store.look(BEFORE) == 0
    found = enrolled.database.rows(
        text("SELECT meeting_id, number, since FROM zoom_meetings ORDER BY meeting_id")
    )
    assert [(row.meeting_id, row.number) for row in found] == [
        (ELSEWHERE, None),
        (FOURTH, None),
        (THIRD, None),
    ]


def test_of_two_workers_one_has_a_session_until_its_lease_is_over(store: SqlZoomMeetings) -> None:
    claimed = [store.claim(f"worker-{n}", BEFORE, LEASE) for n in range(4)]
    assert {task.meeting_id for task in claimed if task} == {THIRD, FOURTH, ELSEWHERE}
    assert claimed[3] is None
    again = store.claim("worker-5", BEFORE + LEASE, LEASE)
    assert again is not None
    [late] = [task for task in claimed if task and task.id == again.id]
    store.settle(late, BEFORE, (), None)
    store.settle(again, BEFORE, ("duration",), START)
    assert SqlZoomStates(store._database).of_meeting(again.meeting_id or "") == ZoomState(
        False, False, None, ("duration",), None
    ), "a worker whose lease was over notes nothing"


def test_a_session_its_people_and_an_event_from_claim_to_settled(
    store: SqlZoomMeetings, enrolled: Site
) -> None:
    tasks = [store.claim("mine", BEFORE, LEASE) for _ in range(3)]
    [task] = [each for each in tasks if each and each.meeting_id == THIRD]
    assert (task.wanted, task.behind, task.told) == (Times(START, END), True, None)
    store.made(task, "84512345678", task.wanted)
    people = store.people(task)
    assert [(one.zoom_id, one.stays) for one in people] == [(None, True)] * 3
    assert store.people(task) == people, "addresses are given once"
    for one in people:
        store.registered(one.address, f"reg-{one.address}")
    events = SqlZoomEvents(enrolled.database)
    assert [events.changed(number, A_MOMENT_LATER) for number in ("84512345678", "1")] == [True, False]
    store.settle(task, BEFORE, (), START)
    states = SqlZoomStates(enrolled.database)
    assert states.of_meeting(THIRD) == ZoomState(True, True, None, (), None)
    again = store.claim("again", A_MOMENT_LATER, LEASE)
    assert again is not None
    assert (again.meeting_id, again.behind) == (THIRD, False), "an event that came meanwhile is not lost"

    enrolled.database.write(
        lambda session: session.execute(text("DELETE FROM zoom_registrants WHERE registrant_id = 'dan'"))
    )
    store.settle(again, BEFORE, (), None)
    assert store.look(BEFORE) == 1


def test_tries_and_changes_are_counted_by_the_day(store: SqlZoomMeetings) -> None:
    tasks = [store.claim("mine", BEFORE, LEASE) for _ in range(3)]
    [task] = [each for each in tasks if each and each.meeting_id == THIRD]
    address, tomorrow = store.people(task)[0].address, BEFORE + timedelta(days=1)
    moments = [BEFORE] * 4 + [tomorrow]
    assert [store.count_try(address, moment, 3) for moment in moments] == [True, True, True, False, True]
    assert [store.count_change(moment, 3) for moment in moments] == [True, True, True, False, True]


def test_a_deleted_group_leaves_what_is_still_to_be_deleted_in_zoom(
    store: SqlZoomMeetings, enrolled: Site
) -> None:
    tasks = [store.claim("mine", BEFORE, LEASE) for _ in range(3)]
    for number, task in enumerate(tasks):
        assert task is not None
        store.made(task, str(number), task.wanted)
        for one in store.people(task):
            store.registered(one.address, "reg")
        store.settle(task, BEFORE, (), None)
    enrolled.database.write(lambda session: session.execute(text("DELETE FROM groups WHERE id = 'tuesday'")))
    left = enrolled.database.rows(text("SELECT count(*) AS n FROM zoom_registrants"))
    assert left[0].n == 1
    store.look(BEFORE)
    gone = [store.claim("mine", BEFORE, LEASE) for _ in range(2)]
    assert [(task.wanted, task.number is None) for task in gone if task] == [(None, False)] * 2
    for task in gone:
        assert task is not None
        store.drop(task)
    assert [
        row.meeting_id for row in enrolled.database.rows(text("SELECT meeting_id FROM zoom_meetings"))
    ] == [ELSEWHERE]
