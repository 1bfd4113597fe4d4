"""`group import`: a list of registrants, shown row by row, then taken in all or nothing."""

from collections.abc import Sequence
from pathlib import Path

import click

from balint_live.adapters.addresses import normal_address
from balint_live.adapters.lists.reader import ListFiles
from balint_live.application.groups.enrol import require_room
from balint_live.application.groups.group import Desk, Details, Registrant
from balint_live.application.heavy_work import TooMuchWork
from balint_live.application.lists.columns import guess
from balint_live.application.lists.limits import MOST_BYTES
from balint_live.application.lists.mistake import EncodingUnclear, ListMistake
from balint_live.application.lists.outcome import Outcome
from balint_live.application.lists.plan import preview
from balint_live.application.lists.preview import Preview
from balint_live.application.people import OPERATOR
from balint_live.cli.installation import config_option
from balint_live.cli.opened import group_argument, opened
from balint_live.runtime.child_process import ChildProcesses

TOO_MUCH = "This file takes too long to read. Please save only the list of people as CSV, and take that file."
SAID_ROW_BY_ROW = (Outcome.CANNOT, Outcome.SKIPPED, Outcome.WITHDRAWN, Outcome.DUPLICATE)
Enrolments = tuple[Sequence[Details], Sequence[tuple[str, Details]]]


@click.command(name="import")
@config_option
@group_argument
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--dry-run", is_flag=True, help="Only show what would happen.")
@click.option("--leave-out", is_flag=True, help="Go on without the rows that cannot be taken.")
@click.option(
    "--encoding", default="", help="How a CSV file was saved, such as cp1250; asked for where it is unclear."
)
def import_list(
    config_file: Path | None, group: str, file: Path, dry_run: bool, leave_out: bool, encoding: str
) -> None:
    """Enrol everybody on a list (CSV or XLSX) in GROUP; the same list again changes nothing."""
    with opened(config_file) as installation:
        desk = installation.desk(group)
        try:
            table = ChildProcesses(1)(ListFiles().read, _content(file), file.name, encoding)

            def planned(people: Sequence[Registrant]) -> Preview:
                return preview(table, guess(table), people, normal_address, leave_out=leave_out)

            def decide(now: Desk) -> Enrolments:
                return planned(now.registrants).enrolments()

            plan = planned(desk.registrants)
            _show(plan)
            require_room(desk, plan.counts[Outcome.NEW])
            if dry_run:
                click.echo("Nothing was changed.")
                return
            installation.office.take_in(OPERATOR, desk.group.id, decide)
        except ListMistake as wrong:
            raise click.ClickException(_sentence(file, wrong)) from wrong
        except TooMuchWork as wrong:
            raise click.ClickException(f"{file.name}: {TOO_MUCH}") from wrong
        except EncodingUnclear as unclear:
            _show_readings(unclear)
            raise click.ClickException(_which_encoding(file, unclear)) from unclear
        click.echo(f"The list was taken into {desk.group.settings.name}.")


def _content(file: Path) -> bytes:
    """No more of it than tells that it is too large; a device or a pipe may never end."""
    if not file.is_file():
        raise click.ClickException(f"{file} is no ordinary file. Please save the list as one, and take that.")
    with file.open("rb") as opened_file:
        return opened_file.read(MOST_BYTES + 1)


def _show(plan: Preview) -> None:
    for row in plan.rows:
        if row.outcome in SAID_ROW_BY_ROW:
            click.echo(f"row {row.number}: {row.sentence}")
    told = [f"{count} {outcome.value}" for outcome, count in plan.counts.items() if count]
    click.echo(", ".join(told) or "There is nobody on this list.")
    if plan.ignored:
        click.echo(f"Not taken: {', '.join(plan.ignored)}.")
    if plan.unknown_states:
        states = ", ".join(f"“{state}”" for state in plan.unknown_states)
        click.echo(f"Unknown states, taken for people who come: {states}.")
    if plan.missing:
        click.echo(f"Missing: {', '.join(field.value for field in plan.missing)}.")


def _show_readings(unclear: EncodingUnclear) -> None:
    rows = ", ".join(str(row) for row in unclear.rows)
    click.echo(f"{'Row' if len(unclear.rows) == 1 else 'Rows'} {rows} can be read in several ways:")
    for reading in unclear.readings:
        click.echo(f"--encoding {reading.encoding}  {reading.label}: {'; '.join(reading.said)}")


def _which_encoding(file: Path, unclear: EncodingUnclear) -> str:
    options = " or ".join(f"--encoding {reading.encoding}" for reading in unclear.readings)
    return (
        f"{file.name}: its names can be read in several ways, shown above. Nothing was imported. "
        f"Please add {options}, or save the list as UTF-8."
    )


def _sentence(file: Path, wrong: ListMistake) -> str:
    row = "" if wrong.row is None else f", row {wrong.row}"
    column = "" if wrong.column is None else f", column {wrong.column}"
    return f"{file.name}{row}{column}: {wrong.sentence}"
