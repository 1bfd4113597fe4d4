"""Processes on one PostgreSQL and one Redis are restarted one after the other in the middle of sessions: nothing is lost."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.live.kept_open import kept_open, page_of
from tests.integration.live.scene import played, soon
from tests.integration.processes.cluster import Cluster, shared_servers

pytestmark = [pytest.mark.needs_postgres, pytest.mark.needs_redis]

GROUPS = 3
BACK_WITHIN = 5.0
"""Seconds from the moment a page is cut off."""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with shared_servers(tmp_path / "servers") as (postgres, redis):
        cluster = Cluster(tmp_path / "cluster", postgres, redis, groups=GROUPS, registrants=2)
        yield cluster.start()
        cluster.stop()


@played
async def test_every_page_is_back_within_five_seconds_and_goes_on(cluster: Cluster) -> None:
    circles = [cluster.circle() for _ in range(GROUPS)]
    leading = [circle.leaders[0] for circle in circles]
    everybody = [*leading, *(each for circle in circles for each in circle.registrants)]
    for each in everybody:
        assert each.press().status == 303
    pages = [await page_of(each) for each in everybody]
    for leader in pages[:GROUPS]:
        await leader.walk_to(3)
    over = asyncio.Event()
    watched = [
        asyncio.create_task(kept_open(person, page, over))
        for person, page in zip(everybody, pages, strict=True)
    ]

    for process in cluster.processes:
        assert await asyncio.to_thread(process.stop) == 0
        process.start()
        await asyncio.to_thread(process.listens)
    over.set()
    away = [await soon(each) for each in watched]

    assert 0 < max(seconds for seconds, _ in away) < BACK_WITHIN
    assert {page.snapshot["position"] for _, page in away} == {3}
    for _, page in away[:GROUPS]:
        await page.taken("phase.next")
    assert cluster.complaints() == []
