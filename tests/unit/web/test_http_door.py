"""Where sockets do not get through: the same snapshot by asking, the same commands by POST, under the same two proofs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from balint_live.application.access.links import PersonalLinks
from balint_live.application.identity import Identity, Kind
from balint_live.application.zoom.links import ZoomLinks
from balint_live.domain.errors import Code
from balint_live.web.live import http
from balint_live.web.shared.access import LOGIN_LIFE, sign_in
from balint_live.web.shared.context import encoded
from balint_live.web.shared.limits import RateLimits
from balint_live.web.shared.services import Services
from tests.cast import ANA, CHARLIE, ELSEWHERE, THIRD, TOM, Persona
from tests.fake_links import FakePeople, PlainLinks, PlainTokens
from tests.live_session import DISCUSSION, LiveSession

BURST = 20
HERE = f"/meetings/{THIRD}"
NEXT = {"id": "a1", "type": "phase.next", "expectedRevision": 2}


class Door:
    """The session behind its door; everybody has a browser of their own."""

    def __init__(self) -> None:
        self.live = LiveSession()
        self.app = Flask(__name__, static_folder=None)
        self.app.secret_key = "a secret of more than thirty-two bytes"
        self.app.config[LOGIN_LIFE] = timedelta(days=1)
        services = self._services()
        self.app.register_blueprint(http.snapshot_addresses(services))
        self.app.register_blueprint(http.command_addresses(services))
        self.app.add_url_rule("/press/<kind>/<id>/<int:version>", "press", self._press)

    def browser(self, who: Persona) -> FlaskClient:
        client = self.app.test_client()
        client.get(f"/press/{who.who.kind.value}/{who.id}/{who.who.version}")
        return client

    def leader(self, who: Persona = ANA) -> tuple[FlaskClient, dict[str, str]]:
        """A browser, and the header with the token from its page."""
        client = self.browser(who)
        return client, {"X-Live-Token": client.get(f"{HERE}/token").json["token"]}  # type: ignore[index]

    def _press(self, kind: str, id: str, version: int) -> str:
        sign_in(Identity(Kind(kind), id, version), self.live.clock.now())
        return ""

    def _services(self) -> Services:
        live = self.live
        return Services(
            clock=live.clock,
            publisher=live.publisher,
            command_handler=live.command_handler,
            signals=live.signals,
            admission=live.admission,
            record=live.record,
            zoom_links=ZoomLinks(None, _nothing, _nothing),
            tokens=PlainTokens(),
            links=PersonalLinks(PlainLinks(), FakePeople()),
            rate_limits=RateLimits(
                events_per_second=5,
                events_burst=BURST,
                pages_per_minute=1000,
                presses_per_minute=1000,
                clock=lambda: 0.0,  # on a slow machine a burst takes long enough for drops to leak away
            ),
            sockets_per_person=5,
            spawn=_nothing,
            sleep=_nothing,
            report=_nothing,
            credit_lines=lambda _: (),
        )


def _nothing(*_: Any) -> None:
    pass


@pytest.fixture
def before_opening() -> Door:
    """In discussion, under revision 2; Tom has agreed to the reminder."""
    door = Door()
    door.live.admission.press(TOM.who)
    door.live.reaches(DISCUSSION)
    return door


@pytest.mark.parametrize("who", [ANA, TOM], ids=lambda who: who.id)
def test_the_snapshot_is_the_sockets(before_opening: Door, who: Persona) -> None:
    answer = before_opening.browser(who).get(f"{HERE}/snapshot")
    view = before_opening.live.view(who)
    assert (answer.status_code, answer.json, answer.headers["ETag"]) == (200, encoded(view), '"2"')


def test_unchanged_is_said_without_repeating_it(before_opening: Door) -> None:
    tom = before_opening.browser(TOM)
    same = tom.get(f"{HERE}/snapshot", headers={"If-None-Match": '"2"'})
    assert (same.status_code, same.data) == (304, b"")
    later = tom.get(f"{HERE}/snapshot", headers={"If-None-Match": '"1"'})
    assert later.status_code == 200


@pytest.mark.parametrize("etag", ['"1"', '"2"'])
def test_asking_is_a_sign_of_life_whatever_the_answer(before_opening: Door, etag: str) -> None:
    before_opening.browser(TOM).get(f"{HERE}/snapshot", headers={"If-None-Match": etag})
    now = before_opening.live.clock.now()
    assert before_opening.live.room.witnessed(now) == {TOM.id: (now, now)}


def test_so_is_a_command(before_opening: Door) -> None:
    ana, token = before_opening.leader()
    assert before_opening.live.states()[ANA.id] == "expected"
    ana.post(f"{HERE}/command", json=NEXT, headers=token)
    assert before_opening.live.states()[ANA.id] == "here"


def test_a_command_is_taken(before_opening: Door) -> None:
    ana, token = before_opening.leader()
    answer = ana.post(f"{HERE}/command", json=NEXT, headers=token)
    assert (answer.status_code, answer.json) == (200, {"ok": True, "revision": 3})
    assert before_opening.live.meeting.revision == 3


def test_or_refused_with_a_code_and_the_revision(before_opening: Door) -> None:
    ana, token = before_opening.leader()
    answer = ana.post(f"{HERE}/command", json={**NEXT, "expectedRevision": 1}, headers=token)
    stale = {"ok": False, "code": Code.STALE_REVISION.value, "revision": 2}
    assert (answer.status_code, answer.json) == (200, stale)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", Code.INVALID),
        (b"next, please", Code.INVALID),
        (b"[]", Code.INVALID),
        (b"[" * 16_000, Code.INVALID),
        (b'{"type": "phase.next"}', Code.INVALID),
        (b'{"type": "leader.add"}', Code.UNKNOWN_COMMAND),
        (b'{"type": "phase.next", "id": "\\ud800", "expectedRevision": 1}', Code.INVALID),
        (b"\xff\xfe", Code.INVALID),
    ],
)
def test_whatever_is_posted_gets_a_coded_answer(before_opening: Door, body: bytes, code: Code) -> None:
    ana, token = before_opening.leader()
    answer = ana.post(f"{HERE}/command", data=body, content_type="application/json", headers=token)
    assert (answer.status_code, answer.json) == (200, {"ok": False, "code": code.value, "revision": 2})


def test_too_many_are_refused(before_opening: Door) -> None:
    ana, token = before_opening.leader()
    for _ in range(BURST):
        ana.post(f"{HERE}/command", json={}, headers=token)
    answer = ana.post(f"{HERE}/command", json=NEXT, headers=token)
    assert answer.json == {"ok": False, "code": Code.RATE_LIMITED.value, "revision": 2}


def test_without_the_token_of_a_page_of_ones_own_nothing_is_taken(before_opening: Door) -> None:
    ana, _ = before_opening.leader()
    _, anothers = before_opening.leader()
    for headers in ({}, {"X-Live-Token": ""}, {"X-Live-Token": "forged"}, anothers):
        answer = ana.post(f"{HERE}/command", json=NEXT, headers=headers)
        refused = {"ok": False, "code": Code.NOT_ALLOWED.value, "revision": 2}
        assert (answer.status_code, answer.json) == (403, refused)
    assert before_opening.live.meeting.revision == 2


def test_a_token_holds_ten_minutes(before_opening: Door) -> None:
    ana, token = before_opening.leader()
    before_opening.live.clock.wait(minutes=10)
    assert ana.post(f"{HERE}/command", json=NEXT, headers=token).status_code == 403


def test_the_list_is_the_leaders(before_opening: Door) -> None:
    listed = before_opening.browser(ANA).get(f"{HERE}/presence")
    assert listed.json == encoded(before_opening.live.publisher.presence(before_opening.live.seat(ANA)))
    assert before_opening.browser(TOM).get(f"{HERE}/presence").status_code == 404


@pytest.mark.parametrize("what", ["snapshot", "presence", "token"])
@pytest.mark.parametrize("meeting", [THIRD, "no-such-session"])
def test_for_anybody_else_it_is_not_there(before_opening: Door, what: str, meeting: str) -> None:
    assert before_opening.browser(CHARLIE).get(f"/meetings/{meeting}/{what}").status_code == 404
    assert before_opening.app.test_client().get(f"/meetings/{meeting}/{what}").status_code == 404
    assert [room.meeting_id for room in before_opening.live.rooms.all()] == [THIRD]


def test_nor_for_somebody_whose_link_was_withdrawn(before_opening: Door) -> None:
    tom = before_opening.browser(TOM)
    group = before_opening.live.meetings.groups[THIRD]
    group.people[replace(TOM.who, version=2)] = group.people.pop(TOM.who)
    assert tom.get(f"{HERE}/snapshot").status_code == 404


def test_nor_before_one_has_agreed() -> None:
    door = Door()
    assert door.browser(TOM).get(f"{HERE}/snapshot").status_code == 404
    assert door.browser(ANA).get(f"{HERE}/snapshot").status_code == 200


def test_a_leader_has_their_own_session(before_opening: Door) -> None:
    assert before_opening.browser(CHARLIE).get(f"/meetings/{ELSEWHERE}/snapshot").status_code == 200
