"""A whole session in Zoom, delivered as badly as the internet can: what we keep is its truth to the second."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from balint_live.adapters.database.attendance_record import SqlAttendanceRecords
from balint_live.application.identity import OPERATOR
from balint_live.application.zoom.events import FACTS
from tests.fakes import ManualClock
from tests.fakezoom.delivery import Delivery, Faults
from tests.fakezoom.scenario import Person, Scenario, Switches, each_second, played
from tests.integration.database.cast import CATALOGUE, START, THIRD, at
from tests.integration.zoom.test_kept_evidence import CARLAS, DANS, facts, registered
from tests.integration.zoom.test_webhook import NUMBER, PRIVATE, SECRET, Webhook

WORST = Faults(twice=0.5, forged=0.1, stale=0.1, foreign=0.1, late=90)


@pytest.fixture
def webhook(tmp_path: Path) -> Iterator[Webhook]:
    opened = Webhook(tmp_path)
    registered(opened)
    yield opened
    opened.door.database.dispose()


class BadLine:
    """For four minutes nothing behind the proxy answers, and at any time one answer in ten is lost after its work."""

    def __init__(self, webhook: Webhook) -> None:
        self.clock, self.app, self.random = webhook.door.clock, webhook.door.app, Random(7)

    def post(self, body: bytes, headers: dict[str, str]) -> int | None:
        if at(20) <= self.clock.now() < at(24):
            return 503
        status = self.app.test_client().post("/zoom/webhook", data=body, headers=headers).status_code
        return None if self.random.random() < 0.1 else status


@pytest.mark.parametrize("differently", [False, True])
def test_late_repeated_forged_and_lost_deliveries_leave_the_truth(
    webhook: Webhook, differently: bool, tmp_path: Path
) -> None:
    """`differently`: with what no source says of Zoom the other way round."""
    members = [Person("carla", CARLAS), Person("dan", DANS), Person("somebody", "eU6jO2aWTnZp3sYiC5vBkD")]
    ways = Switches(differently, differently, differently)
    session = played(Scenario(int(differently), START, NUMBER, ways), members)
    faults = replace(WORST, signed_anew=differently)
    delivery = Delivery(webhook.door.clock, SECRET, BadLine(webhook).post, int(differently), faults)
    delivery.run(START, session.said)
    assert {told for told in delivery.answers if told[1] not in (None, 503)} == {
        ("event", 204),
        ("forged", 401),
        ("stale", 401),
        ("foreign", 204),
    }
    assert delivery.given_up == 0
    assert facts(webhook) == sum(event["event"] in FACTS for _, event in session.said)
    one = (
        SqlAttendanceRecords(webhook.door.database, CATALOGUE).attendance("tuesday", OPERATOR).session(THIRD)
    )
    assert one is not None
    found = one.in_zoom(at(600))
    assert {name: each_second(seen.spans, START) for name, seen in found.people.items()} == {
        name: session.truth[name] for name in ("carla", "dan")
    }
    assert not any(seen.doubts for seen in found.people.values())
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    words = (*PRIVATE, "Béla", session.uuid)
    assert [word for word in words if any(word.encode() in each for each in kept)] == []
    assert any(CARLAS.encode() in each for each in kept), "the search finds what is there"


@pytest.mark.parametrize(
    ("answers", "tries", "given_up"),
    [
        ([204], [0], 0),
        ([401], [0], 0),
        ([302], [0], 0),
        ([503, None, 204], [0, 5, 25], 0),
        ([500, None, 503, 500], [0, 5, 25, 85], 1),
    ],
)
def test_the_stand_in_comes_again_only_after_a_fault_or_silence(
    answers: list[int | None], tries: list[int], given_up: int
) -> None:
    clock, came = ManualClock(START), list[datetime]()
    left = iter(answers)

    def post(_body: bytes, _headers: dict[str, str]) -> int | None:
        came.append(clock.now())
        return next(left)

    session = Scenario(1, START, NUMBER)
    session.edit()
    delivery = Delivery(clock, SECRET, post, 1)
    delivery.run(START, session.said)
    assert [(each - came[0]) / timedelta(minutes=1) for each in came] == tries
    assert delivery.given_up == given_up
