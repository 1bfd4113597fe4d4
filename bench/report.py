"""The figures as a table for people and as one line of JSON for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bench.figures import Figures, Ratios

SPEED, COST = ["p50", "p99", "conn/s"], ["kB/conn", "CPU %", "bytes", "missed"]
TITLE = "A move, until the last of the twelve has it, in milliseconds"
AIMS = "aims, as ratios: p99 at most 3.00, conn/s at least 0.33, kB/conn at most 1.50"

Round = dict[str, Figures]
"""The figures of one size, by the server's name."""


def show(rounds: Sequence[Round], console: Console) -> None:
    """Print the table. A ratio is the application's figure divided by the relay's; bytes are a snapshot's."""
    columns = ["rooms", "server", *SPEED, *COST]
    table = Table(*columns, title=TITLE, caption=AIMS, box=SIMPLE_HEAD, pad_edge=False)
    for column in table.columns[2:]:
        column.justify = "right"
    for one in rounds:
        for name, figures in one.items():
            table.add_row(str(figures.meetings), name, *_cells(figures))
        for ratios in _ratios(one):
            table.add_row(str(ratios.meetings), "ratio", *_ratio_cells(ratios), style="bold")
        table.add_section()
    console.print(table)


def as_json(rounds: Sequence[Round]) -> str:
    """Everything measured, in one line."""
    loads = [{"server": name} | _rounded(figures) for one in rounds for name, figures in one.items()]
    ratios = [asdict(ratio) for one in rounds for ratio in _ratios(one)]
    complete = all(figures.complete() for one in rounds for figures in one.values())
    return json.dumps({"complete": complete, "loads": loads, "ratios": ratios})


def _ratios(one: Round) -> list[Ratios]:
    both = {"application", "relay"} <= one.keys()
    return [Ratios.between(one["application"], one["relay"])] if both else []


def _cells(of: Figures) -> list[str]:
    missed = of.undelivered + of.refused + of.lost
    speeds = [f"{of.p50_ms:.1f}", f"{of.p99_ms:.1f}", f"{of.connects_per_second:.0f}"]
    costs = [f"{of.kb_per_connection:.0f}", f"{of.cpu_percent:.0f}", str(of.snapshot_bytes)]
    return [*speeds, *costs, str(missed)]


def _ratio_cells(of: Ratios) -> list[str]:
    return [f"{ratio:.2f}" for ratio in (of.p50, of.p99, of.connects, of.memory, of.cpu)]


def _rounded(figures: Figures) -> dict[str, float]:
    return {name: round(value, 2) for name, value in asdict(figures).items()}
