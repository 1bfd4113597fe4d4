"""What a well-behaved page never sends: a coded answer where one can be given, and nobody else notices."""

import asyncio
import struct
from typing import Any

import pytest

from bench.websocket import CONTINUATION, DROPPED, TEXT, frame
from tests.integration.live.page import Line, Page, played, soon
from tests.integration.live.pouring import poured
from tests.integration.live.served import Served

BINARY = 0x2
TOO_BIG = 1009
MEGABYTE = 1_000_000
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


async def still_served(*pages: Page | Line) -> None:
    """Each is still connected, and gets an answer."""
    for page in pages:
        if isinstance(page, Page):
            assert sorted(await soon(page.call("time"))) == ["serverNow"]
        else:
            page.say('42/live,99["time"]')
            assert sorted(await page.answer(99)) == ["serverNow"]
            page.told.clear()


@played
async def test_an_unreadable_event_is_invalid_and_the_connection_stays(house: Served) -> None:
    circle = house.circle()
    witness, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())
    before = house.tables()

    for number, (what, event) in enumerate(UNREADABLE_EVENTS.items(), start=1):
        line.say(f"42/live,{number}{event}")
        assert await line.answer(number) == INVALID, what

    assert house.tables() == before
    await still_served(witness, line)
    assert [event for event in witness.heard if event.event not in ("presence", "revision")] == [
        witness.heard[0]
    ]


@played
async def test_a_packet_that_is_no_event_is_passed_over(house: Served) -> None:
    circle = house.circle()
    witness, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())

    for what, packet in NO_EVENTS.items():
        line.say(packet)
        line.say('42/live,1["time"]')
        assert sorted(await line.answer(1)) == ["serverNow"], what
        line.told.clear()

    await still_served(witness, line)


@played
async def test_what_cannot_be_read_at_all_ends_that_connection_at_once(house: Served) -> None:
    circle = house.circle()
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
async def test_a_client_that_says_goodbye_is_not_somebody_who_can_act(house: Served) -> None:
    circle = house.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())

    line.say("41/live,")
    line.say('42/live,1["command",{"id":"after","type":"meeting.open","expectedRevision":0}]')
    await asyncio.sleep(0.5)

    assert not any(packet.startswith("43") for packet in line.told)
    assert house.rows("SELECT * FROM live_meetings WHERE meeting_id = ?", circle.meeting) == []
    await still_served(leader)


@played
async def test_an_event_before_connecting_does_nothing(house: Served) -> None:
    circle = house.circle()
    ticket = circle.leaders[0].ticket()
    line = await Line.open(ticket)
    line.say('42/live,1["command",{"id":"early","type":"meeting.open","expectedRevision":0}]')
    line.introduce()
    line.say('42/live,2["time"]')

    assert sorted(await line.answer(2)) == ["serverNow"]
    assert not any(packet.startswith("43/live,1[") for packet in line.told)
    assert house.rows("SELECT * FROM live_meetings WHERE meeting_id = ?", circle.meeting) == []


@played
async def test_fields_of_the_wrong_kind_are_invalid(house: Served) -> None:
    circle = house.circle()
    leader = await Page.of(circle.leaders[0])
    good: dict[str, Any] = {"id": "a", "type": "meeting.open", "expectedRevision": 0}
    person = circle.registrants[0].id
    wrong: list[dict[str, Any]] = [
        {**good, "id": 7},
        {**good, "id": ""},
        {**good, "id": "x" * 65},
        {**good, "id": None},
        {"type": "meeting.open", "expectedRevision": 0},
        {**good, "type": ["meeting.open"]},
        {**good, "type": None},
        {"id": "a", "type": "meeting.open"},
        {**good, "expectedRevision": "0"},
        {**good, "expectedRevision": 0.0},
        {**good, "expectedRevision": True},
        {**good, "expectedRevision": -1},
        {**good, "expectedRevision": 2**53},
        {**good, "expectedRevision": None},
        {**good, "note": "about the patient"},
        {**good, "type": "phase.goto"},
        {**good, "type": "phase.goto", "position": 0},
        {**good, "type": "phase.goto", "position": "2"},
        {**good, "type": "phase.goto", "position": 2.5},
        {**good, "type": "timer.adjust", "seconds": 0},
        {**good, "type": "timer.adjust", "seconds": 3601},
        {**good, "type": "timer.adjust", "seconds": -3601},
        {**good, "type": "timer.adjust", "seconds": 1e400},
        {**good, "type": "timer.adjust", "seconds": float("nan")},
        {**good, "type": "presenter.set"},
        {**good, "type": "presenter.set", "person": 7},
        {**good, "type": "attendance.mark", "person": person, "mark": "late"},
        {**good, "type": "attendance.mark", "person": person},
        {**good, "type": "attendance.mark", "person": [person], "mark": "present"},
    ]
    before = house.tables()
    for command in wrong:
        assert await soon(leader.call("command", command)) == INVALID, command
    assert house.tables() == before


@pytest.mark.parametrize("size", [17 * 1024, MEGABYTE])
@played
async def test_a_message_over_the_limit_ends_its_connection_with_1009(house: Served, size: int) -> None:
    circle = house.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())
    memory = house.memory()

    line.say(f'42/live,1["command",{{"id":"{"x" * size}"}}]')

    assert await line.closed() == TOO_BIG
    await still_served(leader)
    assert house.memory() - memory < 8 * MEGABYTE


@played
async def test_a_message_of_just_the_limit_is_read(house: Served) -> None:
    line = await Line.entered(house.circle().leaders[0].ticket())
    head, tail = '42/live,1["command",{"id":"', '"}]'
    line.say(head + "x" * (16_384 - len(head) - len(tail)) + tail)

    assert await line.answer(1) == INVALID
    assert line.is_open


@played
async def test_fragments_that_add_up_to_24_megabytes_end_with_1009_and_leave_no_trace(house: Served) -> None:
    circle = house.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())
    memory = house.memory()

    await poured(line, frame(b"4" * 16_000, TEXT, False), [frame(b"x" * 16_000, CONTINUATION, False)] * 1500)

    assert await line.closed() == TOO_BIG
    await still_served(leader)
    assert house.memory() - memory < 8 * MEGABYTE


@played
async def test_fragments_of_one_byte_without_end_end_with_1009(house: Served) -> None:
    circle = house.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())

    await poured(line, frame(b"4", TEXT, False), [frame(b"x", CONTINUATION, False) * 10] * 2000)

    assert await line.closed() == TOO_BIG
    await still_served(leader)


@played
async def test_fragments_of_nothing_without_end_take_no_memory(house: Served) -> None:
    circle = house.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())
    memory = house.memory()

    await poured(line, frame(b"4", TEXT, False), [frame(b"", CONTINUATION, False) * 100] * 400)

    await still_served(leader)
    assert house.memory() - memory < 8 * MEGABYTE


@played
async def test_a_message_in_a_few_fragments_is_read(house: Served) -> None:
    line = await Line.entered(house.circle().leaders[0].ticket())
    for piece, opcode, final in [
        (b"42/live,1", TEXT, False),
        (b"", CONTINUATION, False),
        (b'["ti', CONTINUATION, False),
        (b'me"]', CONTINUATION, True),
    ]:
        line.websocket.send(piece, opcode, final)
    assert sorted(await line.answer(1)) == ["serverNow"]


@pytest.mark.parametrize(
    "bytes_sent",
    [
        frame(b'42/live,1["\xff\xfe"]'),
        frame(b"\xed\xa0\x80"),
        frame(b"4", 0x3),
        frame(b"4", CONTINUATION),
        frame(b"4", TEXT, False) + frame(b"4", TEXT),
        frame(b"x" * 126, 0x9),
        frame(b"x", 0x9, False),
        frame(b"\x00", 0x8),
        frame(struct.pack("!H", 999), 0x8),
        bytes([0xC1]) + frame(b"4")[1:],
        b"\x81\x01x",
        b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff",
        b"GET / HTTP/1.1\r\n\r\n",
    ],
    ids=[
        "not UTF-8",
        "half a surrogate",
        "an unknown opcode",
        "a continuation of nothing",
        "a text inside a text",
        "a long ping",
        "a ping in pieces",
        "a close code cut in half",
        "a forbidden close code",
        "compressed, though nobody agreed to it",
        "not masked",
        "eight exabytes",
        "HTTP",
    ],
)
@played
async def test_broken_frames_end_their_connection_only(house: Served, bytes_sent: bytes) -> None:
    circle = house.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())

    line.websocket.transport.write(bytes_sent)

    await line.closed()
    await still_served(leader)


@played
async def test_half_a_frame_and_then_silence_holds_up_nobody(house: Served) -> None:
    circle = house.circle()
    leader, line = await Page.of(circle.leaders[0]), await Line.entered(circle.leaders[1].ticket())

    line.websocket.transport.write(frame(b'42/live,1["time"]')[:9])
    await asyncio.sleep(1)

    await still_served(leader)
    assert line.is_open
