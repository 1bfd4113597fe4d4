"""`GET /join/<token>/record.json`: everything stored about whoever holds the link, and about nobody else."""

import json
import re
from typing import Any

from sqlalchemy import inspect

from balint_live.adapters.database.groups import SqlGroups
from balint_live.adapters.database.privacy import SqlPersonalData
from balint_live.adapters.database.tables import ledger
from balint_live.adapters.system import new_id, new_join_code
from balint_live.application.groups.service import GroupService
from balint_live.application.ports import NoPages
from tests.integration.contract.front_door import FrontDoor
from tests.integration.database.cast import ANA, CARLA, CATALOGUE, DAN, OTTO
from tests.integration.exports.held_session import come, hold, state

ALSO_IDS_OF_REGISTRANTS = {"live_meetings": {"moved_by_practice_leader"}}
"""Without a reference: a running session's own row is told to nobody."""


def record(door: FrontDoor, who: Any = CARLA) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(door.browser().get(f"{door.personal('join', who)}/record.json").body)
    return told


def words(told: dict[str, Any]) -> set[str]:
    return set(re.findall(r"\w+", json.dumps(told).lower()))


def rows(told: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {table["table"]: table["rows"] for table in told["stored"]}


def test_it_is_a_file_of_ones_own_that_no_cache_keeps(door: FrontDoor) -> None:
    answer = door.browser().get(f"{door.personal('join', CARLA)}/record.json")

    assert answer.status == 200
    assert [answer.headers[name] for name in ("content-type", "content-disposition", "cache-control")] == [
        "application/json",
        'attachment; filename="my-record.json"',
        "no-store",
    ]


def test_looking_changes_nothing(door: FrontDoor) -> None:
    hold(door)
    before = door.everything()

    first, second = record(door), record(door)

    assert first == second
    assert door.everything() == before


def test_every_table_that_refers_to_people_is_in_it(door: FrontDoor) -> None:
    """Read off the database itself, so that a table added later is asked for here too."""
    inspector = inspect(door.database.engine)
    referring = {
        table
        for table in inspector.get_table_names()
        for key in inspector.get_foreign_keys(table)
        if key["referred_table"] == "registrants"
    }

    assert set(rows(record(door))) == {"registrants", *referring}
    assert len(referring) >= 7


def test_no_other_column_could_hold_somebodys_id_unseen(door: FrontDoor) -> None:
    told = set(rows(record(door)))
    unseen = {
        table["table"]: names
        for table in ledger()
        if table["table"] not in told
        and (
            names := {
                column["name"]
                for column in table["columns"]
                if any(word in column["name"] for word in ("registrant", "person", "practice_leader", "who"))
            }
        )
    }

    assert unseen == ALSO_IDS_OF_REGISTRANTS


def test_after_a_session_every_kind_of_fact_is_told_as_it_is_stored(door: FrontDoor) -> None:
    hold(door)
    state(door, "carla")
    state(door, "dan")
    groups = SqlGroups(door.database, CATALOGUE)
    GroupService(door.clock, groups, NoPages(), new_id, new_join_code).invite(ANA, "tuesday")

    told = rows(record(door))

    assert {table: len(found) for table, found in told.items()} == {
        "registrants": 1,
        "absences": 0,
        "acknowledgements": 1,
        "attendance_marks": 1,
        "corrections": 1,
        "presence_intervals": 1,
        "roll_entries": 1,
        "statements": 1,
        "mails": 1,
        "zoom_facts": 0,
        "zoom_registrants": 0,
    }
    assert told["acknowledgements"] == [
        {"meeting_id": "third", "registrant_id": "carla", "version": "1", "at": "2026-03-05T19:00:00+00:00"}
    ]
    assert told["corrections"] == [
        {
            "meeting_id": "third",
            "registrant_id": "carla",
            "number": 1,
            "leader_id": "ana",
            "at": "2026-03-05T20:00:00+00:00",
            "reason": "leader_error",
            "before": [["2026-03-05T19:00:00+00:00", "2026-03-05T20:00:00+00:00"]],
            "after": [["2026-03-05T19:10:00+00:00", "2026-03-05T20:00:00+00:00"]],
        }
    ]
    (mail,) = told["mails"]
    assert [mail[name] for name in ("kind", "state", "created_at", "address")] == [
        "invitation",
        "waiting",
        "2026-03-05T20:00:00+00:00",
        None,
    ]


def test_every_column_says_what_it_is_for_and_how_long_it_stays(door: FrontDoor) -> None:
    kept = {table["table"]: {column.pop("name"): column for column in table["columns"]} for table in ledger()}

    told = record(door)["stored"]

    assert {table["table"]: table["columns"] for table in told} == {
        table["table"]: kept[table["table"]] for table in told
    }


def test_what_follows_from_it_is_told_in_the_columns_of_the_export(door: FrontDoor) -> None:
    hold(door)

    derived = record(door)["derived"]

    assert [
        (row["participant_id"], row["minutes_present"], row["corrections_count"], row["leader_confirmed_by"])
        for row in derived["attendance"]
    ] == [("carla", 50, 1, "Ana")]
    assert [(row["participant_id"], row["sessions_attended"]) for row in derived["series"]] == [("carla", 1)]


def test_nobody_else_is_in_it(door: FrontDoor) -> None:
    hold(door)
    state(door, "carla")
    state(door, "dan")

    people = {"carla", "dan", "otto", "ben"}
    named = {who.id: words(record(door, who)) & people for who in (CARLA, DAN, OTTO)}

    assert named == {"carla": {"carla"}, "dan": {"dan"}, "otto": {"otto"}}


def test_somebody_who_never_came_holds_their_enrolment_and_an_absence(door: FrontDoor) -> None:
    hold(door)

    told = record(door, OTTO)

    assert {table: len(found) for table, found in rows(told).items() if found} == {
        "registrants": 1,
        "roll_entries": 1,
    }
    assert [row["minutes_present"] for row in told["derived"]["attendance"]] == [0]


def test_an_ended_or_altered_link_tells_nothing(door: FrontDoor) -> None:
    link = door.personal("join", CARLA)
    door.change("UPDATE registrants SET link_version = 2 WHERE id = 'carla'")

    answers = [door.browser().get(f"{each}/record.json") for each in (link, "/join/nothing")]

    assert [answer.status for answer in answers] == [410, 404]
    assert [word for answer in answers for word in ("carla", "Carla") if word in answer.text] == []


def test_a_leave_link_is_no_way_to_it(door: FrontDoor) -> None:
    token = door.personal("leave", CARLA).removeprefix("/leave/")

    assert door.browser().get(f"/join/{token}/record.json").status == 404


def test_of_somebody_who_is_not_there_nothing_is_stored(door: FrontDoor) -> None:
    assert SqlPersonalData(door.database).about("nobody") is None


def test_a_press_that_has_not_counted_yet_is_told_too(door: FrontDoor) -> None:
    come(door, CARLA)

    (press,) = rows(record(door))["presence_intervals"]

    assert (press["source"], press["provisional"]) == ("self_checkin", True)
