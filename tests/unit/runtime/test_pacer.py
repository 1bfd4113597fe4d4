"""How fast one connection is read: a burst at once, then evenly; and when it need give nobody else a turn."""

import pytest

from balint_live.runtime.interface import Pace, Pacer


def test_a_burst_comes_through_and_the_rest_evenly() -> None:
    pacer = Pacer(Pace(per_second=10, burst=3))
    assert [round(pacer.wait(100.0), 3) for _ in range(6)] == [0.0, 0.0, 0.0, 0.1, 0.2, 0.3]


@pytest.mark.parametrize(("apart", "quiet"), [(0.0, [True, True, False, False]), (0.1, [True] * 4)])
def test_few_messages_disturb_nobody(apart: float, quiet: list[bool]) -> None:
    pacer, said = Pacer(Pace(per_second=10, burst=80)), []
    for number in range(4):
        pacer.wait(100 + number * apart)
        said.append(pacer.is_quiet)
    assert said == quiet


def test_after_a_pause_they_are_few_again() -> None:
    pacer = Pacer(Pace(per_second=10, burst=80))
    for _ in range(50):
        pacer.wait(100.0)
    pacer.wait(105.0)
    assert pacer.is_quiet
