"""The figures as tables for people and as one line of JSON for programs, and which aims were reached."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bench.aims import Aim, aims_of
from bench.figures import Figures, Ratios, Round, Scene, ratios_of

SPEED, COST = ["p50", "p99", "conn/s"], ["ms/conn", "kB/conn", "CPU %", "bytes", "missed"]
TITLE = "A move, until the last in its meeting has it, in milliseconds"


def show(rounds: Sequence[Round], scenes: Sequence[Scene], console: Console) -> None:
    """Print the tables. A ratio is the application's figure divided by the relay's; ms/conn is what a connection costs the
    server's processor, which says more on a busy machine; bytes are a snapshot's."""
    if rounds:
        console.print(_loads_table(rounds))
    if scenes:
        console.print(_scenes_table(scenes))
    aims = list(aims_of(rounds, scenes))
    if aims:
        console.print(_aims_table(aims))


def as_json(rounds: Sequence[Round], scenes: Sequence[Scene], mode: str) -> str:
    """Everything measured, in one line."""
    loads = [{"server": name} | _rounded(asdict(figures)) for one in rounds for name, figures in one.items()]
    ratios = [asdict(ratio) for one in rounds for ratio in ratios_of(one)]
    said = [
        {"scene": scene.name, "meetings": scene.meetings}
        | {
            "figures": {name: _rounded(each) for name, each in scene.figures.items()},
            "ratios": scene.ratios(),
        }
        for scene in scenes
    ]
    aims = [
        {"aim": aim.what, "reached": round(aim.reached, 2), "bound": aim.bound, "met": aim.met()}
        for aim in aims_of(rounds, scenes)
    ]
    complete = is_complete(rounds, scenes)
    return json.dumps(
        {"complete": complete, "mode": mode, "loads": loads, "ratios": ratios, "scenes": said, "aims": aims}
    )


def is_complete(rounds: Sequence[Round], scenes: Sequence[Scene]) -> bool:
    """Whether nothing was refused, lost or not delivered, anywhere."""
    loads = all(figures.complete() for one in rounds for figures in one.values())
    return loads and all(scene.complete() for scene in scenes)


def _loads_table(rounds: Sequence[Round]) -> Table:
    table = Table("rooms", "of", "server", *SPEED, *COST, title=TITLE, box=SIMPLE_HEAD, pad_edge=False)
    for column in table.columns[3:]:
        column.justify = "right"
    for one in rounds:
        for name, figures in one.items():
            table.add_row(str(figures.meetings), str(figures.people), name, *_cells(figures))
        for ratios in ratios_of(one):
            cells = _ratio_cells(ratios)
            table.add_row(str(ratios.meetings), str(ratios.people), "ratio", *cells, style="bold")
        table.add_section()
    return table


def _scenes_table(scenes: Sequence[Scene]) -> Table:
    names = sorted({name for scene in scenes for name in scene.figures}, reverse=True)
    table = Table("scene", "rooms", "figure", *names, "ratio", box=SIMPLE_HEAD, pad_edge=False)
    for column in table.columns[3:]:
        column.justify = "right"
    for scene in scenes:
        ratios = scene.ratios()
        for figure in next(iter(scene.figures.values())):
            cells = [f"{scene.figures[name][figure]:.2f}" if name in scene.figures else "" for name in names]
            ratio = f"{ratios[figure]:.2f}" if figure in ratios else ""
            table.add_row(scene.name, str(scene.meetings), figure.replace("_", " "), *cells, ratio)
        table.add_section()
    return table


def _aims_table(aims: Sequence[Aim]) -> Table:
    table = Table("aim", "bound", "reached", "", title="The aims", box=SIMPLE_HEAD, pad_edge=False)
    for aim in aims:
        bound = f"{'at most' if aim.at_most else 'at least'} {aim.bound:g}"
        table.add_row(aim.what, bound, f"{aim.reached:.2f}", "met" if aim.met() else "not met")
    return table


def _cells(of: Figures) -> list[str]:
    missed = of.undelivered + of.refused + of.lost
    speeds = [f"{of.p50_ms:.1f}", f"{of.p99_ms:.1f}", f"{of.connects_per_second:.0f}"]
    connecting = [f"{of.connect_cpu_ms:.2f}"]
    costs = [f"{of.kb_per_connection:.0f}", f"{of.cpu_percent:.0f}", str(of.snapshot_bytes)]
    return [*speeds, *connecting, *costs, str(missed)]


def _ratio_cells(of: Ratios) -> list[str]:
    return [f"{ratio:.2f}" for ratio in (of.p50, of.p99, of.connects, of.connect_cpu, of.memory, of.cpu)]


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in figures.items()}
