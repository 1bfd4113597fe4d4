"""Entering the live socket: the cookie and the page's token together, from this site, or `not_allowed`."""

import json
from typing import Any

import jwt
import pytest

from bench.client import LiveClient, Ticket
from bench.websocket import Refused
from tests.integration.live.line import Line
from tests.integration.live.page import Page
from tests.integration.live.person import Person
from tests.integration.live.scene import played, soon
from tests.integration.live.served import Served

ELEVEN_MINUTES = 11 * 60


async def refusal(ticket: Ticket) -> str:
    with pytest.raises(Refused) as refused:
        await soon(LiveClient.enter(ticket))
    return str(refused.value)


@played
async def test_the_page_that_was_served_gets_in_and_is_told_the_state_at_once(site: Served) -> None:
    circle = site.circle()
    leader, registrant = await Page.of(circle.leaders[0]), await Page.of(circle.registrants[0])

    assert [leader.snapshot["role"], registrant.snapshot["role"]] == ["leader", "registrant"]
    assert leader.snapshot["meeting"]["id"] == registrant.snapshot["meeting"]["id"] == circle.meeting


@played
async def test_the_token_fetched_anew_works_as_the_pages_own(site: Served) -> None:
    person = site.circle().registrants[0]
    ticket = person.ticket()
    answer = person.get(f"{person.page}/token")

    assert sorted(answer.json) == ["token"]
    page = await Page.at(Ticket(ticket.url, ticket.meeting, answer.json["token"], ticket.cookie))
    assert page.snapshot["role"] == "registrant"


@played
async def test_cookie_or_token_alone_or_anybody_elses_are_refused(site: Served) -> None:
    circle, other = site.circle(), site.circle()
    mine, theirs = circle.registrants[0].ticket(), circle.registrants[1].ticket()
    elsewhere = circle.registrants[0].elsewhere().ticket()
    next_door = other.registrants[0].ticket()
    claims = jwt.decode(mine.token, options={"verify_signature": False})
    late = {**claims, "iat": claims["iat"] - ELEVEN_MINUTES, "exp": claims["exp"] - ELEVEN_MINUTES}

    def with_token(token: str, meeting: str = mine.meeting) -> Ticket:
        return Ticket(site.url, meeting, token, mine.cookie)

    refused = {
        "no token": with_token(""),
        "no cookie": Ticket(site.url, mine.meeting, mine.token, ""),
        "somebody else's token": with_token(theirs.token),
        "another login's token": with_token(elsewhere.token),
        "another meeting's token": with_token(next_door.token),
        "for another meeting": with_token(mine.token, next_door.meeting),
        "another group's meeting, with their token": with_token(next_door.token, next_door.meeting),
        "a meeting that does not exist": with_token(mine.token, "0123456789abcdef"),
        "older than ten minutes": with_token(jwt.encode(late, site.secret, algorithm="HS256")),
        "signed by somebody else": with_token(jwt.encode(claims, "x" * 48, algorithm="HS256")),
        "not signed": with_token(jwt.encode(claims, "", algorithm="none")),
        "a join link": with_token(circle.registrants[0].link.rpartition("/")[2]),
        "a made-up cookie": Ticket(site.url, mine.meeting, mine.token, "balint=eyJ3aG8iOiJ4In0.x.y"),
    }

    assert {why: await refusal(ticket) for why, ticket in refused.items()} == dict.fromkeys(
        refused, "not_allowed"
    )
    assert (await Page.at(mine)).snapshot["role"] == "registrant", "and the right one still gets in"


@played
async def test_proof_of_another_shape_is_refused(site: Served) -> None:
    ticket = site.circle().registrants[0].ticket()
    proofs: list[Any] = [
        None,
        [],
        "x",
        7,
        True,
        {},
        {"meeting": ticket.meeting},
        {"token": ticket.token},
        {"meeting": [ticket.meeting], "token": ticket.token},
        {"meeting": ticket.meeting, "token": 7},
        {"meeting": "\ud800", "token": "\ud800"},
        {"meeting": ticket.meeting, "token": "é.ü.\x00"},
    ]
    for proof in proofs:
        line = await Line.open(ticket)
        line.say(f"40/live,{json.dumps(proof)}")
        assert await line.until(lambda packet: packet[:2] == "44") == '44/live,{"message":"not_allowed"}', (
            proof
        )
    line = await Line.open(ticket)
    line.say("40/live,")
    assert await line.until(lambda packet: packet[:2] == "44") == '44/live,{"message":"not_allowed"}'


@played
async def test_a_registrant_who_has_not_agreed_is_refused(site: Served) -> None:
    registrant = site.circle().registrants[0]
    ticket = registrant.ticket()
    site.change("DELETE FROM acknowledgements WHERE registrant_id = ?", registrant.id)

    assert await refusal(ticket) == "not_allowed"


@played
async def test_a_withdrawn_link_refuses_the_token_it_led_to(site: Served) -> None:
    circle = site.circle()
    registrant, leader = circle.registrants[0], circle.leaders[0]
    tickets = [registrant.ticket(), leader.ticket()]
    site.change("UPDATE registrants SET link_version = 2 WHERE id = ?", registrant.id)
    site.change("UPDATE leaders SET login_version = 2 WHERE id = ?", leader.id)

    assert [await refusal(ticket) for ticket in tickets] == ["not_allowed", "not_allowed"]


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1", "http://localhost"]
)
@played
async def test_a_handshake_from_another_site_is_refused(site: Served, origin: str) -> None:
    ticket = site.circle().registrants[0].ticket()
    forged = {"Origin": origin, "X_Forwarded_Host": origin.rpartition("/")[2], "X_Forwarded_Proto": "http"}
    with pytest.raises(Refused) as refused:
        await soon(Line.open(ticket, **forged))
    assert str(refused.value).split()[1] == "400"


@played
async def test_without_an_origin_cookie_and_token_still_decide(site: Served) -> None:
    ticket = site.circle().registrants[0].ticket()
    assert (await Line.entered(ticket, Origin="")).is_open

    line = await Line.open(ticket, Origin="")
    line.introduce({"meeting": ticket.meeting, "token": ""})
    assert await line.until(lambda packet: packet[:2] == "44") == '44/live,{"message":"not_allowed"}'


@played
async def test_the_query_routes_and_decides_nothing(site: Served) -> None:
    circle, other = site.circle(), site.circle()
    ticket = circle.registrants[0].ticket()
    address = ticket.address().replace(circle.meeting, other.meeting)
    line = await Line.open(ticket, address=address)
    line.introduce()

    told = await line.until(lambda packet: packet.startswith("42/live,"))
    assert json.loads(told.partition(",")[2])[1]["meeting"]["id"] == circle.meeting


@pytest.mark.parametrize(
    "query",
    [
        "EIO=3&transport=websocket",
        "EIO=4&transport=polling",
        "EIO=4",
        "transport=websocket",
        "EIO=4&transport=%00",
    ],
)
def test_another_transport_or_version_is_refused_in_words(site: Served, query: str) -> None:
    person = Person(site.url, "none", {"id": "", "name": "", "link": ""})
    answer = person.get(f"/socket.io/?{query}")
    assert answer.status == 400
    assert "Traceback" not in answer.text


@played
async def test_no_compression_is_agreed_to(site: Served) -> None:
    """It would more than double the memory of a connection."""
    line = await Line.open(
        site.circle().registrants[0].ticket(),
        Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits",
    )
    assert b"extensions" not in line.websocket.head.lower()


@played
async def test_the_sixth_page_of_a_person_takes_the_place_of_the_first(site: Served) -> None:
    person = site.circle().registrants[0]
    ticket = person.ticket()
    lines = [await Line.entered(ticket) for _ in range(5)]
    assert all(line.is_open for line in lines)

    newest = await Line.entered(ticket)

    assert await lines[0].until(lambda packet: packet.startswith("41/live")) == "41/live,"
    newest.say('42/live,1["time"]')
    assert sorted(await newest.answer(1)) == ["serverNow"]
    assert [any(packet.startswith("41") for packet in line.told) for line in lines[1:]] == [False] * 4
