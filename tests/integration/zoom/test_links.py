"""The way into Zoom at the press, and what leaders are told; with Zoom there, slow, and away for an hour in mid-session."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes import ManualClock
from tests.fakezoom.server import serving
from tests.fakezoom.state import HOST, State
from tests.integration.contract.front_door import Browser, FrontDoor
from tests.integration.database.cast import ANA, CARLA, START, THIRD, WEEK
from tests.integration.zoom.worker import CATALOGUE, DOMAIN, Worker

ZOOM, PASTED = f"/meetings/{THIRD}/zoom", "https://zoom.example/j/1"


@dataclass
class Session:
    """The application with Zoom connected, and the process beside it; everybody's Zoom meetings are made a day before."""

    door: FrontDoor
    worker: Worker
    state: State
    pages: dict[str, Browser] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.worker.clock.set(START - timedelta(days=1))
        self.worker.in_step()
        self.worker.clock.set(START)

    def leader(self) -> Browser:
        laptop = self.door.browser()
        laptop.post("/sign-in", email="ana@example.org")
        laptop.post(self.door.mailed_link)
        return laptop

    def carla(self) -> Browser:
        phone = self.door.browser()
        phone.post(self.door.personal("join", CARLA))
        return phone

    def link_of_carla(self) -> str:
        [(zoom_id,)] = self.door.rows(
            "SELECT zoom_id FROM zoom_registrants WHERE registrant_id = 'carla' AND meeting_id = 'third'"
        )
        [link] = [
            each["join_url"] for each in self.state.registrants[self.worker.number()] if each["id"] == zoom_id
        ]
        return str(link)


def opened(folder: Path, address: str, state: State) -> Session:
    zoom = {
        "account_id": "a",
        "client_id": "c",
        "client_secret": "right",
        "host_user": HOST,
        "registrant_domain": DOMAIN,
        "alternative_hosts": ["deputy@example.org"],
        "oauth_url": f"{address}/oauth/token",
        "api_url": address,
    }
    door = FrontDoor(folder, zoom=zoom)
    state.clock = door.clock
    return Session(door, Worker(state, address, door.clock, door.site), state)


@pytest.fixture
def state() -> State:
    return State(ManualClock(START))


@pytest.fixture
def session(tmp_path: Path, state: State) -> Iterator[Session]:
    with serving(state) as address:
        yield opened(tmp_path, address, state)


def test_a_registrant_is_sent_to_their_own_link_and_a_leader_to_the_one_that_starts_it(
    session: Session,
) -> None:
    mine, start = session.carla().get(ZOOM), session.leader().get(ZOOM)

    assert (mine.status, mine.headers["location"]) == (302, session.link_of_carla())
    number = session.worker.number()
    assert (start.status, start.headers["location"]) == (302, session.state.meetings[number]["start_url"])
    for answer in (mine, start):
        assert (answer.headers["referrer-policy"], answer.headers["cache-control"]) == (
            "no-referrer",
            "no-store",
        )


def test_where_zoom_does_not_answer_in_time_the_pasted_address_is_the_way_and_without_one_that_is_said(
    session: Session,
) -> None:
    carla = session.carla()
    session.door.beside.hold()
    assert carla.get(ZOOM).headers["location"] == PASTED
    session.door.change("UPDATE groups SET zoom_url = NULL")
    silent = carla.get(ZOOM)
    assert silent.status == 503
    assert "Zoom does not answer just now" in silent.text
    session.door.beside.go_on()
    session.state.faults.append("500")
    assert carla.get(ZOOM).headers["location"] == session.link_of_carla(), "what passes is waited for"
    session.state.faults.extend(["300_code_300"])
    assert carla.get(ZOOM).status == 503


def test_somebody_enrolled_a_moment_ago_goes_by_the_pasted_address(session: Session) -> None:
    session.door.change("DELETE FROM zoom_registrants")
    assert session.carla().get(ZOOM).headers["location"] == PASTED


def test_leaders_read_how_far_each_session_is_and_who_can_start_it(session: Session) -> None:
    ana = session.leader()
    page = " ".join(ana.get("/groups/tuesday").text.split())
    assert page.count("Zoom meeting ready.") == 3, "once for the next session, and in each line"
    assert "deputy@example.org can start it in Zoom too." in page
    assert "No Zoom link yet." not in page
    assert "Each session has a Zoom meeting of its own." in ana.get("/groups/tuesday/settings").text

    session.worker.groups.move(ANA, "tuesday", "fourth", START + 2 * WEEK, CATALOGUE.protocols["abs90"])
    session.state.scopes -= {"meeting:update:meeting:admin"}
    session.worker.goes_on()
    page = " ".join(ana.get("/groups/tuesday").text.split())
    assert (
        "Waiting for Zoom since Thursday 5 March 2026, 19:00. Zoom answered 400 (code 4711, tracking id v=2.0;clid=eu). "
        "Add to the app in Zoom: meeting:update:meeting:admin." in page
    )


def test_a_setting_switched_on_in_zoom_is_one_calm_line_in_the_console(session: Session) -> None:
    ana, carla = session.leader(), session.carla()
    before = ana.get(f"/meetings/{THIRD}")
    assert "Start Zoom" in before.text
    assert ana.get(f"/meetings/{THIRD}/zoom-settings").json == {"words": ""}
    settings = session.state.meetings[session.worker.number()]["settings"]
    settings["auto_start_meeting_summary"], settings["auto_recording"] = True, "cloud"
    session.worker.events().changed(str(session.worker.number()), session.door.clock.now())
    session.worker.goes_on()

    words = "Not as it should be in Zoom: recording starts by itself, the AI summary is on."
    assert ana.get(f"/meetings/{THIRD}/zoom-settings").json == {"words": words}
    assert words in ana.get(f"/meetings/{THIRD}").text
    assert carla.get(f"/meetings/{THIRD}/zoom-settings").status == 404
    assert "Start Zoom" not in carla.get(f"/meetings/{THIRD}").text


def test_with_zoom_away_for_an_hour_the_session_goes_on_and_all_is_made_up_for_afterwards(
    tmp_path: Path, state: State
) -> None:
    with serving(state) as address:
        session = opened(tmp_path, address, state)
    ana, worker = session.leader(), session.worker
    worker.groups.move(ANA, "tuesday", "fourth", START + 2 * WEEK, CATALOGUE.protocols["abs90"])
    worker.groups.withdraw(ANA, "tuesday", "dan")
    session.door.site.open()
    for _ in range(12):
        worker.goes_on(minutes=5)
    assert [session.carla().get(f"/meetings/{THIRD}").status, ana.get(f"/meetings/{THIRD}").status] == [
        200,
        200,
    ]
    assert session.carla().get(ZOOM).headers["location"] == PASTED
    session.door.site.close(62)
    assert ana.get(f"/groups/tuesday/sessions/{THIRD}/roll").status == 200
    assert set(worker.reports) == {
        "zoom: Zoom answered 0 (code 0). Zoom is out of reach; it is tried again by itself."
    }

    with serving(state) as address:
        worker.address = address
        worker.start()
        worker.in_step()
    assert worker.booked() == ["2026-03-05T19:00:00Z", "2026-03-05T19:00:00Z", "2026-03-19T19:00:00Z"]
    assert worker.people("fourth") == ["carla", "otto"]


def test_no_link_name_or_token_is_in_any_byte_of_disk_or_log(
    session: Session, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    session.carla().get(ZOOM)
    session.leader().get(ZOOM)
    session.state.faults.extend(["500", "300_code_300"])
    session.worker.groups.withdraw(ANA, "tuesday", "dan")
    session.worker.goes_on()

    ours = [each.getMessage() for each in caplog.records if each.name != "werkzeug"]
    kept = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()) + str(ours).encode()
    for secret in (b"secret-word", b"tk=", b"token-", b"zak", b"right", b"Group session"):
        assert secret not in kept
    sent = str(session.state.meetings) + str(session.state.registrants)
    for name in ("Carla", "Tuesday", "organiser", "ana@"):
        assert name not in sent
