"""Zoom's events, as they come in: who may send them, what each is answered, and that nothing of a body is kept anywhere."""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from balint_live.adapters.zoom.webhook import WebhookSecret
from tests.integration.contract.front_door import FrontDoor
from tests.integration.database.cast import START

SECRET = "balint-demo-secret-token"
NUMBER = 84512345678
VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "zoom.json").read_text(encoding="utf-8"))
PRIVATE = ("Ágnes", "agnes@example.org", "Kovács-csoport", "203.0.113.7", "kQ7vB2tSR0")


class Webhook:
    """The application with Zoom's events switched on, and its group meeting under that number."""

    def __init__(self, folder: Path) -> None:
        self.door = FrontDoor(folder, zoom={"webhook_secret": SECRET})
        self.door.change("UPDATE groups SET zoom_url = :url", url=f"https://us06web.zoom.us/j/{NUMBER}?pwd=x")

    def send(self, event: str | dict[str, Any] | bytes, **headers: str | None) -> tuple[int, Any]:
        """The answer's status and text; signed as Zoom would, but for `headers` that say otherwise."""
        body = event if isinstance(event, bytes) else json.dumps(event, ensure_ascii=False).encode()
        stamp = headers.get("stamp") or str(int(self.door.clock.now().timestamp()))
        signature = headers.get("signature", signed(stamp, body))
        sent = {
            "x-zm-request-timestamp": stamp,
            "x-zm-signature": signature,
            "content-type": "application/json",
        }
        answer = self.door.app.test_client().post(
            "/zoom/webhook",
            data=body,
            headers={name: said for name, said in sent.items() if said is not None},
        )
        return answer.status_code, answer.get_data(as_text=True)

    def known(self) -> int:
        [(count,)] = self.door.rows("SELECT count(*) FROM zoom_events")
        return int(count)


def signed(stamp: str, body: bytes) -> str:
    return "v0=" + hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()


def event(kind: str = "recording.started", number: int | str = NUMBER, after: timedelta = timedelta()) -> Any:
    """An event as full of people as Zoom's are."""
    at = START + after
    return {
        "event": kind,
        "event_ts": int(at.timestamp() * 1000),
        "payload": {
            "account_id": "AcBalintDemo01",
            "operator": "agnes@example.org",
            "object": {
                "id": number,
                "uuid": "kQ7vB2tSR0+u1mZyXo9/gA==",
                "topic": "Kovács-csoport",
                "recording_file": {"recording_start": f"{at:%Y-%m-%dT%H:%M:%SZ}", "recording_end": None},
                "participant": {
                    "user_name": "Ágnes",
                    "email": "agnes@example.org",
                    "public_ip": "203.0.113.7",
                },
            },
        },
    }


@pytest.fixture
def webhook(tmp_path: Path) -> Iterator[Webhook]:
    opened = Webhook(tmp_path)
    yield opened
    opened.door.database.dispose()


def test_an_event_is_taken_once_however_often_and_in_whichever_way_it_comes(webhook: Webhook) -> None:
    for number in (NUMBER, str(NUMBER), NUMBER):
        assert webhook.send(event(number=number)) == (204, "")
    assert webhook.known() == 1
    assert webhook.send(event(after=timedelta(minutes=9))) == (204, "")
    assert webhook.known() == 2


def test_a_summary_names_its_meeting_in_another_way(webhook: Webhook) -> None:
    about = {
        "meeting_id": NUMBER,
        "meeting_uuid": "kQ7vB2tSR0+u1mZyXo9/gA==",
        "meeting_topic": "Kovács-csoport",
    }
    told = event("meeting.summary_completed")
    told["payload"]["object"] = about
    assert (webhook.send(told), webhook.known()) == ((204, ""), 1)


@pytest.mark.parametrize(
    "foreign",
    [
        event("meeting.participant_joined"),
        event("something.new"),
        event(number=NUMBER + 1),
        event(number=8451234567),
        event(after=timedelta(days=1)),
    ],
)
def test_what_concerns_no_session_here_is_taken_and_nothing_kept(webhook: Webhook, foreign: Any) -> None:
    assert (webhook.send(foreign), webhook.known()) == ((204, ""), 0)


def test_zooms_question_is_answered(webhook: Webhook) -> None:
    vector = VECTORS["url_validation"]
    asked = {"event": "endpoint.url_validation", "payload": {"plainToken": vector["plainToken"]}}
    status, said = webhook.send(asked)
    expected = {"plainToken": vector["plainToken"], "encryptedToken": vector["encryptedToken"]}
    assert (status, json.loads(said)) == (200, expected)


@pytest.mark.parametrize("signature", [None, "", "v0=", "v0=" + "0" * 64, "v0=é", "v1=" + "0" * 64])
def test_without_zooms_signature_nothing_is_taken(webhook: Webhook, signature: str | None) -> None:
    assert (webhook.send(event(), signature=signature), webhook.known()) == ((401, ""), 0)


@pytest.mark.parametrize(
    ("late", "status"),
    [
        (timedelta(minutes=-6), 401),
        (timedelta(minutes=-4), 204),
        (timedelta(minutes=85), 204),
        (timedelta(hours=24), 204),
        (timedelta(hours=24, seconds=1), 401),
    ],
)
def test_zoom_may_be_a_day_late_and_five_minutes_ahead(
    webhook: Webhook, late: timedelta, status: int
) -> None:
    stamp = str(int((webhook.door.clock.now() - late).timestamp()))
    assert webhook.send(event(), stamp=stamp) == (status, "")


@pytest.mark.parametrize("stamp", ["-1", "1.5", "soon", "٣", "9" * 5000, "1" * 11])
def test_a_stamp_of_no_moment_is_nobodys(webhook: Webhook, stamp: str) -> None:
    body = b"{}"
    key = WebhookSecret(SECRET)
    forged = "v0=" + hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    assert key.signed(stamp, forged, body, webhook.door.clock.now()) is False


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Kov\xc3\xa1cs \xc3\x81gnes",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"event": 7, "payload": {}}',
        b'{"event": "recording.started"}',
        b'{"event": "recording.started", "payload": {"object": {}}}',
        b'{"event": "recording.started", "payload": {"object": {"id": 1, "recording_file": 7}}}',
        b'{"event": "endpoint.url_validation", "payload": {"plainToken": ["x"]}}',
        json.dumps(
            {**event(), "event_ts": 10**30, "payload": {"object": {"id": NUMBER}, "account_id": "a"}}
        ).encode(),
        json.dumps({**event(), "payload": {"object": {"id": "9" * 99}, "account_id": "a"}}).encode(),
        b'{"event": ' + b"[" * 30_000,
        b'{"event": ' + b"9" * 9_000 + b"}",
    ],
)
def test_a_body_of_another_shape_is_refused_without_a_trace(
    webhook: Webhook, body: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (webhook.send(body), webhook.known()) == ((400, ""), 0)
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")


def test_a_body_of_more_than_64_kib_is_refused(webhook: Webhook) -> None:
    status, _ = webhook.send(b" " * (64 * 1024 + 1))
    assert status == 413


def test_while_the_database_is_away_zoom_is_to_come_again_and_then_it_counts_once(webhook: Webhook) -> None:
    webhook.door.change("ALTER TABLE zoom_events RENAME TO away")
    assert webhook.send(event()) == (503, "")
    webhook.door.change("ALTER TABLE away RENAME TO zoom_events")
    webhook.door.clock.wait(minutes=5)
    assert [webhook.send(event()), webhook.send(event())] == [(204, ""), (204, "")]
    assert webhook.known() == 1


def test_shuffled_repeated_and_forged_deliveries_leave_each_event_once(webhook: Webhook) -> None:
    events = [
        event(kind, after=timedelta(minutes=at))
        for at in range(20)
        for kind in ("recording.started", "meeting.ended")
    ]
    deliveries = [(each, number) for each in events for number in range(5)]
    deliveries.sort(key=lambda one: hashlib.sha256(repr(one).encode()).digest())
    answers = Counter(
        webhook.send(each, **({"signature": signed("1", b"")} if number == 4 else {}))
        for each, number in deliveries
    )
    assert (answers, webhook.known()) == ({(204, ""): 160, (401, ""): 40}, 40)


def test_without_a_secret_there_is_no_such_address(tmp_path: Path) -> None:
    door = FrontDoor(tmp_path)
    assert door.app.test_client().post("/zoom/webhook").status_code == 404
    door.database.dispose()


def test_nothing_of_a_body_is_in_any_byte_on_disk_or_in_the_log(
    webhook: Webhook, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for kind in (
        "recording.started",
        "meeting.ended",
        "meeting.participant_joined",
        "meeting.summary_completed",
    ):
        assert webhook.send(event(kind)) == (204, "")
    webhook.send(event(), signature="v0=" + "0" * 64)
    webhook.send(json.dumps({**event(), "payload": "Ágnes"}).encode())
    assert webhook.known() == 3
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    said = "".join(capfd.readouterr()).encode()
    assert [word for word in PRIVATE if any(word.encode() in each for each in (*kept, said))] == []
    assert any(str(NUMBER).encode() in each for each in kept), "the search finds what is there"


def test_the_vector() -> None:
    vector = VECTORS["webhook_signature"]
    key, now = WebhookSecret(vector["secret_token"]), START.fromtimestamp(1772730131, START.tzinfo)
    stamp, body = vector["x-zm-request-timestamp"], vector["raw_body_utf8"].encode()
    assert key.signed(stamp, vector["x-zm-signature"], body, now) is True
    assert key.signed(stamp, vector["x-zm-signature"], body + b" ", now) is False
    assert WebhookSecret("").signed(stamp, signed(stamp, body), body, now) is False
