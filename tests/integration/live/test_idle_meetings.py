"""Idle meetings send nothing but the transport's keep-alive and the revision heartbeat."""

import asyncio
import json
from itertools import pairwise
from typing import Any, NamedTuple

import pytest

from tests.integration.live.conftest import Outcome
from tests.integration.live.line import Line
from tests.integration.live.page import Page
from tests.integration.live.served import Served
from tests.integration.live.waiting import SLACK, waits

IDLE = 25.0
SETTLED = 3.0
LEADERS_EVERY, OTHERS_EVERY = 3.0, 10.0
DISCUSSION = 6


class Watched(NamedTuple):
    """What one line was told in the idle time: each packet with its moment."""

    packets: list[tuple[float, str]]

    def moments(self, packet: str) -> list[float]:
        return [at for at, told in self.packets if told.startswith(packet)]

    def kinds(self) -> set[str]:
        return {told if told == "2" else told.partition(",")[2].split('"')[1] for _, told in self.packets}


async def idle(site: Served, position: int) -> dict[str, Watched]:
    circle = site.circle()
    leader = await Page.of(circle.leaders[0])
    if position:
        await leader.walk_to(position)
    tickets = {
        "leader": leader.ticket,
        "registrant": await asyncio.to_thread(circle.registrants[0].ticket),
        "presenter": await asyncio.to_thread(circle.registrants[1].ticket),
    }
    if position:
        await leader.taken("presenter.set", person=circle.registrants[1].id)
    lines = {who: await Line.entered(ticket) for who, ticket in tickets.items()}
    await asyncio.sleep(SETTLED)
    settled = {who: len(line.told) for who, line in lines.items()}
    await asyncio.sleep(IDLE)
    return {who: Watched(line.told_at()[settled[who] :]) for who, line in lines.items()}


@waits
async def gathering(site: Served) -> dict[str, Watched]:
    return await idle(site, 0)


@waits
async def discussing(site: Served) -> dict[str, Watched]:
    return await idle(site, DISCUSSION)


@pytest.mark.parametrize("scene", [gathering, discussing])
@pytest.mark.parametrize("who", ["leader", "registrant", "presenter"])
def test_nothing_is_sent_but_pings_and_heartbeats(outcome: Outcome, scene: Any, who: str) -> None:
    watched = outcome(scene)[who]

    assert watched.kinds() == {"2", "revision"}
    assert 1 <= len(watched.moments("2")) <= 3
    most = IDLE / (LEADERS_EVERY if who == "leader" else 9) + 1
    assert len(watched.moments("42/live,")) <= most


@pytest.mark.parametrize(("who", "every"), [("leader", LEADERS_EVERY), ("registrant", OTHERS_EVERY)])
def test_the_heartbeat_comes_as_often_as_promised(outcome: Outcome, who: str, every: float) -> None:
    for scene, revision in ((gathering, 0), (discussing, 3)):
        watched = outcome(scene)[who]
        beats = watched.moments("42/live,")
        assert max(later - earlier for earlier, later in pairwise(beats)) < every + SLACK
        bodies = [json.loads(told.partition(",")[2])[1] for _, told in watched.packets if told != "2"]
        assert [sorted(body) for body in bodies] == [["revision", "serverNow"]] * len(bodies)
        assert {body["revision"] for body in bodies} == {revision}
