"""The arithmetic of the benchmark's tables."""

from dataclasses import replace

import pytest

from bench.aims import Aim
from bench.figures import Figures, Ratios, Scene, percentile
from bench.profile import said
from bench.report import is_complete

RELAY = Figures(
    meetings=100,
    people=12,
    connections=1200,
    moves=400,
    undelivered=0,
    refused=0,
    lost=0,
    p50_ms=2.0,
    p99_ms=8.0,
    connects_per_second=600.0,
    connect_cpu_ms=1.0,
    kb_per_connection=60.0,
    cpu_percent=10.0,
    snapshot_bytes=1200,
)


@pytest.mark.parametrize(
    ("ordered", "percent", "expected"),
    [
        ([], 50, 0.0),
        ([7.0], 99, 7.0),
        ([1.0, 2.0, 3.0, 4.0], 50, 2.0),
        ([float(n) for n in range(1, 101)], 99, 99.0),
        ([float(n) for n in range(1, 102)], 99, 100.0),
    ],
)
def test_a_percentile_is_a_time_that_was_measured(
    ordered: list[float], percent: float, expected: float
) -> None:
    assert percentile(ordered, percent) == expected


def test_a_ratio_is_the_application_over_the_relay() -> None:
    application = replace(
        RELAY,
        p50_ms=3.0,
        p99_ms=20.0,
        connects_per_second=200.0,
        connect_cpu_ms=1.5,
        kb_per_connection=75.0,
        cpu_percent=25.0,
    )

    assert Ratios.between(application, RELAY) == Ratios(
        meetings=100, people=12, p50=1.5, p99=2.5, connects=0.33, connect_cpu=1.5, memory=1.25, cpu=2.5
    )


@pytest.mark.parametrize("shortfall", ["undelivered", "refused", "lost"])
def test_a_load_with_one_shortfall_is_not_complete(shortfall: str) -> None:
    changed = {shortfall: 1}

    assert (RELAY.complete(), replace(RELAY, **changed).complete()) == (True, False)


def test_a_scene_is_compared_figure_by_figure() -> None:
    figures = {"relay": {"seconds": 2.0, "missed": 0.0}, "application": {"seconds": 3.0, "missed": 0.0}}
    assert Scene("restart", 5, figures).ratios() == {"seconds": 1.5}
    assert Scene("restart", 5, {"relay": {"seconds": 2.0, "missed": 0.0}}).ratios() == {}


@pytest.mark.parametrize(("missed", "complete"), [(0.0, True), (1.0, False)])
def test_a_scene_in_which_somebody_is_missed_is_not_complete(missed: float, complete: bool) -> None:
    scene = Scene("idle", 5, {"application": {"seconds": 2.0, "missed": missed}})
    assert (scene.complete(), is_complete([], [scene])) == (complete, complete)


@pytest.mark.parametrize(
    ("reached", "at_most", "met"),
    [(2.0, True, True), (2.01, True, False), (2.0, False, True), (1.99, False, False)],
)
def test_an_aim_is_met_at_its_bound(reached: float, at_most: bool, met: bool) -> None:
    assert Aim("", reached, 2.0, at_most).met() is met


def test_a_profile_names_the_functions_at_work_and_those_that_called_them() -> None:
    stacks = "main (a.py);send (b.py) 3\nmain (a.py);take (b.py) 1\n"
    assert said("moves", stacks).splitlines() == [
        "-- moves: 4 samples",
        f" 75.0% itself {'send (b.py)':<60} 100.0% with its calls main (a.py)",
        f" 25.0% itself {'take (b.py)':<60}  75.0% with its calls send (b.py)",
    ]
