"""Redis stops, hangs or forgets, a process is killed: sessions go on from the database, and all is shared again after."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.integration.live.page import Page
from tests.integration.live.person import Circle
from tests.integration.live.scene import played, soon
from tests.integration.live.test_presence_alarms import told_state
from tests.integration.live.test_signed_out import sign_out
from tests.integration.live.test_the_office_meanwhile import gone
from tests.integration.processes.cluster import (
    AS_MANY_AS_THEY_LIKE,
    Cluster,
    Process,
    shared_servers,
    two_leaders,
)

pytestmark = [pytest.mark.needs_postgres, pytest.mark.needs_redis, pytest.mark.timeout(300)]

MISSED_FOR_AT_MOST = 2.0
ON_A_BUSY_MACHINE = 1.0
MANY = 1_000


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with shared_servers(tmp_path_factory.mktemp("servers")) as (postgres, redis):
        folder = tmp_path_factory.mktemp("cluster")
        cluster = Cluster(folder, postgres, redis, groups=40, settings=AS_MANY_AS_THEY_LIKE)
        yield cluster.start()
        cluster.stop()


@pytest.fixture
def cluster(served: Cluster) -> Iterator[Cluster]:
    yield served
    assert served.complaints() == []


async def in_session(cluster: Cluster) -> tuple[Circle, Page, Page]:
    """Ana's page in the first process and Ben's in the second, of a session that is open."""
    circle, ana, ben = await two_leaders(cluster)
    await ana.taken("meeting.open")
    await ben.at_revision(1)
    return circle, ana, ben


@asynccontextmanager
async def without_redis(cluster: Cluster, how: str) -> AsyncIterator[None]:
    """Redis is gone, or takes connections and answers nothing; afterwards both processes are in touch again."""
    cluster.redis.stop() if how == "gone" else cluster.redis.freeze()
    try:
        await until_health(cluster, "no answer")
        yield
    finally:
        cluster.redis.start() if how == "gone" else cluster.redis.thaw()
    await until_health(cluster, "ok")


async def until_health(cluster: Cluster, redis: str) -> None:
    deadline = time.monotonic() + 20
    while [health(cluster, each)["redis"] for each in cluster.processes] != [redis] * 2:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)


def health(cluster: Cluster, process: Process) -> Any:
    answer = process.met_by(cluster.visitor).get("/healthz")
    assert answer.status == 200, "without Redis a process is well"
    return answer.json


@pytest.mark.parametrize("how", ["gone", "frozen"])
@played
async def test_without_redis_the_other_process_shows_a_move_within_two_seconds(
    cluster: Cluster, how: str
) -> None:
    _, ana, ben = await in_session(cluster)
    late: list[float] = []
    async with without_redis(cluster, how):
        for revision in range(2, 6):
            mover, other = (ana, ben) if revision % 2 else (ben, ana)
            began = time.monotonic()
            assert await mover.taken("phase.next") == revision
            pressed = time.monotonic() - began
            await other.at_revision(revision)
            late.append(time.monotonic() - began)
            assert pressed < MISSED_FOR_AT_MOST
    assert max(late) <= MISSED_FOR_AT_MOST + ON_A_BUSY_MACHINE
    began = time.monotonic()
    await ana.taken("phase.next")
    await ben.at_revision(6)
    assert time.monotonic() - began < MISSED_FOR_AT_MOST / 2, "at once again"


@played
async def test_a_move_made_the_moment_redis_stops_is_shown_all_the_same(cluster: Cluster) -> None:
    _, ana, ben = await in_session(cluster)
    cluster.redis.freeze()
    try:
        began = time.monotonic()
        await ana.taken("phase.next")
        await ben.at_revision(2)
        assert time.monotonic() - began <= MISSED_FOR_AT_MOST + ON_A_BUSY_MACHINE
    finally:
        cluster.redis.thaw()
    await until_health(cluster, "ok")


@played
async def test_without_redis_nobody_is_missed_who_is_there(cluster: Cluster) -> None:
    """Everybody in the other process falls silent at once: that says something of Redis, and nothing of them."""
    circle, ana, ben = await in_session(cluster)
    carla = circle.registrants[0]
    hers = await cluster.processes[0].page_of(carla)
    await ana.walk_to(6)
    await ana.taken("presenter.set", person=carla.id)
    await told_state(ben, carla.id, "here")
    async with without_redis(cluster, "frozen"):
        await asyncio.sleep(28)
    assert (ben.all("alarm"), ana.all("alarm")) == ([], [])
    hers.leave()
    for leader in (ana, ben):
        await leader.told("alarm", lambda told: told.get("person") == carla.id, 25)


@played
async def test_a_redis_that_was_emptied_is_told_everything_again(cluster: Cluster) -> None:
    circle, ana, ben = await in_session(cluster)
    carla, dan = circle.registrants[:2]
    hers = await cluster.processes[0].page_of(carla)
    await ana.walk_to(3)
    await ana.taken("presenter.set", person=carla.id)
    await soon(ben.until("snapshot", lambda snapshot: snapshot["presenter"] == carla.id))
    await told_state(ben, carla.id, "here")

    cluster.redis.ask("FLUSHALL")
    await refilled(cluster, circle)
    await ben.taken("timer.pause")
    shown = await ana.at_revision(ben.revision)
    await cluster.processes[1].page_of(dan)
    await told_state(ana, dan.id, "here")

    assert (shown["presenter"], hers.snapshot["youPresent"]) == (carla.id, True)
    assert ana.all("alarm") == []


async def refilled(cluster: Cluster, circle: Circle) -> None:
    deadline = time.monotonic() + 10
    wanted = {"pages", "presenting"}
    while not wanted <= {
        key.split(":")[2] for key in cluster.redis.everything() if key.endswith(circle.meeting)
    }:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)


@played
async def test_a_login_that_ends_while_redis_is_away_is_ended_in_the_other_process_too(
    cluster: Cluster,
) -> None:
    circle, _, _ = await in_session(cluster)
    carla = circle.registrants[0]
    page = await cluster.processes[1].page_of(carla)
    async with without_redis(cluster, "frozen"):
        await asyncio.to_thread(sign_out, cluster.processes[0].met_by(carla))
        await gone(page)


@played
async def test_a_killed_process_ages_out_and_its_people_go_on_in_the_other(cluster: Cluster) -> None:
    circle, ana, ben = await in_session(cluster)
    carla, dan = circle.registrants[:2]
    hers, his = [await cluster.processes[1].page_of(person) for person in (carla, dan)]
    await ana.walk_to(6)
    await ana.taken("presenter.set", person=carla.id)
    await told_state(ana, carla.id, "here")
    await told_state(ana, dan.id, "here")

    cluster.processes[1].kill()
    began = time.monotonic()
    back = await Page.at(hers.ticket)
    await told_state(ana, dan.id, "reconnecting")
    silent_for = time.monotonic() - began
    assert 15 <= silent_for <= 35
    assert back.snapshot["youPresent"] is True
    assert [each for each in ana.all("alarm") if each.get("alarm") == "presenter_lost"] == []

    cluster.processes[1].start()
    await asyncio.to_thread(cluster.processes[1].listens)
    ben = await cluster.processes[1].page_of(circle.leaders[1])
    assert ben.snapshot["presenter"] == carla.id
    await told_state(ben, carla.id, "here")
    await Page.at(his.ticket)
    await told_state(ben, dan.id, "here")


@played
async def test_a_thousand_presses_at_once_in_different_processes_are_a_thousand_single_moves(
    cluster: Cluster,
) -> None:
    """Each leader presses again and again for what they see; of all that were taken, none has the revision of another."""
    circle, ana, ben = await in_session(cluster)
    first = ana.revision
    taken: list[int] = []

    async def presses(page: Page) -> None:
        """As fast as the answers come, two at a time, until all have been made."""
        while len(taken) < MANY:
            revision = page.revision
            type = "timer.pause" if (revision - first) % 2 == 0 else "timer.resume"
            answer = await soon(page.call("command", press(type, revision)))
            if answer["ok"]:
                taken.append(answer["revision"])
            else:
                assert answer["code"] == "stale_revision", answer
            await page.at_revision(revision + 1)

    await asyncio.gather(*(presses(page) for page in (ana, ben, ana, ben)))

    assert [each for each, times in Counter(taken).items() if times > 1] == []
    assert sorted(taken) == list(range(first + 1, first + 1 + len(taken)))
    for page in (ana, ben):
        assert (await page.at_revision(max(taken)))["revision"] == max(taken)
    assert cluster.rows("SELECT revision FROM live_meetings WHERE meeting_id = ?", circle.meeting) == [
        (max(taken),)
    ]


_ids = iter(range(10**9))


def press(type: str, revision: int) -> dict[str, Any]:
    return {"id": f"press {next(_ids)}", "type": type, "expectedRevision": revision}


@played
async def test_what_is_shared_in_memory_is_in_no_byte_of_any_file(cluster: Cluster) -> None:
    circle, ana, ben = await in_session(cluster)
    carla = circle.registrants[0]
    await cluster.processes[1].page_of(carla)
    await ana.walk_to(3)
    await ana.taken("presenter.set", person=carla.id)
    await ben.at_revision(3)
    await told_state(ana, carla.id, "here")
    await soon(ben.call("signal", {"signal": "wrap_up"}))
    shared = cluster.redis.everything()
    here = next(value for key, value in shared.items() if f"pages:{circle.meeting}" in key)

    assert carla.id in next(value for key, value in shared.items() if f"presenting:{circle.meeting}" in key)
    assert any(field.endswith(carla.id) for field in here)
    assert files(cluster.redis.folder) == []
    for word in (b"wrap_up", b"presenting", next(iter(here)).split()[0].encode()):
        assert [str(file) for file in files(cluster.folder) if word in file.read_bytes()] == []
    rows = cluster.rows("SELECT * FROM live_meetings WHERE meeting_id = ?", circle.meeting)
    assert carla.id not in str(rows)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
