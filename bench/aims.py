"""What is aimed at, of what was measured; each bound is a ratio to the relay unless it names a unit."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bench.figures import Round, Scene, ratios_of


class Aim(NamedTuple):
    """One figure and its bound; `at_most` is false for one that should be at least that."""

    what: str
    reached: float
    bound: float
    at_most: bool = True

    def met(self) -> bool:
        """Whether the figure keeps its bound."""
        return self.reached <= self.bound if self.at_most else self.reached >= self.bound


def aims_of(rounds: Sequence[Round], scenes: Sequence[Scene]) -> list[Aim]:
    """The aims that these figures say something about."""
    loads = [aim for one in rounds for aim in _of_load(one)]
    return loads + [aim for scene in scenes for aim in SCENES[scene.name](scene)]


def _of_load(one: Round) -> Iterable[Aim]:
    """A large meeting has an aim of its own."""
    for ratios in ratios_of(one):
        if ratios.meetings == 1:
            yield Aim(f"a room of {ratios.people}: p50 in ms", one["application"].p50_ms, 12.0)
            return
        where = f"{ratios.meetings} meetings"
        yield Aim(f"{where}: p99 of the last recipient", ratios.p99, 2.0)
        yield Aim(f"{where}: connects a second", ratios.connects, 0.5, at_most=False)
        yield Aim(f"{where}: memory of a connection", ratios.memory, 1.1)


def _of_arrivals(scene: Scene) -> Iterable[Aim]:
    if "application" in scene.figures:
        reached = scene.figures["application"]["arrivals_per_second"]
        yield Aim("arrivals a second, counted", reached, 100.0, at_most=False)


def _of_idle(scene: Scene) -> Iterable[Aim]:
    if scene.ratios():
        yield Aim("idle: processor", scene.ratios()["idle_cpu_percent"], 1.2)


def _of_restart(scene: Scene) -> Iterable[Aim]:
    if "application" in scene.figures:
        yield Aim("start-up in seconds", scene.figures["application"]["seconds_to_start"], 2.0)
    if scene.ratios():
        back = scene.ratios()["seconds_until_all_back"]
        yield Aim(f"{scene.meetings} meetings: time until all are back after a restart", back, 1.5)


SCENES = {"arrivals": _of_arrivals, "idle": _of_idle, "restart": _of_restart}
