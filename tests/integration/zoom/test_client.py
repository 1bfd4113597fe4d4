"""Asking Zoom, against the stand-in: every way it fails, and what is there afterwards."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from balint_live.adapters.zoom.client import ZoomAccount, ZoomClient, in_path, region
from balint_live.adapters.zoom.errors import (
    Refusal,
    ZoomAuthError,
    ZoomDailyLimit,
    ZoomError,
    ZoomInvalid,
    ZoomRateLimited,
    ZoomScopeError,
    ZoomUnavailable,
    retry_at,
)
from balint_live.adapters.zoom.meetings import ZoomMeetings
from tests.fakes import ManualClock, PlainLock
from tests.fakezoom.server import serving
from tests.fakezoom.state import HOST, State

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
MARKER, ADDRESS = "bl:7f3c", "m-7f3c-04@members.example.org"
MEETING = {
    "topic": "Balint-csoport",
    "type": 2,
    "start_time": "2026-03-05T17:00:00Z",
    "duration": 90,
    "timezone": "Europe/Budapest",
    "settings": {"waiting_room": True, "join_before_host": True, "approval_type": 1},
}
VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "zoom.json").read_text(encoding="utf-8"))


@dataclass
class Zoom:
    """The stand-in, our client of it, and how long that has slept."""

    state: State
    address: str
    clock: ManualClock
    slept: list[float] = field(default_factory=list)

    def meetings(self, secret: str = "right") -> ZoomMeetings:
        account = ZoomAccount(
            "AcBalintDemo01", "client", secret, "pro", f"{self.address}/oauth/token", self.address
        )
        return ZoomMeetings(ZoomClient(account, self.clock, self._sleep, lambda: 0.5, PlainLock), HOST)

    def calls(self) -> list[str]:
        """What was asked since this was asked last, tokens apart."""
        calls, self.state.calls = self.state.calls, []
        return [each for each in calls if each != "POST /oauth/token"]

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.wait(seconds=seconds)


@pytest.fixture
def zoom() -> Iterator[Zoom]:
    clock = ManualClock(NOW)
    state = State(clock)
    with serving(state) as address:
        yield Zoom(state, address, clock)


def waits(zoom: Zoom) -> list[float]:
    """How long it waited because of a failure; what only spreads calls is shorter."""
    return [each for each in zoom.slept if each >= 0.2]


def test_without_a_future_start_registration_is_lost_and_only_reading_it_back_shows_that(zoom: Zoom) -> None:
    made = zoom.meetings().create(MARKER, {**MEETING, "start_time": "2026-03-04T17:00:00Z"})
    assert made["settings"]["approval_type"] == 2


@pytest.mark.parametrize("shown", [False, True])
def test_a_registrants_own_link_whether_or_not_the_first_answer_has_it(zoom: Zoom, shown: bool) -> None:
    zoom.state.switches.join_url_on_auto_approve = shown
    meetings = zoom.meetings()
    id = str(meetings.create(MARKER, MEETING)["id"])
    made = meetings.register(id, ADDRESS, "Participant 4")
    [listed] = zoom.state.registrants[int(id)]
    assert ("join_url" in made) is shown
    assert meetings.registrant(id, ADDRESS) == {
        "registrant_id": made["registrant_id"],
        "join_url": listed["join_url"],
    }


def test_a_connection_cut_after_the_work_leaves_one_meeting_and_one_registrant(zoom: Zoom) -> None:
    meetings = zoom.meetings()
    zoom.state.faults.append("reset_after_effect")
    made = meetings.create(MARKER, MEETING)
    assert [each["id"] for each in zoom.state.meetings.values()] == [made["id"]]
    zoom.state.faults.append("reset_after_effect")
    registered = meetings.register(str(made["id"]), ADDRESS, "Participant 4")
    assert [each["id"] for each in zoom.state.registrants[made["id"]]] == [registered["registrant_id"]]


def test_a_process_killed_between_call_and_commit_finds_what_it_made(zoom: Zoom) -> None:
    made = zoom.meetings().create(MARKER, MEETING)
    assert zoom.meetings().create(MARKER, MEETING, again=True)["uuid"] == made["uuid"]
    assert len(zoom.state.meetings) == 1


def test_a_post_that_had_no_effect_is_sent_once_more_after_looking(zoom: Zoom) -> None:
    zoom.state.faults.append("500")
    zoom.meetings().create(MARKER, MEETING)
    assert zoom.calls() == [
        "POST /users/{user}/meetings",
        "GET /users/{user}/meetings",
        "POST /users/{user}/meetings",
    ]


def test_every_page_of_a_list_is_read(zoom: Zoom) -> None:
    zoom.state.switches.page_size = 2
    meetings = zoom.meetings()
    id = str(meetings.create(MARKER, MEETING)["id"])
    addresses = [f"m-7f3c-{number:02}@members.example.org" for number in range(5)]
    for address in addresses:
        meetings.register(id, address, "Participant")
    assert [meetings.registrant(id, address)["registrant_id"] for address in addresses] == [
        each["id"] for each in zoom.state.registrants[int(id)]
    ]


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        (["500", "502_html", "500"], [0.25, 0.5, 1.0]),
        (["429_qps", "429_concurrent"], [1.5, 1.5]),
        (["429_soon"], [7.0]),
    ],
)
def test_what_passes_is_waited_for(zoom: Zoom, faults: list[str], expected: list[float]) -> None:
    meetings = zoom.meetings()
    id = str(meetings.create(MARKER, MEETING)["id"])
    zoom.state.faults.extend(faults)
    assert meetings.get(id)["agenda"] == MARKER
    assert waits(zoom) == expected


@pytest.mark.parametrize(
    ("faults", "kind", "asked"),
    [
        (["500"] * 9, ZoomUnavailable, 4),
        (["429_qps"] * 9, ZoomRateLimited, 5),
        (["429_daily"], ZoomDailyLimit, 1),
        (["300_code_300"], ZoomInvalid, 1),
        (["200_with_error"], ZoomError, 1),
        (["broken_quotes"], ZoomError, 1),
        (["401_once", "401_once"], ZoomAuthError, 2),
    ],
)
def test_what_does_not_pass_is_told(zoom: Zoom, faults: list[str], kind: type[ZoomError], asked: int) -> None:
    meetings = zoom.meetings()
    id = str(meetings.create(MARKER, MEETING)["id"])
    zoom.calls()
    zoom.state.faults.extend(faults)
    with pytest.raises(ZoomError) as told:
        meetings.get(id)
    assert (type(told.value), len(zoom.calls())) == (kind, asked)
    for secret in ("token-", "secret-word", "members.example.org", id):
        assert secret not in f"{told.value!r} {told.value} {told.value.__context__!r}"


def test_a_token_is_shared_renewed_before_its_end_and_when_zoom_has_voided_it(zoom: Zoom) -> None:
    meetings = zoom.meetings()
    id = str(meetings.create(MARKER, MEETING)["id"])
    meetings.get(id)
    assert zoom.state.calls.count("POST /oauth/token") == 1
    zoom.clock.wait(minutes=56)
    meetings.get(id)
    assert zoom.state.calls.count("POST /oauth/token") == 2
    zoom.state.tokens.clear()
    meetings.get(id)
    assert zoom.state.calls.count("POST /oauth/token") == 3


def test_a_wrong_secret_and_a_missing_scope_say_what_to_do(zoom: Zoom) -> None:
    with pytest.raises(ZoomAuthError, match=r"Compare zoom\.account_id, zoom\.client_id and zoom\.client_"):
        zoom.meetings("wrong").get("1")
    zoom.state.scopes -= {"meeting:read:meeting:admin"}
    with pytest.raises(ZoomScopeError) as told:
        zoom.meetings().get("1")
    assert told.value.missing == ("meeting:read:meeting:admin",)
    assert str(told.value) == (
        "Zoom answered 400 (code 4711, tracking id v=2.0;clid=eu). "
        "Add to the app in Zoom: meeting:read:meeting:admin."
    )


@pytest.mark.parametrize("as_300", [False, True])
def test_the_101st_meeting_of_a_day_waits_for_midnight(zoom: Zoom, as_300: bool) -> None:
    zoom.state.switches.daily_limit_as_300 = as_300
    meetings = zoom.meetings()
    for number in range(100):
        zoom.state.create(HOST, {**MEETING, "agenda": f"bl:{number}"})
    with pytest.raises(ZoomDailyLimit) as told:
        meetings.create(MARKER, MEETING)
    assert told.value.retry_at == datetime(2026, 3, 6, tzinfo=UTC)


def test_after_five_refusals_in_a_row_zoom_is_left_alone_for_five_minutes(zoom: Zoom) -> None:
    meetings = zoom.meetings()
    id = str(meetings.create(MARKER, MEETING)["id"])
    for _ in range(5):
        zoom.state.faults.append("300_code_300")
        with pytest.raises(ZoomInvalid):
            meetings.get(id)
    zoom.calls()
    with pytest.raises(ZoomUnavailable):
        meetings.get(id)
    assert zoom.calls() == []
    zoom.clock.wait(minutes=5)
    assert meetings.get(id)["agenda"] == MARKER


def test_calls_are_spread_over_half_of_what_zoom_allows(zoom: Zoom) -> None:
    meetings = zoom.meetings()
    id = str(meetings.create(MARKER, MEETING)["id"])
    before = zoom.clock.now()
    for _ in range(31):
        meetings.get(id)
    assert zoom.clock.now() - before >= timedelta(seconds=1.99)


def test_ids_in_paths_are_encoded_as_zoom_wants_them(zoom: Zoom) -> None:
    assert {uuid: in_path(uuid) for uuid in VECTORS["double_encoding"]} == VECTORS["double_encoding"]
    meetings = zoom.meetings()
    made = meetings.create(MARKER, MEETING)
    assert made["uuid"].startswith("/")
    assert meetings.get(made["uuid"])["id"] == made["id"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("https://api-eu.zoom.us", "https://api-eu.zoom.us"),
        ("http://api-eu.zoom.us", "https://api.zoom.us"),
        ("https://api-eu.zoom.us.example.org", "https://api.zoom.us"),
        ("https://api-eu.zoom.us@example.org", "https://api.zoom.us"),
        (None, "https://api.zoom.us"),
    ],
)
def test_the_token_goes_to_zoom_only(said: Any, expected: str) -> None:
    assert region(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("7", NOW + timedelta(seconds=7)),
        ("2026-03-06T00:00:00Z", datetime(2026, 3, 6, tzinfo=UTC)),
        ("Fri, 06 Mar 2026 00:00:00 GMT", datetime(2026, 3, 6, tzinfo=UTC)),
        ("soon", None),
        ("", None),
    ],
)
def test_when_to_come_back_in_each_of_the_ways_it_is_said(said: str, expected: datetime | None) -> None:
    assert retry_at(said, NOW) == expected


@pytest.mark.parametrize(
    "body", [None, [], "x", {"code": "124"}, {"code": 300, "errors": "x"}, {"errors": [1]}]
)
def test_a_body_of_any_shape_is_an_error_and_no_fault(body: Any) -> None:
    assert isinstance(Refusal(400, {}, body).error(NOW), ZoomError)
