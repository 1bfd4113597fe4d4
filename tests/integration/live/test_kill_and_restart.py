"""kill -9 in the middle of a discussion: after a restart the same step, the same clock, the same roll, and no presenter."""

import asyncio
from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from tests.integration.live.page import Page, new_id
from tests.integration.live.scene import played, soon
from tests.integration.live.served import MODES, Served

DISCUSSION = 6
KEPT = (
    "revision",
    "position",
    "clock",
    "steps",
    "lastMove",
    "reminder",
    "meeting",
    "latestReturnAt",
    "participantClock",
)


def kept(snapshot: Any) -> dict[str, Any]:
    return {name: snapshot[name] for name in KEPT}


def roll(presence: Any) -> list[tuple[str, str, bool]]:
    return [(person["id"], person["role"], person["acknowledged"]) for person in presence["people"]]


async def whole_presence(page: Page, here: int) -> Any:
    return await page.told("presence", lambda told: told["here"] == here, 15)


@pytest.mark.parametrize("mode", MODES)
@played
async def test_everything_acknowledged_is_there_again_and_the_presenter_is_not(
    fresh: Callable[..., Served], mode: str
) -> None:
    site = fresh(mode=mode)
    circle = site.circle()
    leader = await Page.of(circle.leaders[0])
    presenter, other = await Page.of(circle.registrants[0]), await Page.of(circle.registrants[1])
    await leader.walk_to(DISCUSSION)
    await leader.taken("timer.pause")
    await leader.taken("timer.resume")
    await leader.taken("timer.adjust", seconds=90)
    await leader.taken("presenter.set", person=circle.registrants[0].id)
    await leader.command("attendance.mark", person=circle.registrants[3].id, mark="present")
    await presenter.at_revision(leader.revision)
    before, roll_before = leader.snapshot, roll(await whole_presence(leader, 3))
    assert (before["presenter"], presenter.snapshot["youPresent"]) == (circle.registrants[0].id, True)

    site.kill()
    for page in (leader, presenter, other):
        await soon(asyncio.shield(page.websocket.closed))
    site.start()
    back = [await Page.at(page.ticket) for page in (leader, presenter, other)]

    assert kept(back[0].snapshot) == kept(before)
    assert [page.snapshot["position"] for page in back] == [DISCUSSION] * 3
    assert back[0].snapshot["clock"]["runningSince"] < before["serverNow"] < back[0].snapshot["serverNow"]
    assert roll(await whole_presence(back[0], 3)) == roll_before
    assert (back[0].snapshot["presenter"], back[1].snapshot["youPresent"]) == (None, False)

    await back[1].taken("presenter.set", person=circle.registrants[0].id)
    again = await back[0].at_revision(back[1].revision)
    assert (again["presenter"], back[1].snapshot["youPresent"]) == (circle.registrants[0].id, True)
    assert marks_of(site, circle.registrants[0].id) == marks_of(site, circle.registrants[1].id)
    assert site.complaints() == []


def marks_of(site: Served, person: str) -> dict[str, int]:
    """How often an id stands in each file the server keeps: no more often for a presenter than for anybody else."""
    files = [path for path in site.folder.rglob("*") if path.is_file() and not path.name.startswith("output")]
    marks = Counter({path.name: path.read_bytes().count(person.encode()) for path in files})
    assert marks.total() > 0
    return dict(marks)


@pytest.mark.parametrize("mode", MODES)
@played
async def test_killed_in_a_stream_of_presses_nothing_acknowledged_is_lost(
    fresh: Callable[..., Served], mode: str
) -> None:
    site = fresh(mode=mode, settings={"limits": {"events_per_second": 1000, "events_burst": 1000}})
    leader = await Page.of(site.circle().leaders[0])
    await leader.taken("meeting.open")

    async def stream() -> None:
        for number in count(1):
            way = "phase.next" if number % 2 else "phase.back"
            await leader.call("command", {"id": new_id(), "type": way, "expectedRevision": number})
            acknowledged.append(number + 1)

    acknowledged: list[int] = [1]
    streaming = asyncio.create_task(stream())
    while len(acknowledged) < 100:
        await asyncio.sleep(0.01)
    site.kill()
    with pytest.raises(ConnectionError):
        await soon(streaming)
    site.start()
    back = await Page.at(leader.ticket)

    assert acknowledged[-1] <= back.revision <= acknowledged[-1] + 1, (
        "the last one may have been saved unheard"
    )
    assert back.snapshot["position"] == (2 if back.revision % 2 == 0 else 1)
    assert site.rows("PRAGMA integrity_check") == [("ok",)]
