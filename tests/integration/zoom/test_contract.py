"""What we rely on of Zoom: on the stand-in, and with ZOOM_LIVE=1 on the account in the environment (five changes)."""

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest

from balint_live.adapters.system import SystemClock, new_id
from balint_live.adapters.zoom.errors import ZoomNotFound
from balint_live.adapters.zoom.meetings import ZoomMeetings
from balint_live.composition.zoom import zoom_meetings
from balint_live.config import ZOOM_VARIABLES, ZoomSettings
from balint_live.runtime import runtime
from tests.fakezoom.server import serving
from tests.fakezoom.state import HOST, State

LIVE = os.environ.get("ZOOM_LIVE") == "1"
SETTINGS = {"waiting_room": True, "join_before_host": True, "approval_type": 1, "auto_recording": "none"}


@pytest.fixture
def state() -> State:
    return State(SystemClock())


@pytest.fixture
def meetings(state: State) -> Iterator[ZoomMeetings]:
    if LIVE:
        settings = {name: os.environ.get(each, "") for each, name in ZOOM_VARIABLES.items()}
        yield zoom_meetings(ZoomSettings.model_validate(settings), SystemClock(), runtime("threading"))
        return
    with serving(state) as address:
        here = ZoomSettings(
            account_id="a",
            client_id="c",
            client_secret="right",
            host_user=HOST,
            oauth_url=f"{address}/oauth/token",
            api_url=address,
        )
        yield zoom_meetings(here, SystemClock(), runtime("threading"))


def test_a_meeting_and_a_registrant_from_their_making_to_their_end(
    meetings: ZoomMeetings, state: State
) -> None:
    marker, address = f"bl:{new_id()}", f"m-{new_id()}@members.example.org"
    start = [f"{SystemClock().now() + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}" for days in (2, 3)]
    booked = {"topic": "Contract test", "type": 2, "duration": 90, "timezone": "UTC", "settings": SETTINGS}
    made = meetings.create(marker, {**booked, "start_time": start[0]})
    id = str(made["id"])
    try:
        found = meetings.find(marker)
        assert {name: found["settings"][name] for name in SETTINGS} == {**SETTINGS, "join_before_host": False}
        assert meetings.get(id)["uuid"] == found["uuid"] == made["uuid"]
        assert meetings.update(id, {"start_time": start[1]})["start_time"] == start[1]
        person = meetings.register(id, address, "Participant 1")
        found = meetings.registrant(id, address)
        assert found["registrant_id"] == person["registrant_id"]
        assert found["join_url"].startswith("https://")
    finally:
        meetings.delete(id)
    meetings.delete(id)
    with pytest.raises(ZoomNotFound):
        meetings.get(id)
    assert state.warnings == []
