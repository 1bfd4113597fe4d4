"""In the threading mode many threads meet in one room and at one budget: none trips over what another has just put there."""

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from balint_live.adapters.memory_rooms import MemoryRooms
from balint_live.application.background import Background
from balint_live.application.live.room import LiveRoom
from balint_live.web.shared.access import RateLimit
from balint_live.web.shared.limits import RateLimits
from tests.cast import ANA, START, at
from tests.fakes import ManualClock

THREADS, ROUNDS = 8, 2_000


def lock() -> Any:
    """As the threading mode makes them."""
    return threading.Lock()


@pytest.fixture(autouse=True)
def taking_turns_all_the_time() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def together(*works: Callable[[int], object]) -> list[Exception]:
    """Each work in threads of its own, round after round; what went wrong."""
    wrong: list[Exception] = []

    def worked(work: Callable[[int], object], first: int) -> None:
        try:
            for round in range(first * ROUNDS, (first + 1) * ROUNDS):
                work(round)
        except Exception as fault:  # noqa: BLE001 - it is the test's to see
            wrong.append(fault)

    threads = [
        threading.Thread(target=worked, args=(works[number % len(works)], number))
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_a_room_is_gone_through_while_people_come_and_go() -> None:
    room = LiveRoom("third", lock, START)

    def comes_and_goes(round: int) -> None:
        room.connected(f"person {round}", f"page {round}", at(0), leads=round % 2 == 0)
        room.drop_oldest(f"person {round}", 1)
        room.disconnected(f"person {round}", f"page {round}", None, at(1))

    def is_looked_at(_: int) -> None:
        room.witnessed(at(0, 1))
        return None if room.watched else [room.lived(), room.everybody()].clear()

    look_seldom = 50
    wrong = together(comes_and_goes, lambda round: None if round % look_seldom else is_looked_at(round))
    assert wrong == []
    assert len(room.pages) == THREADS // 2 * ROUNDS


def test_every_thread_finds_the_same_room() -> None:
    rooms = MemoryRooms(lock, ManualClock(START))
    found: set[int] = set()

    def looks_for_one(round: int) -> None:
        found.add(id(rooms.of(f"session {round % ROUNDS}")))
        if round % 50 == 0:
            rooms.all()

    assert together(looks_for_one) == []
    assert found == {id(room) for room in rooms.all()}
    assert len(found) == ROUNDS


def test_a_budget_is_swept_while_others_draw_on_it() -> None:
    rate_limits = RateLimits(
        events_per_second=1, events_burst=100, pages_per_minute=1, presses_per_minute=1, clock=lambda: 0.0
    )
    allowed: list[bool] = []

    def draws(round: int) -> None:
        rate_limits.allows(RateLimit.PAGES, f"address {round}")
        if rate_limits.allows(RateLimit.EVENTS, ANA.id):
            allowed.append(True)

    assert together(draws) == []
    assert len(allowed) == 100


def test_background_work_is_done_by_one_at_a_time_and_none_is_left() -> None:
    spawned: list[threading.Thread] = []
    working, done = threading.Lock(), set[int]()

    def spawn(work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work)
        spawned.append(thread)
        thread.start()

    def alone(round: int) -> None:
        assert working.acquire(blocking=False), "two at a time"
        done.add(round)
        working.release()

    faults: list[Exception] = []
    background = Background(spawn, lock, lambda _where, fault: faults.append(fault))
    assert together(lambda round: background.do("roster", str(round), alone, round)) == []
    for thread in spawned:
        thread.join()
    assert (len(done), faults) == (THREADS * ROUNDS, [])
