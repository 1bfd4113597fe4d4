"""`export`: a group's attendance as a file, or everything stored about one person.

Data go to standard output or into a file that only its owner can read. What was done is said beside them, so that a pipe
carries nothing but data.
"""

import os
import sys
from pathlib import Path
from typing import TypeVar

import click

from balint_live.adapters.sheets.files import SheetFiles
from balint_live.application.attendance.export_files import Format, Part, export_file
from balint_live.application.groups.group import Desk, Registrant
from balint_live.application.people import OPERATOR
from balint_live.bootstrap.exports import own_records
from balint_live.bootstrap.office import register
from balint_live.cli.installation import config_option
from balint_live.cli.opened import Opened, group_argument, opened

OWNER_ONLY = 0o600
STANDARD_OUTPUT = "standard output"
Word = TypeVar("Word", Format, Part)


@click.command()
@config_option
@group_argument
@click.option("--format", "kind", metavar="[csv|xlsx|json]", help="Else what the file is called, else csv.")
@click.option(
    "--what", default="attendance", show_default=True, metavar="[attendance|absences]", help="Which list."
)
@click.option("--person", help="Only this person, by address or id; as JSON, everything stored about them.")
@click.option("--output", type=click.Path(path_type=Path), help="The file to write; else it is printed.")
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
def export(
    config_file: Path | None,
    group: str,
    kind: str | None,
    what: str,
    person: str | None,
    output: Path | None,
    force: bool,
) -> None:
    """Write the attendance of GROUP: one row for each person, session and credit."""
    part, form = _word(Part, what, "list"), _format(kind, output)
    if form is Format.XLSX and output is None and sys.stdout.isatty():
        raise click.ClickException("A workbook cannot be shown here; name a file with --output.")
    with opened(config_file) as installation:
        desk = installation.desk(group)
        somebody = None if person is None else _person(desk, person)
        data = _exported(installation, desk, somebody, part, form)
    where = _put(data, output, force)
    told = _told(desk, somebody, part, form)
    click.echo(f"{told} was written to {where} ({form.upper()}).", err=output is None)


def _word(kind: type[Word], word: str, thing: str) -> Word:
    try:
        return kind(word.lower())
    except ValueError as unknown:
        known = ", ".join(kind)
        raise click.ClickException(f"There is no {thing} called {word}. There are: {known}.") from unknown


def _format(kind: str | None, output: Path | None) -> Format:
    """What was asked for, else what the file's name says."""
    if kind is not None:
        return _word(Format, kind, "format")
    ending = "" if output is None else output.suffix.lstrip(".").lower()
    return Format(ending) if ending in tuple(Format) else Format.CSV


def _person(desk: Desk, person: str) -> Registrant:
    asked = person.strip().casefold()
    for one in desk.registrants:
        if asked and asked in (one.id.casefold(), one.details.email.casefold()):
            return one
    raise _nobody(person, desk)


def _nobody(person: str, desk: Desk) -> click.ClickException:
    return click.ClickException(f"There is nobody called {person} in {desk.group.settings.name}.")


def _exported(
    installation: Opened, desk: Desk, somebody: Registrant | None, part: Part, form: Format
) -> bytes:
    clock, database, catalogue = installation.clock, installation.database, installation.catalogue
    if somebody is not None and _is_everything(part, form):
        everything = own_records(clock, database, catalogue).file(somebody.id)
        if everything is None:
            raise _nobody(somebody.id, desk)  # erased this very moment
        return everything
    now = clock.now()
    book = register(clock, database, catalogue).book(desk.group.id, OPERATOR)
    return export_file(book, part, form, SheetFiles(), now, somebody)


def _is_everything(part: Part, form: Format) -> bool:
    """Of a person, that is: JSON has a place for all that is stored about them."""
    return part is Part.ATTENDANCE and form is Format.JSON


def _put(data: bytes, output: Path | None, force: bool) -> str:
    if output is None:
        click.echo(data, nl=False)
        return STANDARD_OUTPUT
    there_already = os.O_TRUNC if force else os.O_EXCL
    try:
        descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | there_already, OWNER_ONLY)
    except FileExistsError as there:
        raise click.ClickException(f"{output} is there already; --force replaces it.") from there
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), OWNER_ONLY)  # before the first byte, also for a file that was there
        file.write(data)
    return str(output)


def _told(desk: Desk, somebody: Registrant | None, part: Part, form: Format) -> str:
    if somebody is None:
        return f"The {part} of {desk.group.settings.name}"
    name = somebody.details.name
    return f"Everything stored about {name}" if _is_everything(part, form) else f"The {part} of {name}"
