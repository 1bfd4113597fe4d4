"""The suite of one server played on two processes, each connection of each person going to either by chance.

The tests are the ones that are played on one server; here they find two behind its address. `SCATTER=all` plays the longer
ones as well, `SCATTER=all SEED=7` with other chances.
"""

import asyncio
import inspect
import os
from collections.abc import Callable, Coroutine, Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.integration.contract import (
    test_answers,
    test_coded_answers,
    test_ended_links,
    test_handshake,
    test_http_door,
    test_join_page,
    test_moves,
    test_people_in_the_room,
    test_refusals,
    test_signals,
    test_snapshots,
)
from tests.integration.live import (
    test_pairs_of_presses,
    test_presence_alarms,
    test_signed_out,
    test_the_office_meanwhile,
)
from tests.integration.live.scene import hang_up
from tests.integration.live.served import Served
from tests.integration.processes.cluster import Cluster, shared_servers

pytestmark = [pytest.mark.needs_postgres, pytest.mark.needs_redis, pytest.mark.timeout(300)]

ALL = os.environ.get("SCATTER") == "all"
SEED = int(os.environ.get("SEED", "12"))
PATIENT = {"limits": {"events_per_second": 1000, "events_burst": 1000}}

IN_THE_GATE = (
    test_answers,
    test_moves,
    test_people_in_the_room,
    test_refusals,
    test_signals,
    test_signed_out,
    test_the_office_meanwhile,
)
AT_LENGTH = (
    test_coded_answers,
    test_ended_links,
    test_handshake,
    test_http_door,
    test_join_page,
    test_pairs_of_presses,
    test_snapshots,
)
BESIDE_THE_SERVER = ("command_line", "group_it_deletes")
"""These start a command on the server's own file."""
SCENES: tuple[Callable[[Served], Coroutine[Any, Any, Any]], ...] = (
    test_presence_alarms.reloading,
    test_presence_alarms.second_tab,
    test_presence_alarms.closing,
    test_presence_alarms.falling_silent,
    test_presence_alarms.before_and_after,
    test_presence_alarms.a_leader_lost,
    test_presence_alarms.coming_and_going,
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with shared_servers(tmp_path_factory.mktemp("servers")) as (postgres, redis):
        cluster = Cluster(
            tmp_path_factory.mktemp("cluster"),
            postgres,
            redis,
            groups=150,
            registrants=6,
            settings=PATIENT,
            seed=SEED,
        )
        yield cluster.start()
        cluster.stop()


@pytest.fixture
def site(served: Cluster) -> Iterator[Cluster]:
    yield served
    assert served.complaints() == []


def of(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """The module's tests that are played on a server, by names that are theirs alone."""
    return {
        f"{module.__name__.rpartition('.')[2]}__{name.removeprefix('test_')}": test
        for name, test in vars(module).items()
        if name.startswith("test_")
        and list(inspect.signature(test).parameters) == ["site"]
        and not any(each in name for each in BESIDE_THE_SERVER)
    }


for _module in (*IN_THE_GATE, *(AT_LENGTH if ALL else ())):
    globals().update(of(_module))


def test_whose_page_is_quiet_is_noticed_wherever_it_is(site: Cluster) -> None:
    """The scenes of presence and alarms, all at once; what came of each is judged by its own test."""

    async def play() -> list[Any]:
        try:
            return await asyncio.gather(*(scene(site) for scene in SCENES), return_exceptions=True)
        finally:
            await hang_up()

    ended = dict(zip((scene.__name__ for scene in SCENES), asyncio.run(play()), strict=True))
    assert [each for each in ended.values() if isinstance(each, BaseException)] == []

    def outcome(scene: Callable[..., Any]) -> Any:
        return ended[scene.__name__]

    for name, judge in vars(test_presence_alarms).items():
        if name.startswith("test_"):
            judge(outcome)
