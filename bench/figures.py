"""What was measured, of a load and of every other scene, and two servers set against each other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """One server under one load. Times run from the press until the last of a meeting's people had it."""

    meetings: int
    people: int
    connections: int
    moves: int
    undelivered: int
    refused: int
    lost: int
    p50_ms: float
    p99_ms: float
    connects_per_second: float
    connect_cpu_ms: float
    kb_per_connection: float
    cpu_percent: float
    snapshot_bytes: int

    def complete(self) -> bool:
        """Whether every move reached everybody, none was refused, and nobody's connection ended."""
        return not (self.undelivered or self.refused or self.lost)


@dataclass(frozen=True)
class Ratios:
    """The application's figures divided by the relay's."""

    meetings: int
    people: int
    p50: float
    p99: float
    connects: float
    connect_cpu: float
    memory: float
    cpu: float

    @classmethod
    def between(cls, application: Figures, relay: Figures) -> "Ratios":
        """Set two loads of the same size against each other."""
        return cls(
            application.meetings,
            application.people,
            _ratio(application.p50_ms, relay.p50_ms),
            _ratio(application.p99_ms, relay.p99_ms),
            _ratio(application.connects_per_second, relay.connects_per_second),
            _ratio(application.connect_cpu_ms, relay.connect_cpu_ms),
            _ratio(application.kb_per_connection, relay.kb_per_connection),
            _ratio(application.cpu_percent, relay.cpu_percent),
        )


Round = dict[str, Figures]
"""The figures of one load, by the server's name."""


def ratios_of(one: Round) -> list[Ratios]:
    """Application and relay set against each other, where both were measured."""
    both = {"application", "relay"} <= one.keys()
    return [Ratios.between(one["application"], one["relay"])] if both else []


@dataclass(frozen=True)
class Scene:
    """What was measured in one scene, by the server's name and the figure's; `missed` counts what went wrong in it."""

    name: str
    meetings: int
    figures: dict[str, dict[str, float]]

    def complete(self) -> bool:
        """Whether nothing was refused or lost."""
        return not any(figures["missed"] for figures in self.figures.values())

    def ratios(self) -> dict[str, float]:
        """The application's figures divided by the relay's; empty where only one of them was measured."""
        application, relay = (self.figures.get(name, {}) for name in ("application", "relay"))
        both = application.keys() & relay.keys() - {"missed"}
        return {name: _ratio(application[name], relay[name]) for name in application if name in both}


def percentile(ordered: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile of an ascending sequence; 0 of nothing."""
    return ordered[math.ceil(len(ordered) * percent / 100) - 1] if ordered else 0.0


def _ratio(part: float, whole: float) -> float:
    """To two places; 0 where the relay's figure is too small to be divided by."""
    return round(part / whole, 2) if whole > 0 else 0.0
