"""Another process keeps the database locked for a while: nothing is saved, nobody is told otherwise, everybody is served.

The scenes are played at once, each with a server of its own in each async mode, since there is more waiting in them than
work; each test then reads what came of one.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import pairwise
from typing import Any

import pytest

from tests.integration.live.page import Page, new_id
from tests.integration.live.person import Person
from tests.integration.live.scene import hang_up
from tests.integration.live.served import MODES, STOP_WITHIN, Served

pytestmark = pytest.mark.alone

AT_ONCE = 6
"""More writers than the server has threads for the database."""
GIVES_UP_WITHIN = 20.0
"""A page gives a command up after twenty seconds."""
SLOWEST_ANSWER = 2.0
SIZE = ("--groups", str(AT_ONCE + 1), "--registrants", "4")
THREADS = 32
"""For what asks without the loop: none waits for another."""
NOT_SAVED = {"ok": False, "code": "unavailable", "revision": 0}


def is_of_the_lock(line: str) -> bool:
    """That presence could not be written meanwhile is worth a line of the log."""
    return '"kind": "Unavailable"' in line


async def slowest_answer(site: Served, page: Page, until: asyncio.Event) -> float:
    """Of the socket, of a page, and of the health check, in seconds, while the database is locked."""
    loop, slowest = asyncio.get_running_loop(), 0.0
    asks: list[Callable[[], Any]] = [
        lambda: page.call("refresh"),
        lambda: page.call("time"),
        lambda: asyncio.to_thread(site.visitor.get, "/healthz"),
        lambda: asyncio.to_thread(site.visitor.get, "/"),
    ]
    while not until.is_set():
        for ask in asks:
            began = loop.time()
            await asyncio.wait_for(ask(), GIVES_UP_WITHIN)
            slowest = max(slowest, loop.time() - began)
        await asyncio.sleep(0.2)
    return slowest


async def refuses_writers(site: Served) -> None:
    circles = [site.circle() for _ in range(AT_ONCE + 1)]
    leaders = [await Page.of(circle.leaders[0]) for circle in circles]
    onlooker = leaders.pop()
    presses = [{"id": new_id(), "type": "meeting.open", "expectedRevision": 0} for _ in leaders]
    before, done = site.tables(), asyncio.Event()

    with closing(site.database()) as intruder:
        intruder.execute("BEGIN IMMEDIATE")
        locked_at = time.monotonic()
        looking = asyncio.create_task(slowest_answer(site, onlooker, done))
        answers = await asyncio.wait_for(
            asyncio.gather(
                *(page.call("command", press) for page, press in zip(leaders, presses, strict=True))
            ),
            GIVES_UP_WITHIN,
        )
        done.set()
        slowest = await looking
        ill = await asyncio.to_thread(site.visitor.get, "/healthz")
        unlocked_at = time.monotonic()
        intruder.rollback()

    assert answers == [NOT_SAVED] * AT_ONCE
    assert (ill.status, sorted(ill.json)) == (503, ["database", "lastFailedWriteAt", "status"])
    assert slowest < SLOWEST_ANSWER
    assert site.tables() == before
    assert [page.all("snapshot") for page in leaders] == [[page.snapshot] for page in leaders], (
        "nobody was told"
    )
    beats = [heard.at for heard in onlooker.heard if heard.event == "revision" and heard.at > locked_at]
    silences = pairwise([locked_at, *beats, max(unlocked_at, *beats, locked_at)])
    assert max(later - earlier for earlier, later in silences) < 6

    again = [await page.call("command", press) for page, press in zip(leaders, presses, strict=True)]
    assert again == [{"ok": True, "revision": 1}] * AT_ONCE, "the same press, sent again, now counts"
    well = await asyncio.to_thread(site.visitor.get, "/healthz")
    assert (well.status, well.json["status"], "lastFailedWriteAt" in well.json) == (200, "ok", True)
    assert all(is_of_the_lock(line) for line in site.complaints())


def seen_until(site: Served, person: Person) -> int:
    """In seconds, as the machine's clock tells them."""
    query = "SELECT max(strftime('%s', left_at)) FROM presence_intervals WHERE registrant_id = ?"
    return int(site.rows(query, person.id)[0][0])


@contextmanager
def locked(site: Served) -> Iterator[None]:
    """Another process is writing, and takes its time."""
    with closing(site.database()) as intruder:
        intruder.execute("BEGIN IMMEDIATE")
        yield
        intruder.rollback()


LOCKED_FOR = 20.0
LEADERS_HEAR_WITHIN, OTHERS_HEAR_WITHIN = 3.0, 10.0
SLACK = 1.5
"""For a busy machine."""


def longest_silence(page: Page, since: float, until: float) -> float:
    """In seconds, between two heartbeats."""
    beats = [heard.at for heard in page.heard if heard.event == "revision" and since < heard.at < until]
    return max(later - earlier for earlier, later in pairwise([since, *beats, until]))


async def goes_on(site: Served) -> None:
    circle = site.circle()
    leaves, comes = circle.registrants[:2]
    leader, staying, leaving = [
        await Page.of(person) for person in (circle.leaders[0], circle.registrants[2], leaves)
    ]
    ticket = await asyncio.to_thread(comes.ticket)
    await leader.taken("meeting.open")
    for person in (leaves, comes):
        await leader.command("attendance.mark", person=person.id, mark="present")
    await leader.told("presence", lambda told: told["here"] == 3, 5)
    done = asyncio.Event()

    with locked(site):
        locked_at = time.monotonic()
        looking = asyncio.create_task(slowest_answer(site, staying, done))
        pressing = asyncio.create_task(leader.command("phase.next"))
        await asyncio.sleep(LOCKED_FOR / 2)
        coming = await Page.at(ticket)
        leaving.leave()
        left_at = time.time()
        assert (await pressing)["code"] == "unavailable"
        await asyncio.sleep(LOCKED_FOR / 2)
        unlocked_at = time.monotonic()

    done.set()
    slowest = await looking

    assert slowest < SLOWEST_ANSWER
    assert longest_silence(leader, locked_at, unlocked_at) < LEADERS_HEAR_WITHIN + SLACK
    assert longest_silence(staying, locked_at, unlocked_at) < OTHERS_HEAR_WITHIN + SLACK
    assert leader.revision == coming.revision == 1, "what was not saved has not happened"
    await leader.taken("meeting.close")
    assert seen_until(site, leaves) >= int(left_at) - 1
    assert seen_until(site, comes) > int(left_at) + LOCKED_FOR / 2 - 2 - SLACK
    assert all(is_of_the_lock(line) for line in site.complaints())


async def stops(site: Served) -> None:
    leader = await Page.of(site.circle().leaders[0])
    with closing(site.database()) as intruder:
        intruder.execute("BEGIN IMMEDIATE")
        leader.call("command", {"id": "late", "type": "meeting.open", "expectedRevision": 0})
        await asyncio.sleep(0.5)
        status, seconds = await asyncio.to_thread(site.stop)
    assert status == 0
    assert seconds < STOP_WITHIN
    assert site.rows("SELECT * FROM live_meetings") == []


Scene = Callable[[Served], Coroutine[Any, Any, None]]
IN_TURN: tuple[tuple[Scene, ...], ...] = ((goes_on,), (refuses_writers, stops))
Ended = dict[tuple[str, str], Exception]


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """The scenes that failed, by name and async mode, and with what."""
    names = [(scene.__name__, mode) for scenes in IN_TURN for scene in scenes for mode in MODES]
    sites = {name: Served(tmp_path_factory.mktemp(name[0]), mode=name[1], size=SIZE) for name in names}
    try:
        with ThreadPoolExecutor(len(sites)) as pool:
            list(pool.map(Served.start, sites.values()))
        return asyncio.run(_all_at_once(sites))
    finally:
        for site in sites.values():
            if site.process.poll() is None:
                site.kill()


async def _all_at_once(sites: dict[tuple[str, str], Served]) -> Ended:
    ended: Ended = {}

    async def play(scenes: tuple[Scene, ...], mode: str) -> None:
        for scene in scenes:
            try:
                await scene(sites[scene.__name__, mode])
            except Exception as fault:  # noqa: BLE001 - raised by the test that asks
                ended[scene.__name__, mode] = fault

    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    await asyncio.gather(*[play(scenes, mode) for scenes in IN_TURN for mode in MODES])
    await hang_up()
    return ended


def succeeded(ended: Ended, scene: Callable[..., Any], mode: str) -> None:
    """A scene that failed fails its test."""
    if fault := ended.get((scene.__name__, mode)):
        raise fault


@pytest.mark.parametrize("mode", MODES)
def test_a_locked_database_refuses_writers_and_holds_up_nobody_else(ended: Ended, mode: str) -> None:
    succeeded(ended, refuses_writers, mode)


@pytest.mark.parametrize("mode", MODES)
def test_a_running_session_goes_on_while_the_database_is_locked_and_loses_nothing(
    ended: Ended, mode: str
) -> None:
    succeeded(ended, goes_on, mode)


@pytest.mark.parametrize("mode", MODES)
def test_a_locked_database_does_not_keep_the_server_from_stopping(ended: Ended, mode: str) -> None:
    succeeded(ended, stops, mode)
