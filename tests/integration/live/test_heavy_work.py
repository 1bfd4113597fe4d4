"""What is heavy for the processor is done beside the sessions, and nothing is done in a native thread."""

import asyncio
from base64 import b64encode
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import psutil
import pytest

from tests.integration.conftest import Sites
from tests.integration.live.page import Page
from tests.integration.live.person import Answer, Person
from tests.integration.live.scene import played
from tests.integration.live.served import Served

PRESSES = 12
PUMPED = [
    b"<v ",
    b"<c ",
    b"<c r='",
    b"<row ",
    b"<si>",
    b"<x:v a",
    b"<c r='A1' s='1' ",
    b"\t",
    b"<v>" + b"9" * 200,
]
HEADING = b"<c><v>1</v></c>"
MOST = 30_000_000


def pumped(piece: bytes) -> bytes:
    """A workbook of some 40 kB whose sheet is one piece, again and again."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", HEADING + piece * (MOST // len(piece)))
    return file.getvalue()


def group_of(site: Served, person: Person) -> str:
    [(group,)] = site.rows("SELECT group_id FROM meetings WHERE id = ?", person.meeting)
    return str(group)


def looks_at(site: Served, leader: Person, data: bytes) -> Answer:
    """A leader has a list looked at."""
    address = f"/groups/{group_of(site, leader)}/people/import"
    form = leader.get(address).form
    content = {"content": b64encode(data).decode(), "filename": "list.xlsx"}
    return leader.post(address, {**form, **content})


@pytest.mark.parametrize("piece", PUMPED)
@played
async def test_a_pumped_list_is_refused_and_holds_up_nobody(sites: Sites, piece: bytes) -> None:
    site = sites("eventlet")
    careless, busy = site.circle().leaders[0], await Page.of(site.circle().leaders[0])
    await asyncio.to_thread(careless.press)

    looking = asyncio.create_task(asyncio.to_thread(looks_at, site, careless, pumped(piece)))
    await busy.taken("meeting.open")
    for _ in range(PRESSES):
        await busy.taken("phase.next" if busy.snapshot["position"] == 1 else "phase.back")
        await asyncio.sleep(0.1)
    answer = await looking

    assert (answer.status, 'type="file"' in answer.text) == (422, True)
    assert site.complaints() == []


@played
async def test_the_default_mode_has_one_native_thread(sites: Sites) -> None:
    """No lock can be shared between native threads where there is one."""
    site = sites("eventlet")
    circle = site.circle()
    leader, page = circle.leaders[0], await Page.of(circle.registrants[0])
    await asyncio.to_thread(leader.press)
    group = group_of(site, leader)
    answers = [
        looks_at(site, leader, b"Name,E-mail\nErin,erin@example.org\n"),
        leader.get(f"/groups/{group}/attendance"),
        leader.get(f"/groups/{group}/export/attendance.xlsx"),
        leader.get("/healthz"),
    ]
    await page.call("refresh")

    assert [answer.status for answer in answers] == [200] * 4
    assert psutil.Process(site.process.pid).num_threads() == 1
