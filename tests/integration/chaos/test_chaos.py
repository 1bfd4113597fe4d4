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

from tests.integration.chaos.faults import KINDS, Fault, FaultyCluster, a_process_is_killed
from tests.integration.chaos.presses import Account, mark_on, press_on, stay
from tests.integration.live.page import Page
from tests.integration.live.scene import played
from tests.integration.mail.post_box import PostBox
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
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyCluster]:
    with shared_servers(tmp_path_factory.mktemp("servers")) as (postgres, redis), PostBox() as box:
        folder, settings = tmp_path_factory.mktemp("cluster"), AS_MANY_AS_THEY_LIKE | mailing_to(box)
        cluster = FaultyCluster(folder, postgres, redis, groups=SESSIONS, settings=settings, box=box)
        cluster.start()
        yield cluster
        cluster.stop()


def mailing_to(box: PostBox) -> dict[str, Any]:
    """Soon given up, soon tried again."""
    patience = {"timeout_seconds": 2, "claim_seconds": 10, "retry_seconds": 1}
    there = {"host": "127.0.0.1", "port": box.port, "security": "none"}
    return {"mail": {**there, **patience, "from_address": "balint@example.org"}}


@played
async def test_nothing_acknowledged_is_lost_or_doubled_whatever_happens(cluster: FaultyCluster) -> None:
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
    people = len(accounts[0].circle.registrants)
    assert await asyncio.to_thread(invitations, cluster) == (people * cluster.invited, set())


def invitations(cluster: FaultyCluster) -> tuple[int, set[str]]:
    """How many there are, and which of them never arrived, once none waits. A kill may have one sent twice."""
    deadline = time.monotonic() + GOES_ON_WITHIN_S
    query = "SELECT id, state FROM mails WHERE kind = 'invitation'"
    while {state for _, state in cluster.rows(query)} != {"delivered"}:
        assert time.monotonic() < deadline, cluster.rows(query)
        time.sleep(0.2)
    sent = {id for id, _ in cluster.rows(query)}
    arrived = {message_id.strip("<>").partition("@")[0] for _, message_id in cluster.box.times_taken()}
    return len(sent), sent - arrived


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
