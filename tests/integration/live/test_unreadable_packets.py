"""Packets a well-behaved page never sends: a coded answer where one can be given, and nobody else notices."""

import asyncio

from bench.websocket import DROPPED
from tests.integration.live.bystanders import still_served
from tests.integration.live.line import Line
from tests.integration.live.page import Page
from tests.integration.live.scene import played
from tests.integration.live.served import Served

BINARY = 0x2
INVALID = {"ok": False, "code": "invalid", "revision": 0}

UNREADABLE_EVENTS = {
    "cut short": '["command",{"id":',
    "not JSON": "command",
    "no list": '{"command":{}}',
    "a number": " 7",
    "an empty list": "[]",
    "no name": "[null]",
    "a number for a name": "[7]",
    "a list for a name": '[["command"]]',
    "an object for a name": '[{"command":1}]',
    "an unknown name": '["teleport",{}]',
    "an empty name": '[""]',
    "the library's own connect": '["connect",{"HTTP_COOKIE":"x"},{"meeting":"x","token":"x"}]',
    "the library's own disconnect": '["disconnect"]',
    "a disconnect with a reason": '["disconnect","ping timeout"]',
    "every event there is": '["*"]',
    "a dunder": '["__class__",{}]',
    "brackets without end": "[" * 8000,
    "brackets with an end": "[" * 4000 + "]" * 4000,
    "a number of 5,000 digits": f'["command",{"9" * 5000}]',
    "a command without a body": '["command"]',
    "null": '["command",null]',
    "a string": '["command","phase.next"]',
    "a list": '["command",["phase.next"]]',
    "two bodies": '["command",{},{}]',
    "no fields": '["command",{}]',
    "an attachment that is not there": '["command",{"_placeholder":true,"num":0}]',
    "a signal without a body": '["signal"]',
    "a signal of another type": '["signal",{"signal":7}]',
    "an unknown signal": '["signal",{"signal":"louder"}]',
    "a signal with more to say": '["signal",{"signal":"wrap_up","text":"about the patient"}]',
    "a refresh with two bodies": '["refresh",1,2]',
}


NO_EVENTS = {
    "an event without a body": "42/live,",
    "a number of 101 digits": f'42/live,{"1" * 101}["time"]',
    "an event for nobody": '42["time"]',
    "an event elsewhere": '42/elsewhere,["time"]',
    "an acknowledgement nobody waits for": "43/live,7[1]",
    "a bare acknowledgement": "43/live,",
    "an acknowledgement of nothing": "43/live,0{}",
    "an error": '44/live,{"message":"x"}',
    "a binary event": '451-/live,["command",{"_placeholder":true,"num":0}]',
    "a binary event with no end": '459999999999-/live,["command",{"_placeholder":true,"num":0}]',
    "too many attachments": '4599999999999999-/live,["x"]',
    "a binary acknowledgement": "461-/live,1[]",
    "an unknown packet": "47/live,",
    "another unknown packet": "49",
    "a connection elsewhere": "40/elsewhere,{}",
    "a connection to the library's own place": "40",
    "a second connection": '40/live,{"meeting":"x","token":"y"}',
    "leaving a place one is not in": "41/elsewhere,",
    "a pong nobody asked for": "3",
    "a probe": "2probe",
    "an upgrade": "5",
    "a noop": "6",
    "a namespace with a query": "42/live?x=1,",
    "a namespace that never ends": "42/" + "live" * 2000,
    "a digit of another script": '42/live,7٣["é"]',
}


NO_PACKETS = {
    "an empty message": "",
    "an unknown kind": "9",
    "a letter": "x",
    "base64": "bNDIvbGl2ZSw=",
    "base64 that is none": "b!!!",
    "a sign": "-1",
    "a digit of another script": "٣",
    "a message of none": "4",
    "a message of a letter": "4x",
    "a message of a sign": "4-",
    "a message of a digit of another script": "4٣",
    "an object": '4{"a":1}',
    "a list": "4[1,2]",
    "brackets without end": "4" + "[" * 9000,
    "a null": "4null",
}


@played
async def test_an_unreadable_event_is_invalid_and_the_connection_stays(site: Served) -> None:
    circle = site.circle()
    witness, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())
    before = site.tables(circle.meeting)

    for number, (what, event) in enumerate(UNREADABLE_EVENTS.items(), start=1):
        line.say(f"42/live,{number}{event}")
        assert await line.answer(number) == INVALID, what

    assert site.tables(circle.meeting) == before
    await still_served(witness, line)
    assert [event for event in witness.heard if event.event not in ("presence", "revision")] == [
        witness.heard[0]
    ]


@played
async def test_a_packet_that_is_no_event_is_passed_over(site: Served) -> None:
    circle = site.circle()
    witness, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())

    for what, packet in NO_EVENTS.items():
        line.say(packet)
        line.say('42/live,1["time"]')
        assert sorted(await line.answer(1)) == ["serverNow"], what
        line.told.clear()

    await still_served(witness, line)


@played
async def test_what_cannot_be_read_at_all_ends_that_connection_at_once(site: Served) -> None:
    circle = site.circle()
    leader, ticket = await Page.of(circle.leaders[0]), circle.leaders[1].ticket()

    for what, packet in NO_PACKETS.items():
        line = await Line.entered(ticket)
        line.say(packet)
        assert await line.closed() != DROPPED, what
    line = await Line.entered(ticket)
    line.websocket.send(b'42/live,1["time"]', BINARY)
    await line.closed()

    await still_served(leader)


@played
async def test_a_client_that_says_goodbye_is_not_somebody_who_can_act(site: Served) -> None:
    circle = site.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())

    line.say("41/live,")
    line.say('42/live,1["command",{"id":"after","type":"meeting.open","expectedRevision":0}]')
    await asyncio.sleep(0.5)

    assert not any(packet.startswith("43") for packet in line.told)
    assert site.rows("SELECT * FROM live_meetings WHERE meeting_id = ?", circle.meeting) == []
    await still_served(leader)


@played
async def test_an_event_before_connecting_does_nothing(site: Served) -> None:
    circle = site.circle()
    ticket = circle.leaders[0].ticket()
    line = await Line.open(ticket)
    line.say('42/live,1["command",{"id":"early","type":"meeting.open","expectedRevision":0}]')
    line.introduce()
    line.say('42/live,2["time"]')

    assert sorted(await line.answer(2)) == ["serverNow"]
    assert not any(packet.startswith("43/live,1[") for packet in line.told)
    assert site.rows("SELECT * FROM live_meetings WHERE meeting_id = ?", circle.meeting) == []
