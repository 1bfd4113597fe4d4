"""Each session's own Zoom meeting, against the stand-in: made, moved, taken away, and in it everybody enrolled, once."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from balint_live.adapters.zoom.sessions import SETTINGS
from balint_live.application.groups.group import Details
from balint_live.application.groups.schedule import Slot
from balint_live.application.identity import OPERATOR
from balint_live.application.zoom.meetings import ZoomState
from tests.fakes import ManualClock
from tests.fakezoom.server import serving
from tests.fakezoom.state import State
from tests.integration.database.cast import ANA, ELSEWHERE, FOURTH, START, THIRD, WEEK, at, site
from tests.integration.database.present import present_database
from tests.integration.zoom.worker import CATALOGUE, DOMAIN, DOOR, Killed, Worker

DAY_BEFORE = START - timedelta(days=1)
EVERY_FAULT = ("hang", "500", "502_html", "reset_after_effect", "429_qps", "429_concurrent", "401_once")


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    clock = ManualClock(DAY_BEFORE)
    state = State(clock)
    database = present_database(tmp_path / "site.sqlite3")
    with serving(state) as address:
        yield Worker(state, address, clock, site(database))
    database.dispose()


def test_each_session_to_come_has_one_zoom_meeting_with_every_privacy_field_as_we_want_it(
    worker: Worker,
) -> None:
    worker.in_step()

    assert worker.booked() == ["2026-03-05T19:00:00Z", "2026-03-05T19:00:00Z", "2026-03-12T19:00:00Z"]
    for made in worker.state.meetings.values():
        assert {name: made["settings"][name] for name in SETTINGS} == dict(SETTINGS)
        assert (made["topic"], made["duration"], made["timezone"]) == ("Group session", 60, "UTC")
    assert worker.state.warnings == []
    assert worker.states() == {
        id: ZoomState(made=True, ready=True, since=None, differing=(), problem=None) for id in (THIRD, FOURTH)
    }


def test_everybody_enrolled_is_registered_once_under_an_address_that_says_nothing(worker: Worker) -> None:
    worker.in_step()

    assert {id: worker.people(id) for id in (THIRD, FOURTH, ELSEWHERE)} == {
        THIRD: ["carla", "dan", "otto"],
        FOURTH: ["carla", "dan", "otto"],
        ELSEWHERE: ["finn"],
    }
    said = str(worker.state.meetings) + str(worker.state.registrants)
    for name in ("carla", "Carla", "dan", "tuesday", "Tuesday", "Europe", "ana@", "organiser"):
        assert name not in said
    addresses = [each["email"] for people in worker.state.registrants.values() for each in people]
    assert len(set(addresses)) == 7
    assert all(each.endswith(f"@{DOMAIN}") for each in addresses)


def test_moved_cancelled_enrolled_withdrawn_and_deleted_here_is_so_in_zoom_too(worker: Worker) -> None:
    worker.in_step()
    plan = CATALOGUE.protocols["abs90"]
    worker.groups.move(ANA, "tuesday", FOURTH, START + 2 * WEEK, plan)
    worker.groups.withdraw(ANA, "tuesday", "dan")
    worker.groups.enrol(ANA, "tuesday", [Details(name="Gil", email="gil@example.org")])
    number = worker.number(FOURTH)
    worker.in_step()

    moved = worker.state.meetings[number]
    assert (moved["start_time"], moved["duration"]) == ("2026-03-19T19:00:00Z", 90)
    [gil] = [one.id for one in worker.groups.group("tuesday", ANA).enrolled if one.details.name == "Gil"]
    assert worker.people(THIRD) == worker.people(FOURTH) == sorted(["carla", "otto", gil])

    worker.groups.cancel(ANA, "tuesday", FOURTH)
    worker.in_step()
    assert worker.booked() == ["2026-03-05T19:00:00Z", "2026-03-05T19:00:00Z"]
    with worker.site.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM groups WHERE id = 'tuesday'"))
    worker.in_step()
    assert len(worker.state.meetings) == 1
    assert worker.rows("SELECT meeting_id FROM zoom_meetings") == [(ELSEWHERE,)]


def test_a_setting_that_the_account_has_locked_keeps_a_session_from_being_ready(worker: Worker) -> None:
    worker.state.switches.policy["auto_start_meeting_summary"] = True
    worker.in_step()
    assert worker.states()[THIRD] == ZoomState(True, True, None, ("auto_start_meeting_summary",), None)
    changes = worker.state.calls.count("PATCH /meetings/{meeting}")
    assert changes == 3
    worker.goes_on(minutes=60)
    assert worker.state.calls.count("PATCH /meetings/{meeting}") == changes, "it is not asked again and again"


def test_what_somebody_switches_on_in_zoom_is_put_back_before_the_door_opens_and_told_from_then_on(
    worker: Worker,
) -> None:
    worker.in_step()
    settings = worker.state.meetings[worker.number()]["settings"]
    settings["auto_start_meeting_summary"] = True
    events = worker.events()
    assert events.changed(str(worker.number()), worker.clock.now()) is True
    worker.goes_on()
    assert settings is not worker.state.meetings[worker.number()]["settings"]
    assert worker.state.meetings[worker.number()]["settings"]["auto_start_meeting_summary"] is False

    worker.state.meetings[worker.number()]["settings"]["auto_recording"] = "cloud"
    worker.clock.set(START - DOOR)
    worker.goes_on()
    assert worker.states()[THIRD].differing == ("auto_recording",)
    assert worker.state.meetings[worker.number()]["settings"]["auto_recording"] == "cloud"


def test_a_meeting_that_somebody_deleted_in_zoom_is_made_anew_until_the_session_begins(
    worker: Worker,
) -> None:
    worker.in_step()
    before = worker.number()
    worker.state.delete(str(before))
    worker.events().changed(str(before), worker.clock.now())
    worker.goes_on()

    again = worker.number()
    assert again != before
    assert worker.people() == ["carla", "dan", "otto"]

    worker.clock.set(at(5))
    worker.state.delete(str(again))
    worker.events().changed(str(again), worker.clock.now())
    worker.goes_on()
    assert worker.rows("SELECT number, since FROM zoom_meetings WHERE meeting_id = 'third'") == [(None, None)]
    assert len(worker.state.meetings) == 2, "in mid-session Zoom would make it without registration"


def test_somebody_whom_zoom_refuses_holds_up_nobody_else_and_is_tried_three_times_a_day(
    worker: Worker,
) -> None:
    worker.in_step()
    [(address,)] = worker.rows(
        "SELECT address FROM zoom_registrants WHERE registrant_id = 'carla' AND meeting_id = 'third'"
    )
    worker.state.refused.add(address)
    worker.state.registrants[worker.number()].clear()
    with worker.site.database.engine.begin() as connection:
        connection.execute(text("UPDATE zoom_registrants SET zoom_id = NULL WHERE meeting_id = 'third'"))
    for _ in range(8):
        worker.goes_on(minutes=20)

    assert worker.people() == ["dan", "otto"]
    assert worker.rows(f"SELECT tries FROM zoom_registrants WHERE address = '{address}'") == [(3,)]
    assert (
        worker.states()[THIRD].problem == "Zoom takes no more of these today. It goes on after midnight UTC."
    )


def test_what_a_restored_backup_does_not_know_is_registered_anew_and_not_twice(worker: Worker) -> None:
    worker.in_step()
    with worker.site.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM zoom_registrants WHERE meeting_id = 'fourth'"))
    worker.goes_on()
    assert worker.people(FOURTH) == ["carla", "dan", "otto"]


def test_a_guest_whom_a_leader_approved_in_zoom_is_left_alone(worker: Worker) -> None:
    worker.in_step()
    guest = {"email": "guest@example.org", "first_name": "Guest", "auto_approve": True}
    worker.state.register(str(worker.number()), guest)
    worker.groups.withdraw(ANA, "tuesday", "dan")
    worker.in_step()
    listed = worker.state.registrants[worker.number()]
    assert sorted(each["status"] for each in listed) == ["approved", "approved", "approved", "denied"]


def test_a_past_session_stays_as_it_is_in_zoom(worker: Worker) -> None:
    worker.in_step()
    worker.clock.set(at(120))
    worker.groups.withdraw(ANA, "tuesday", "dan")
    worker.goes_on(minutes=60)
    assert worker.people(THIRD) == ["carla", "dan", "otto"]
    assert worker.people(FOURTH) == ["carla", "otto"]


@pytest.mark.parametrize("call", ["make", "change", "register", "cancel", "take_away"])
def test_a_process_killed_between_zooms_answer_and_our_note_makes_nothing_twice(
    worker: Worker, call: str
) -> None:
    if call != "make":
        worker.in_step()
        worker.groups.enrol(ANA, "tuesday", [Details(name="Gil", email="gil@example.org")])
        worker.groups.withdraw(ANA, "tuesday", "dan")
        worker.groups.move(ANA, "tuesday", THIRD, START + timedelta(days=1), CATALOGUE.protocols["abs60"])
        worker.groups.cancel(ANA, "tuesday", FOURTH)
    deaths = 0
    worker.start(**{call: 1})
    worker.clock.wait(seconds=20)
    try:
        while worker.work.work():
            pass
    except Killed:
        deaths += 1
    worker.start()
    worker.in_step()

    assert deaths == 1
    assert len(worker.state.meetings) == (3 if call == "make" else 2)
    everybody = [each for each in worker.state.registrants[worker.number()] if each["status"] == "approved"]
    assert len(everybody) == 3
    assert len(worker.people()) == 3


@pytest.mark.parametrize("seed", range(2))
def test_a_series_of_eight_with_every_fault_at_random_and_processes_that_are_killed(
    worker: Worker, seed: int
) -> None:
    chance = random.Random(seed)
    plan = CATALOGUE.protocols["abs90"]
    worker.groups.book(OPERATOR, "thursday", [Slot(START + number * WEEK, plan) for number in range(1, 8)])
    worker.groups.enrol(
        OPERATOR, "thursday", [Details(name=f"P {n}", email=f"p{n}@example.org") for n in range(8)]
    )
    while not worker.is_in_step():
        worker.state.faults.extend(
            chance.choice(EVERY_FAULT) if chance.random() < 0.25 else "" for _ in range(5)
        )
        if chance.random() < 0.05:
            worker.state.tokens.clear()
        if chance.random() < 0.2:
            worker.start(**{chance.choice(["make", "register"]): 1})
        try:
            worker.clock.wait(minutes=3)
            worker.work.work()
        except Killed:
            worker.start()
    worker.state.faults.clear()
    worker.start()
    worker.in_step()

    sessions = [id for (id,) in worker.rows("SELECT id FROM meetings WHERE scheduled_end > '2026-03-06'")]
    assert len(worker.state.meetings) == len(sessions) + 2 == 10
    for session in sessions:
        people = worker.people(session)
        assert len(people) == len(set(people)) == (9 if session != FOURTH else 3)
