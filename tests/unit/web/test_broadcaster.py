"""Each page gets what its reader may have, once, in milliseconds and camel case; and nothing is sent to an empty room."""

from typing import Any

import pytest

from balint_live.application.ports import Views
from balint_live.domain.display import Role
from balint_live.web.live.broadcaster import SocketBroadcaster, person_room, role_room
from tests.cast import ANA, BEN, MIRIAM, OLGA, THIRD, TOM, TUESDAY, Persona, at
from tests.unit.web.fake_server import FakeServer

OTHER = "another session"
PRESENTER = {"role": Role.REGISTRANT, "you_present": True}
VIEWS = Views(
    {"role": Role.LEADER}, {"role": Role.REGISTRANT}, {"role": Role.OBSERVER}, (MIRIAM.id, PRESENTER)
)
WIRE: dict[Role, dict[str, Any]] = {role: {"role": role.value} for role in Role}


def seat(server: FakeServer, who: Persona, connection: str, meeting: str = THIRD) -> None:
    server.seats(connection, role_room(meeting, who.role), person_room(meeting, who.id))


@pytest.fixture
def server() -> FakeServer:
    """Everybody of the Tuesday group has a page open, Miriam and Ana two; and Ana one in another session."""
    server = FakeServer()
    for who in TUESDAY:
        seat(server, who, f"{who.id}'s page")
    seat(server, MIRIAM, "miriam's phone")
    seat(server, ANA, "ana's phone")
    seat(server, ANA, "ana elsewhere", OTHER)
    return server


def receivers(server: FakeServer) -> set[str]:
    everybody = {connection for room in server.manager.rooms.values() for connection in room}
    return {connection for connection in everybody if server.received(connection)}


LEADERS_PAGES = {"ana's page", "ana's phone", "ben's page"}
OTHERS_PAGES = {"chidi's page", "lena's page", "miriam's page", "miriam's phone", "olga's page", "tom's page"}


@pytest.mark.parametrize(
    ("connection", "message"),
    [
        ("ana's page", WIRE[Role.LEADER]),
        ("ana's phone", WIRE[Role.LEADER]),
        ("tom's page", WIRE[Role.REGISTRANT]),
        ("olga's page", WIRE[Role.OBSERVER]),
        ("miriam's page", {"role": "registrant", "youPresent": True}),
        ("miriam's phone", {"role": "registrant", "youPresent": True}),
    ],
)
def test_a_snapshot_for_each_reader(server: FakeServer, connection: str, message: dict[str, Any]) -> None:
    SocketBroadcaster(server).snapshots(THIRD, VIEWS)
    assert server.received(connection) == [("snapshot", message)]
    assert receivers(server) == LEADERS_PAGES | OTHERS_PAGES


def test_while_nobody_presents_there_is_none_apart(server: FakeServer) -> None:
    SocketBroadcaster(server).snapshots(THIRD, Views(VIEWS.leaders, VIEWS.registrants, VIEWS.observers, None))
    assert (
        server.received("miriam's page")
        == server.received("tom's page")
        == [("snapshot", WIRE[Role.REGISTRANT])]
    )


def test_a_presenter_without_a_page_changes_nothing_for_the_others(server: FakeServer) -> None:
    SocketBroadcaster(server).snapshots(
        THIRD, Views(VIEWS.leaders, VIEWS.registrants, VIEWS.observers, ("somebody", PRESENTER))
    )
    assert server.received("tom's page") == [("snapshot", WIRE[Role.REGISTRANT])]
    assert len(server.sent) == 3


def test_presence_and_alarms_are_the_leaders(server: FakeServer) -> None:
    broadcaster = SocketBroadcaster(server)
    broadcaster.presence(THIRD, {"people": [], "here": 0, "quorum": 4})
    broadcaster.alarm(THIRD, {"alarm": "presenter_lost", "person": MIRIAM.id})
    assert server.received("ben's page") == [
        ("presence", {"people": [], "here": 0, "quorum": 4}),
        ("alarm", {"alarm": "presenter_lost", "person": "miriam"}),
    ]
    assert receivers(server) == LEADERS_PAGES


def test_a_signal_goes_to_the_leaders_and_to_no_page_of_its_sender(server: FakeServer) -> None:
    message = {"signal": "wrap_up", "from": {"id": "ana", "name": "Ana"}, "at": at(0)}
    SocketBroadcaster(server).signal(THIRD, message, but=ANA.id)
    wire = {"signal": "wrap_up", "from": {"id": "ana", "name": "Ana"}, "at": 1772737200000}
    assert server.received("ben's page") == [("signal", wire)]
    assert receivers(server) == {"ben's page"}


def test_a_participants_reaches_every_leader(server: FakeServer) -> None:
    SocketBroadcaster(server).signal(THIRD, {"signal": "word_with_leader"}, but=TOM.id)
    assert receivers(server) == LEADERS_PAGES


def test_words_beside_the_snapshot_are_the_participants(server: FakeServer) -> None:
    SocketBroadcaster(server).aside(THIRD, {"paused": True, "leaders_away": False})
    assert server.received("tom's page") == [("aside", {"paused": True, "leadersAway": False})]
    assert receivers(server) == OTHERS_PAGES


@pytest.mark.parametrize(("leaders", "pages"), [(True, LEADERS_PAGES), (False, OTHERS_PAGES)])
def test_the_heartbeat(server: FakeServer, leaders: bool, pages: set[str]) -> None:
    SocketBroadcaster(server).heartbeat(THIRD, leaders, {"revision": 18, "server_now": at(0)})
    assert receivers(server) == pages
    assert {(each.event, each.message["revision"]) for each in server.sent} == {("revision", 18)}
    assert server.sent[0].message == {"revision": 18, "serverNow": 1772737200000}


def test_nothing_is_sent_where_nobody_sits() -> None:
    server = FakeServer()
    broadcaster = SocketBroadcaster(server)
    broadcaster.snapshots(THIRD, VIEWS)
    broadcaster.presence(THIRD, {})
    broadcaster.signal(THIRD, {}, but=BEN.id)
    broadcaster.alarm(THIRD, {})
    broadcaster.aside(THIRD, {})
    broadcaster.heartbeat(THIRD, True, {})
    broadcaster.heartbeat(THIRD, False, {})
    assert server.sent == []


def test_rooms_are_one_meetings_and_one_kind_of_readers() -> None:
    named = {role_room(meeting, role) for meeting in (THIRD, OTHER) for role in Role}
    people = {person_room(meeting, who.id) for meeting in (THIRD, OTHER) for who in (OLGA, TOM)}
    assert (len(named), len(people), named & people) == (6, 4, set())
