"""`python -m bench`: relay and application one after the other, in every scene; tables, then one JSON line.

Exits with 1 when anything was refused, lost or not delivered. Whether the aims were met is for people to
read: a shared machine is too unsteady to fail a build over milliseconds.
"""

import asyncio
import resource
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from balint_live.runtime import MODES
from bench.figures import Figures, Round, Scene
from bench.profile import profiled
from bench.report import as_json, is_complete, show
from bench.scenes.arrivals import arrivals
from bench.scenes.idle import idle
from bench.scenes.load import Pace, Watch, load, unwatched
from bench.scenes.restart import restart
from bench.server import Server
from bench.subjects import SUBJECTS, Running, Size, Subject
from bench.websocket import Refused

NAMES = [subject.name for subject in SUBJECTS]
SCENES = ["load", "room", "arrivals", "idle", "restart"]
LARGE_ROOM = Size(1, 200)
LARGE_ROOM_RATE = 4.0
"""Moves a second: one leader presses, and more would be over a person's limit."""
T = TypeVar("T")
Look = Callable[[Running, Subject, Watch], Coroutine[Any, Any, T]]


@dataclass(frozen=True)
class Plan:
    """What is run: the sizes of the loads and their pace, the size of the other scenes, how long idle minutes last."""

    sizes: Sequence[int]
    pace: Pace
    arriving: int
    idling: int
    restarting: int
    idle_seconds: float


FULL = Plan((100, 400, 500), Pace(20, 20), arriving=100, idling=100, restarting=500, idle_seconds=300)
QUICK = Plan((5,), Pace(10, 3), arriving=5, idling=5, restarting=5, idle_seconds=5)


@click.command(context_settings={"show_default": True})
@click.option("--meetings", type=click.IntRange(1), multiple=True, help="Meetings of 12; may be given again.")
@click.option("--seconds", type=click.FloatRange(0.1), help="How long each load lasts.")
@click.option("--rate", type=click.FloatRange(0.1), help="Moves a second over all meetings together.")
@click.option(
    "--scene", "scenes", type=click.Choice(SCENES), multiple=True, help="Only this; may be given again."
)
@click.option("--idle-seconds", type=click.FloatRange(1), help="How long nobody presses; else five minutes.")
@click.option("--quick", is_flag=True, help="A few meetings for a few seconds: does it work, not how fast.")
@click.option("--mode", type=click.Choice(MODES), default="eventlet", help="The async mode of both servers.")
@click.option("--only", type=click.Choice(NAMES), help="Load one server only.")
@click.option("--profile", is_flag=True, help="Print where the servers' time goes.")
def main(
    meetings: tuple[int, ...],
    seconds: float | None,
    rate: float | None,
    scenes: tuple[str, ...],
    idle_seconds: float | None,
    quick: bool,
    mode: str,
    only: str | None,
    profile: bool,
) -> None:
    """Load the application and a bare relay, and set one against the other."""
    plan = _planned(QUICK if quick else FULL, meetings, seconds, rate, idle_seconds)
    bench = Bench(mode, [subject for subject in SUBJECTS if only in (None, subject.name)], profile)
    _raise_open_files_limit()
    try:
        rounds = bench.loads(plan, scenes or SCENES)
        others = bench.scenes(plan, scenes or SCENES)
    except (Refused, OSError, RuntimeError) as error:
        reason = str(error) or "not everybody was let in in time"
        raise click.ClickException(f"the load could not be run: {reason}") from error
    show(rounds, others, Console(width=max(100, Console().width)))
    click.echo(as_json(rounds, others, mode))
    sys.exit(0 if is_complete(rounds, others) else 1)


@dataclass(frozen=True)
class Bench:
    """The servers to compare and the async mode of both; `profile` prints where their time goes."""

    mode: str
    subjects: list[Subject]
    profile: bool

    def loads(self, plan: Plan, scenes: Sequence[str]) -> list[Round]:
        """Moves in many meetings of twelve, and in one of two hundred."""
        rounds = []
        if "load" in scenes:
            rounds += [self._load(Size(size), plan.pace) for size in plan.sizes]
        if "room" in scenes:
            rounds.append(self._load(LARGE_ROOM, replace(plan.pace, rate=LARGE_ROOM_RATE)))
        return rounds

    def scenes(self, plan: Plan, scenes: Sequence[str]) -> list[Scene]:
        """Everything that is not a load."""
        found = []
        if "arrivals" in scenes:
            found.append(self._scene("arrivals", plan.arriving, arrivals_of))
        if "idle" in scenes:
            found.append(self._side_by_side("idle", plan.idling, partial(idle_of, plan.idle_seconds)))
        if "restart" in scenes:
            found.append(self._scene("restart", plan.restarting, restart_of))
        return found

    def _load(self, size: Size, pace: Pace) -> Round:
        async def look(running: Running, subject: Subject, watch: Watch) -> Figures:
            return await load(running.server, running.tickets(), pace, subject.greets, watch)

        return {subject.name: self._measure(subject, size, look) for subject in self.subjects}

    def _scene(self, name: str, meetings: int, look: Look[dict[str, float]]) -> Scene:
        figures = {each.name: self._measure(each, Size(meetings), look) for each in self.subjects}
        return Scene(name, meetings, figures)

    def _side_by_side(self, name: str, meetings: int, look: Look[dict[str, float]]) -> Scene:
        """Both servers at the same time: for what takes minutes and hardly any of the processor."""
        with ThreadPoolExecutor(len(self.subjects)) as pool:
            taken = pool.map(lambda subject: self._measure(subject, Size(meetings), look), self.subjects)
            return Scene(name, meetings, dict(zip([each.name for each in self.subjects], taken, strict=True)))

    def _measure(self, subject: Subject, size: Size, look: Look[T]) -> T:
        click.echo(f"{subject.name}: {size.meetings} meetings of {size.people}", err=True)
        with tempfile.TemporaryDirectory() as folder, subject.start(size, self.mode, Path(folder)) as running:
            return asyncio.run(look(running, subject, self._watch(subject, running.server)))

    def _watch(self, subject: Subject, server: Server) -> Watch:
        def watch(what: str) -> AbstractContextManager[object]:
            return profiled(server, f"{subject.name}, {what}")

        return watch if self.profile else unwatched


async def arrivals_of(running: Running, subject: Subject, watch: Watch) -> dict[str, float]:
    return await arrivals(running, subject.greets, watch)


async def idle_of(seconds: float, running: Running, subject: Subject, watch: Watch) -> dict[str, float]:
    return await idle(running, subject.greets, seconds, watch)


async def restart_of(running: Running, subject: Subject, watch: Watch) -> dict[str, float]:
    return await restart(running, subject.greets, watch)


def _planned(
    usual: Plan,
    meetings: tuple[int, ...],
    seconds: float | None,
    rate: float | None,
    idle_seconds: float | None,
) -> Plan:
    """The usual plan, with what was asked for in its place; sizes that were asked for are those of every scene."""
    pace = Pace(rate or usual.pace.rate, seconds or usual.pace.seconds)
    plan = replace(usual, pace=pace, idle_seconds=idle_seconds or usual.idle_seconds)
    if not meetings:
        return plan
    most = max(meetings)
    return replace(plan, sizes=meetings, arriving=most, idling=most, restarting=most)


def _raise_open_files_limit() -> None:
    """One file a connection here, and one in the server, which inherits the limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    main()
