"""The arithmetic of the benchmark's table."""

from dataclasses import replace

import pytest

from bench.figures import Figures, Ratios, percentile

RELAY = Figures(
    meetings=100,
    connections=1200,
    moves=400,
    undelivered=0,
    refused=0,
    lost=0,
    p50_ms=2.0,
    p99_ms=8.0,
    connects_per_second=600.0,
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
        RELAY, p50_ms=3.0, p99_ms=20.0, connects_per_second=200.0, kb_per_connection=75.0, cpu_percent=25.0
    )

    assert Ratios.between(application, RELAY) == Ratios(
        meetings=100, p50=1.5, p99=2.5, connects=0.33, memory=1.25, cpu=2.5
    )


@pytest.mark.parametrize("shortfall", ["undelivered", "refused", "lost"])
def test_a_load_with_one_shortfall_is_not_complete(shortfall: str) -> None:
    changed = {shortfall: 1}

    assert (RELAY.complete(), replace(RELAY, **changed).complete()) == (True, False)
