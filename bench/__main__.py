"""`python -m bench`: relay and application one after the other, at each size; a table, then one JSON line.

Exits with 1 when anything was refused, lost or not delivered. Whether the aims were met is for people to
read: a shared machine is too unsteady to fail a build over milliseconds.
"""

import asyncio
import resource
import sys
import tempfile
from pathlib import Path

import click
from rich.console import Console

from bench.figures import Figures
from bench.load import Pace, load
from bench.report import Round, as_json, show
from bench.subjects import SUBJECTS, Subject
from bench.websocket import Refused

NAMES = [subject.name for subject in SUBJECTS]
FULL_SIZES, QUICK_SIZES = (100, 400), (5,)
FULL_PACE, QUICK_PACE = Pace(20, 20), Pace(10, 3)


@click.command(context_settings={"show_default": True})
@click.option("--meetings", type=click.IntRange(1), multiple=True, help="Meetings of 12; may be given again.")
@click.option("--seconds", type=click.FloatRange(0.1), help="How long each load lasts.")
@click.option("--rate", type=click.FloatRange(0.1), help="Moves a second over all meetings together.")
@click.option("--quick", is_flag=True, help="A few meetings for a few seconds: does it work, not how fast.")
@click.option("--only", type=click.Choice(NAMES), help="Load one server only.")
def main(
    meetings: tuple[int, ...], seconds: float | None, rate: float | None, quick: bool, only: str | None
) -> None:
    """Load the application and a bare relay, and set one against the other."""
    sizes, usual = (QUICK_SIZES, QUICK_PACE) if quick else (FULL_SIZES, FULL_PACE)
    pace = Pace(rate or usual.rate, seconds or usual.seconds)
    subjects = [subject for subject in SUBJECTS if only in (None, subject.name)]
    _raise_open_files_limit()
    try:
        rounds = [_compare(size, pace, subjects) for size in meetings or sizes]
    except (Refused, OSError, RuntimeError) as error:
        reason = str(error) or "not everybody was let in in time"
        raise click.ClickException(f"the load could not be run: {reason}") from error
    show(rounds, Console())
    click.echo(as_json(rounds))
    sys.exit(0 if all(figures.complete() for one in rounds for figures in one.values()) else 1)


def _compare(size: int, pace: Pace, subjects: list[Subject]) -> Round:
    return {subject.name: _measure(subject, size, pace) for subject in subjects}


def _measure(subject: Subject, size: int, pace: Pace) -> Figures:
    click.echo(f"{subject.name}: {size} meetings", err=True)
    with tempfile.TemporaryDirectory() as folder, subject.start(size, Path(folder)) as (server, circles):
        return asyncio.run(load(server, circles, pace, subject.greets))


def _raise_open_files_limit() -> None:
    """One file a connection here, and one in the server, which inherits the limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    main()
