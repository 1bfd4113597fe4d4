"""The plain HTTP door: the same state and the same commands, with the cookie and the page's token."""

import json
from typing import Any

import jwt

from tests.integration.live.page import Page, new_id
from tests.integration.live.person import Circle, Person
from tests.integration.live.scene import SOON, played
from tests.integration.live.served import Served


def seated(person: Person) -> str:
    """Press, and hold the page's token."""
    return person.ticket().token


def opening(revision: int = 0) -> dict[str, Any]:
    return {"id": new_id(), "type": "meeting.open", "expectedRevision": revision}


def live_rows(site: Served, circle: Circle) -> list[tuple[Any, ...]]:
    return site.rows("SELECT revision, position FROM live_meetings WHERE meeting_id = ?", circle.meeting)


def test_the_snapshot_has_the_revision_for_its_tag_and_is_not_sent_twice(site: Served) -> None:
    leader = site.circle().leaders[0]
    token = seated(leader)
    first = leader.get(f"{leader.page}/snapshot")
    assert (first.status, first.headers["etag"], first.json["revision"]) == (200, '"0"', 0)

    unchanged = leader.get(f"{leader.page}/snapshot", If_None_Match='"0"')
    assert (unchanged.status, unchanged.headers["etag"], unchanged.body) == (304, '"0"', b"")

    assert leader.command(opening(), token).json == {"ok": True, "revision": 1}
    changed = leader.get(f"{leader.page}/snapshot", If_None_Match='"0"')
    assert (changed.status, changed.headers["etag"], changed.json["position"]) == (200, '"1"', 1)
    assert changed.headers["cache-control"] == "no-store"


@played
async def test_both_doors_say_the_same(site: Served) -> None:
    circle = site.circle()
    leader, registrant = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])
    await leader.walk_to(3)
    await registrant.at_revision(leader.revision)

    for page, person in ((leader, circle.leaders[0]), (registrant, circle.registrants[0])):
        door = person.get(f"{person.page}/snapshot").json
        moving = {name: 0 for name in ("serverNow", "projectedEndAt") if name in door}
        assert door | moving == page.snapshot | moving


@played
async def test_a_command_through_the_door_reaches_every_open_page(site: Served) -> None:
    circle = site.circle()
    registrant = await Page.of(circle.registrants[0])
    token = seated(circle.leaders[0])

    answer = circle.leaders[0].command(opening(), token)

    assert (answer.status, answer.json) == (200, {"ok": True, "revision": 1})
    assert (await registrant.at_revision(1))["position"] == 1


def test_refusals_are_answers_too(site: Served) -> None:
    circle = site.circle()
    leader, registrant = circle.leaders[0], circle.registrants[0]
    token, theirs = seated(leader), seated(registrant)
    refused = [
        (leader, token, {**opening(), "type": "phase.next"}, "not_open"),
        (leader, token, opening(9), "stale_revision"),
        (leader, token, {**opening(), "type": "phase.skip"}, "unknown_command"),
        (leader, token, {**opening(), "id": 7}, "invalid"),
        (leader, token, [], "invalid"),
        (leader, token, "meeting.open", "invalid"),
        (leader, token, b"{", "invalid"),
        (leader, token, b"", "invalid"),
        (leader, token, b"\xff\xfe", "invalid"),
        (leader, token, b"[" * 9000, "invalid"),
        (leader, token, b'{"id":"' + b"x" * 17_000 + b'"}', "invalid"),
        (leader, token, b"x" * 100_000, "invalid"),
        (registrant, theirs, opening(), "not_allowed"),
    ]
    for person, proof, command, code in refused:
        answer = person.command(command, proof)
        assert (answer.status, answer.json) == (200, {"ok": False, "code": code, "revision": 0}), command
    assert live_rows(site, circle) == []
    assert leader.command(opening(), token, Content_Type="text/plain").json["code"] == "invalid"


@played
async def test_a_presenter_behind_the_door_can_ask_for_a_leader(site: Served) -> None:
    circle = site.circle()
    leader, presenter = await Page.of(circle.leaders[0]), circle.registrants[0]
    token = seated(presenter)

    def signalled(body: object, proof: str = token) -> tuple[int, Any]:
        answer = presenter.ask(
            "POST",
            f"{presenter.page}/signal",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "X-Live-Token": proof},
        )
        return answer.status, answer.json

    assert signalled({"signal": "need_leader"}) == (200, {"ok": False, "code": "not_allowed", "revision": 0})
    await leader.walk_to(6)
    await leader.taken("presenter.set", person=presenter.id)
    status, answer = signalled({"signal": "need_leader"})
    assert (status, answer) == (
        200,
        {"ok": True, "revision": leader.revision, "signalId": answer["signalId"]},
    )
    assert signalled({"signal": "need_leader", "why": "x"})[1]["code"] == "invalid"
    assert signalled({"signal": "need_leader"}, "")[0] == 403

    told = await leader.told("signal", lambda _: True, SOON)
    assert (told["signal"], told["signalId"]) == ("need_leader", answer["signalId"])
    assert told["from"] == {"id": presenter.id, "name": presenter.name}
    assert len(leader.all("signal")) == 1


def test_the_same_command_again_has_no_further_effect(site: Served) -> None:
    leader = site.circle().leaders[0]
    token, command = seated(leader), opening()
    answers = [leader.command(command, token).json for _ in range(3)]
    assert answers == [{"ok": True, "revision": 1}] * 3


@played
async def test_an_id_is_known_at_both_doors(site: Served) -> None:
    circle = site.circle()
    leader, command = await Page.of(circle.leaders[0]), opening()
    assert await leader.call("command", command) == {"ok": True, "revision": 1}
    assert circle.leaders[0].command(command, leader.ticket.token).json == {"ok": True, "revision": 1}


def test_without_a_valid_token_nothing_is_taken(site: Served) -> None:
    circle, other = site.circle(), site.circle()
    leader = circle.leaders[0]
    token = seated(leader)
    claims = jwt.decode(token, options={"verify_signature": False})
    late = {**claims, "iat": claims["iat"] - 660, "exp": claims["exp"] - 660}
    tokens = [
        "",
        "x",
        seated(circle.leaders[1]),
        seated(leader.elsewhere()),
        seated(other.leaders[0]),
        jwt.encode(late, site.secret, algorithm="HS256"),
        leader.link.rpartition("/")[2],
    ]
    answers = [leader.command(opening(), one) for one in tokens]

    assert [answer.status for answer in answers] == [403] * 7
    assert [answer.json for answer in answers] == [{"ok": False, "code": "not_allowed", "revision": 0}] * 7
    assert live_rows(site, circle) == []


def test_for_strangers_the_door_is_not_there(site: Served) -> None:
    circle, other = site.circle(), site.circle()
    stranger = other.leaders[0]
    token = seated(stranger)
    answer = stranger.ask(
        "POST",
        f"/meetings/{circle.meeting}/command",
        b"{}",
        {"Content-Type": "application/json", "X-Live-Token": token},
    )
    assert answer.status == 404


def test_a_form_from_another_site_cannot_command(site: Served) -> None:
    circle = site.circle()
    leader = circle.leaders[0]
    seated(leader)
    answer = leader.post(
        f"{leader.page}/command", {"id": "x", "type": "meeting.open", "expectedRevision": "0"}
    )
    assert answer.status == 403
    assert live_rows(site, circle) == []


def test_the_token_of_the_page_lasts_ten_minutes(site: Served) -> None:
    leader = site.circle().leaders[0]
    claims = jwt.decode(seated(leader), options={"verify_signature": False})
    assert claims["exp"] - claims["iat"] == 600
