"""Whatever happens to the servers, every acknowledged press and mark is stored, and each once.

The gate has each fault once. `make chaos` kills a process 200 times, with every other fault in between; another `SEED` draws
another order.
"""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Coroutine, Iterator
from random import Random
from typing import Any

import pytest

from tests.integration.chaos.faults import KINDS, Fault, a_process_is_killed
from tests.integration.chaos.presses import Account, mark_on, press_on, stay
from tests.integration.live.page import Page
from tests.integration.live.scene import played
from tests.integration.processes.cluster import AS_MANY_AS_THEY_LIKE, Cluster, shared_servers

KILLS = int(os.environ.get("KILLS", "1"))
SEED = int(os.environ.get("SEED", "1"))
SESSIONS = 4
GOES_ON_WITHIN_S = 60.0

pytestmark = [
    pytest.mark.needs_postgres,
    pytest.mark.needs_redis,
    pytest.mark.timeout(180 + KILLS * 15),
]


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with shared_servers(tmp_path_factory.mktemp("servers")) as (postgres, redis):
        folder = tmp_path_factory.mktemp("cluster")
        cluster = Cluster(folder, postgres, redis, groups=SESSIONS, settings=AS_MANY_AS_THEY_LIKE)
        yield cluster.start()
        cluster.stop()


@played
async def test_nothing_acknowledged_is_lost_or_doubled_whatever_happens(cluster: Cluster) -> None:
    accounts = [Account(cluster.circle()) for _ in range(SESSIONS)]
    for account in accounts:
        await (await Page.of(account.circle.leaders[0])).taken("meeting.open")
        await asyncio.to_thread(account.circle.leaders[1].press)
    over = asyncio.Event()
    going_on = [asyncio.create_task(act) for account in accounts for act in everybody(account, over)]

    chance = Random(SEED)
    for fault in in_turn(chance):
        before = acknowledged(accounts)
        await fault(cluster, chance)
        await until_more_than(before, accounts, going_on, fault)
    over.set()
    await asyncio.wait_for(asyncio.gather(*going_on), 60)

    for account in accounts:
        assert unexplained(cluster, account) == []
        assert marks_stored(cluster, account) == account.marks
        assert presses_stored(cluster, account) == [1, 1]
        leader = await Page.of(account.circle.leaders[0])
        (revision,) = stored(cluster, account)
        assert leader.revision == revision


def everybody(account: Account, over: asyncio.Event) -> list[Coroutine[Any, Any, None]]:
    """Two leaders press against one another, one of them also marks somebody, and two registrants stay."""
    (ana, ben), (carla, dan, *_) = account.circle.leaders, account.circle.registrants
    return [
        press_on(account, ana, over.is_set),
        press_on(account, ben, over.is_set),
        mark_on(account, ana, carla, over.is_set),
        *(stay(person, over.is_set) for person in (carla, dan)),
    ]


def in_turn(chance: Random) -> Iterator[Fault]:
    """Every kind once, then kills with one of the others after every fourth."""
    yield from KINDS
    for number in range(2, KILLS + 1):
        yield a_process_is_killed
        if number % 4 == 0:
            yield chance.choice(KINDS)


def acknowledged(accounts: list[Account]) -> int:
    return sum(len(account.acknowledged) for account in accounts)


async def until_more_than(
    before: int, accounts: list[Account], going_on: list[asyncio.Task[None]], fault: Fault
) -> None:
    """Sessions go on after it, and what broke in a press is told at once."""
    deadline = time.monotonic() + GOES_ON_WITHIN_S
    while acknowledged(accounts) < before + len(accounts):
        assert time.monotonic() < deadline, f"no session went on after {fault.__name__}"
        for act in going_on:
            if act.done():
                act.result()
        await asyncio.sleep(0.1)


def unexplained(cluster: Cluster, account: Account) -> list[int]:
    """Revisions told twice; those told and not stored; and those stored that nobody was told, beyond presses unheard."""
    (revision,) = stored(cluster, account)
    times = Counter(account.acknowledged)
    untold = sorted(set(range(2, revision + 1)) - set(times))
    doubled = [each for each, told in times.items() if told > 1]
    lost = [each for each in times if each > revision]
    return doubled + lost + untold[account.unheard :]


def stored(cluster: Cluster, account: Account) -> tuple[int]:
    """The session's revision; 1 since it was opened."""
    query = "SELECT revision FROM live_meetings WHERE meeting_id = ?"
    ((revision,),) = cluster.rows(query, account.circle.meeting)
    return (revision,)


def marks_stored(cluster: Cluster, account: Account) -> dict[str, list[str]]:
    """As they were said: one that was sent again after a kill says the same twice, and that is once."""
    rows = cluster.rows(
        "SELECT registrant_id, mark FROM attendance_marks WHERE meeting_id = ? ORDER BY id",
        account.circle.meeting,
    )
    marks: dict[str, list[str]] = {}
    for person, mark in rows:
        said = marks.setdefault(person, [])
        if not said or said[-1] != mark:
            said.append(mark)
    return marks


def presses_stored(cluster: Cluster, account: Account) -> list[int]:
    """How often each of those who stayed has agreed to the reminder."""
    rows = cluster.rows(
        "SELECT registrant_id FROM acknowledgements WHERE meeting_id = ?", account.circle.meeting
    )
    agreed = Counter(person for (person,) in rows)
    return [agreed[person.id] for person in account.circle.registrants[:2]]
