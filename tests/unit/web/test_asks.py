"""Asks are taken at once and looked at afterwards, one after another; one brake holds all strangers together."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from balint_live.application.ports import Unavailable
from balint_live.web.shared.limits import MOST_WAITING, TRIES, Asks


class Beside:
    """What goes on beside the requests, when the test lets it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.spawned: list[Callable[[], None]] = []
        self.slept: list[float] = []
        self.reported: list[str] = []
        self.asks = Asks(self.spawned.append, self.slept.append, self._report, lambda: self.now)

    def go_on(self) -> None:
        while self.spawned:
            self.spawned.pop(0)()

    def _report(self, where: str, fault: Exception) -> None:
        self.reported.append(f"{where}: {type(fault).__name__}")


@pytest.fixture
def beside() -> Beside:
    return Beside()


def nothing() -> None:
    pass


def test_an_ask_is_looked_at_after_it_was_taken(beside: Beside) -> None:
    looked: list[int] = []
    assert [beside.asks.take(partial(looked.append, each)) for each in range(3)] == [True] * 3
    assert (looked, len(beside.spawned)) == ([], 1)
    beside.go_on()
    assert looked == [0, 1, 2]
    beside.asks.take(lambda: looked.append(3))
    beside.go_on()
    assert looked == [0, 1, 2, 3]


def test_sixty_strangers_at_once_and_five_a_second_after_that(beside: Beside) -> None:
    assert [beside.asks.take(nothing) for _ in range(62)] == [True] * 60 + [False] * 2
    beside.now += 1
    assert [beside.asks.take(nothing) for _ in range(6)] == [True] * 5 + [False]


def test_known_browsers_are_spared_each_with_a_little_of_its_own(beside: Beside) -> None:
    while beside.asks.take(nothing):
        pass
    assert [beside.asks.take(nothing, "anas") for _ in range(6)] == [True] * 5 + [False]
    assert beside.asks.take(nothing, "bens")
    beside.now += 10
    assert [beside.asks.take(nothing, "anas") for _ in range(2)] == [True, False]


def test_no_more_wait_than_can_be_looked_at_soon(beside: Beside) -> None:
    taken = [beside.asks.take(nothing, f"browser {each}") for each in range(MOST_WAITING + 1)]
    assert taken == [True] * MOST_WAITING + [False]
    beside.go_on()
    assert beside.asks.take(nothing, "another")


def test_while_the_database_is_away_an_ask_waits(beside: Beside) -> None:
    left = [Unavailable(), Unavailable()]

    def look() -> None:
        if left:
            raise left.pop()

    beside.asks.take(look)
    beside.go_on()
    assert (left, beside.slept, beside.reported) == ([], [1.0, 1.0], [])


def away() -> None:
    raise Unavailable


def test_but_not_for_ever(beside: Beside) -> None:
    looked: list[str] = []
    beside.asks.take(away)
    beside.asks.take(lambda: looked.append("next"))
    beside.go_on()
    assert (len(beside.slept), beside.reported, looked) == (TRIES - 1, ["asks: Unavailable"], ["next"])


def test_a_fault_in_one_ends_no_others(beside: Beside) -> None:
    looked: list[str] = []

    def faulty() -> Any:
        raise LookupError

    beside.asks.take(faulty)
    beside.asks.take(lambda: looked.append("next"))
    beside.go_on()
    assert (beside.reported, looked) == (["asks: LookupError"], ["next"])
