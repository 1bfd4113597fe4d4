"""Zoom's joins and leaves, from the door to the attendance record: what is kept of them, and of whom."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.application.identity import OPERATOR
from balint_live.application.zoom.evidence import Doubt, SeenInZoom
from tests.integration.database.cast import CATALOGUE, THIRD, at
from tests.integration.zoom.test_webhook import NUMBER, PRIVATE, Webhook

HOST = "hOstBalint000000000001"
CARLAS, DANS = "bR3gL9xQTkWm0pVfZ2sYhA", "cS4hM0yRUlXn1qWgA3tZiB"


def told(
    kind: str, minutes: float, device: str = "", registrant: str | None = None, **participant: Any
) -> dict[str, Any]:
    """An event about a session that began in Zoom with the booked time; `device` as "A1.10": connection and user."""
    moment = f"{at(minutes):%Y-%m-%dT%H:%M:%SZ}"
    about: dict[str, Any] = {
        "id": str(NUMBER),
        "uuid": "kQ7vB2tSR0+u1mZyXo9/gA==",
        "host_id": HOST,
        "topic": "Kovács-csoport",
        "start_time": f"{at(0):%Y-%m-%dT%H:%M:%SZ}",
    }
    if device:
        connection, _, user = device.partition(".")
        about["participant"] = {
            "user_id": user,
            "participant_uuid": connection,
            "user_name": "Ágnes",
            "email": "agnes@example.org",
            "public_ip": "203.0.113.7",
            "leave_reason": "left the meeting. Reason : left the meeting",
            "registrant_id": registrant or "",
            **dict.fromkeys(("join_time", "leave_time", "date_time"), moment),
            **participant,
        }
    return {
        "event": f"meeting.{kind}",
        "event_ts": int(at(minutes).timestamp() * 1000),
        "payload": {"account_id": "AcBalintDemo01", "object": {**about, "end_time": moment}},
    }


EVENTS = [
    told("started", 0),
    told("participant_joined", 0.5, "H1.1", id=HOST),
    told("participant_joined_waiting_room", 1, "A1.9", CARLAS),
    told("participant_admitted", 2, "A1.9", CARLAS),
    told("participant_joined", 2, "A1.10", CARLAS),
    told("participant_left", 20, "A1.10", CARLAS),
    told("participant_joined", 20, "A1.11", CARLAS),
    told("participant_left", 57, "A1.11", CARLAS),
    told("participant_joined", 5, "D1.40"),
    told("participant_left", 6, "D1.40"),
    told("participant_joined", 30, "B1.20", DANS),
    told("participant_left", 60, "H1.1", id=HOST),
    told("ended", 60),
]


@pytest.fixture
def webhook(tmp_path: Path) -> Iterator[Webhook]:
    opened = Webhook(tmp_path)
    registered(opened)
    yield opened
    opened.door.database.dispose()


def registered(webhook: Webhook) -> None:
    """The third session has a Zoom meeting, in which Carla and Dan are registered."""
    change = webhook.door.change
    change("INSERT INTO zoom_meetings (id, meeting_id, number) VALUES ('m', 'third', :number)", number=NUMBER)
    for person, zoom_id in (("carla", CARLAS), ("dan", DANS)):
        change(
            "INSERT INTO zoom_registrants (address, meeting_id, registrant_id, zoom_id)"
            " VALUES (:person || '@members.example.org', 'third', :person, :zoom_id)",
            person=person,
            zoom_id=zoom_id,
        )


def facts(webhook: Webhook) -> int:
    return int(webhook.door.rows("SELECT count(*) FROM zoom_facts")[0][0])


def seen(*minutes: tuple[float, float], doubts: tuple[Doubt, ...] = ()) -> SeenInZoom:
    return SeenInZoom(tuple((at(came), at(left)) for came, left in minutes), frozenset(doubts))


def test_what_everybody_did_in_zoom(webhook: Webhook) -> None:
    for event in [*EVENTS[::-1], *EVENTS]:
        assert webhook.send(event) == (204, "")
    assert facts(webhook) == len(EVENTS)
    records = SqlAttendanceRecords(webhook.door.database, CATALOGUE)
    one = records.attendance("tuesday", OPERATOR).session(THIRD)
    assert one is not None
    found = one.in_zoom(at(600))
    assert found.people == {
        "carla": seen((2, 57)),
        "dan": seen((30, 60), doubts=(Doubt.LEAVE_MISSING,)),
    }
    assert found.host == seen((0.5, 60))
    assert found.strangers == (seen((5, 6)),)
    assert {
        person: list(intervals) for person, (intervals, _) in one.evidence_at(at(600)).items()
    }.keys() == {"carla"}


@pytest.mark.parametrize(
    "foreign",
    [
        told("participant_jbh_waiting", 1, "A1.10"),
        told("participant_joined", 400, "A1.10", CARLAS),
        {
            **told("participant_joined", 1),
            "payload": {"account_id": "a", "object": {"id": 7, "participant": {}}},
        },
        told("participant_joined", 1, "A1.", CARLAS),
    ],
)
def test_what_is_no_evidence_about_a_session_here_is_not_kept(webhook: Webhook, foreign: Any) -> None:
    assert (webhook.send(foreign), facts(webhook)) == ((204, ""), 0)


def test_of_everybody_who_comes_and_goes_no_name_and_no_address_is_in_any_byte(
    webhook: Webhook, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for event in EVENTS:
        assert webhook.send(event) == (204, "")
    broken = told("participant_joined", 1, "A1.10", CARLAS)
    broken["payload"]["object"]["participant"] = "Ágnes agnes@example.org"
    assert webhook.send(json.dumps(broken, ensure_ascii=False).encode()) == (400, "")
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    said = "".join(capfd.readouterr()).encode()
    words = (*PRIVATE, HOST, "left the meeting")
    assert [word for word in words if any(word.encode() in each for each in (*kept, said))] == []
    assert any(CARLAS.encode() in each for each in kept), "the search finds what is there"
    assert facts(webhook) == len(EVENTS)


def test_joins_and_leaves_go_with_the_person(webhook: Webhook) -> None:
    for event in EVENTS:
        webhook.send(event)
    webhook.door.change("DELETE FROM registrants WHERE id = 'carla'")
    assert facts(webhook) == len(EVENTS) - 6
