"""Guessing is slow from one address, and from all of them together; a right try costs nothing."""

import pytest

from balint_live.web.shared.limits import WrongTries


class Seconds:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def tries(clock: Seconds) -> WrongTries:
    return WrongTries(one=3, everybody=5, clock=clock)


def wrong(tries: WrongTries, address: str, times: int) -> list[bool]:
    return [tries.may_try(address) for _ in range(times)]


def test_so_many_wrong_ones_a_minute(tries: WrongTries, clock: Seconds) -> None:
    assert wrong(tries, "a", 4) == [True, True, True, False]
    clock.now += 59.9
    assert wrong(tries, "a", 1) == [False]
    clock.now += 0.1
    assert wrong(tries, "a", 4) == [True, True, True, False]


def test_each_comes_back_a_minute_after_it_was_made(tries: WrongTries, clock: Seconds) -> None:
    for _ in range(3):
        wrong(tries, "a", 1)
        clock.now += 20
    assert wrong(tries, "a", 2) == [True, False]


def test_a_right_one_does_not_count(tries: WrongTries) -> None:
    for _ in range(10):
        assert tries.may_try("a")
        tries.was_right("a")
    assert wrong(tries, "a", 4) == [True, True, True, False]


def test_nor_does_it_take_back_another_addresss(tries: WrongTries) -> None:
    wrong(tries, "a", 3)
    tries.was_right("b")
    assert wrong(tries, "a", 1) == [False]


@pytest.mark.parametrize(
    "others", [["192.0.2.7:50123", "192.0.2.7:50124"], ["2001:db8:0:7::1", "[2001:db8:0:7::2]:443"]]
)
def test_ports_and_the_addresses_of_one_host_are_one(tries: WrongTries, others: list[str]) -> None:
    assert [tries.may_try(each) for each in others * 2] == [True, True, True, False]


def test_while_all_together_are_braked_each_network_has_one_try(tries: WrongTries, clock: Seconds) -> None:
    assert [tries.may_try(f"192.0.2.{number}") for number in (1, 1, 2, 2, 3)] == [True] * 5
    assert [tries.may_try(f"192.0.2.{number}") for number in (1, 2, 3)] == [False] * 3
    assert wrong(tries, "192.0.2.4", 2) == [True, False]
    assert tries.may_try("192.0.2.5")
    tries.was_right("192.0.2.5")
    assert wrong(tries, "192.0.2.5", 2) == [True, False]
    clock.now += 60
    assert wrong(tries, "192.0.2.1", 2) == [True, True]
