"""Data out, away, saved and back: `export`, `purge`, and `db` with `backup`, `restore` and `upgrade`.

`export` writes to standard output or into a file that only its owner can read; what was done is said on standard error
then, so that a pipe carries nothing but data. `purge` forgets what is due, as the server does by itself once a day; it says
counts and groups and never people: whoever runs the server need not learn who took part in what. `db backup` writes the
whole database into one file, and `db restore` puts it back, whatever kind of database it is. Restoring is safe in a hurry:
it says what it would replace and asks, does all or nothing, and keeps the promises made since the backup: who was erased
stays erased, and what was due to go meanwhile goes at once.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import click

from balint_live.adapters.database.archive.backup import ArchiveMistake, back_up, header_of
from balint_live.adapters.database.archive.restore import Restored, restore
from balint_live.adapters.sheets import SheetFiles
from balint_live.application.attendance.export import Format, Part, export_file
from balint_live.application.groups.group import Group, Registrant
from balint_live.application.identity import OPERATOR
from balint_live.application.privacy.retention import Due, Loose, Purged
from balint_live.cli.installation import (
    Opened,
    bring_up_to_date,
    config_option,
    group_argument,
    opened,
    settled,
)
from balint_live.composition.jobs import retention
from balint_live.composition.services import attendance_service, own_records
from balint_live.config import load

OWNER_ONLY = 0o600
STANDARD_OUTPUT = "standard output"
MOMENT = "%Y-%m-%d %H:%M UTC"
Word = TypeVar("Word", Format, Part)

file_argument = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


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
        found = installation.group(group)
        somebody = None if person is None else _person(found, person)
        data = _exported(installation, found, somebody, part, form)
    where = _put(data, output, force)
    told = _told(found, somebody, part, form)
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


def _person(found: Group, person: str) -> Registrant:
    asked = person.strip().casefold()
    for one in found.registrants:
        if asked and asked in (one.id.casefold(), one.details.email.casefold()):
            return one
    raise _nobody(person, found)


def _nobody(person: str, found: Group) -> click.ClickException:
    return click.ClickException(f"There is nobody called {person} in {found.settings.name}.")


def _exported(
    installation: Opened, found: Group, somebody: Registrant | None, part: Part, form: Format
) -> bytes:
    if somebody is not None and _is_everything(part, form):
        everything = own_records(installation.adapters).file(somebody.id)
        if everything is None:
            raise _nobody(somebody.id, found)  # erased this very moment
        return everything
    attendance = attendance_service(installation.adapters).attendance(found.id, OPERATOR)
    return export_file(attendance, part, form, SheetFiles(), installation.adapters.clock.now(), somebody)


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


def _told(found: Group, somebody: Registrant | None, part: Part, form: Format) -> str:
    if somebody is None:
        return f"The {part} of {found.settings.name}"
    name = somebody.details.name
    return f"Everything stored about {name}" if _is_everything(part, form) else f"The {part} of {name}"


@click.command()
@config_option
@click.option("--dry-run", is_flag=True, help="Only say what would go, and change nothing.")
def purge(config_file: Path | None, dry_run: bool) -> None:
    """Forget what is due: people 90 days after their series, credited records and statements at their date."""
    with opened(config_file) as installation:
        due = retention(installation.adapters)
        purged = due.look() if dry_run else due.purge()
    for line in said(purged):
        click.echo(line)
    if dry_run and not purged.nothing:
        click.echo("Nothing was changed.")


def said(purged: Purged) -> Iterator[str]:
    """What went, or would go, a line for each group."""
    if purged.nothing:
        yield "Nothing is due."
    for one in purged.groups:
        yield f"{one.group} ({one.group_id}): {_listed(_of_group(one))}."
    if not purged.loose.nothing:
        yield f"Apart from any series: {_listed(_of_none(purged.loose))}."


def _of_group(due: Due) -> dict[str, int]:
    return {
        "people, whole": len(due.whole),
        "people, all but the record of their credit": len(due.reduced),
        "join codes": len(due.codes),
        "statements": len(due.statements),
        "mails": due.mails,
    }


def _of_none(loose: Loose) -> dict[str, int]:
    return {
        "sign-ins": loose.sign_ins,
        "ended logins": loose.logins,
        "mails": loose.mails,
        "statements of people erased": loose.statements,
        "notes of erasures": loose.erasures,
        "events of Zoom's": loose.zoom_events,
        "joins and leaves in Zoom": loose.zoom_facts,
    }


def _listed(counts: dict[str, int]) -> str:
    return "; ".join(f"{what}: {count}" for what, count in counts.items() if count)


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
@config_option
def upgrade(config_file: Path | None) -> None:
    """Bring the database up to date with this version of the program."""
    changed = bring_up_to_date(settled(load(config_file)))
    click.echo("The database was brought up to date." if changed else "The database was up to date already.")


@db.command()
@config_option
@file_argument
def backup(config_file: Path | None, file: Path) -> None:
    """Write everything that is kept into FILE, which must not be there yet."""
    with opened(config_file) as installation:
        done = back_up(installation.adapters.database, file, installation.adapters.clock.now())
    click.echo(f"Backed up to {file}; rows: {done.rows}.")
    if done.running:
        click.echo("A session is running: where it stands is not in the backup, only what is meant to last.")
    click.echo("It holds names and addresses. Keep it where only you can read it, and not for ever.")


@db.command(name="restore")
@config_option
@file_argument
@click.option(
    "--erasures",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A later backup: who was erased in it stays erased; nothing else is taken from it.",
)
@click.option("--even-though-live", is_flag=True, help="Also while a session is running; it is broken off.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore_backup(
    config_file: Path | None, file: Path, erasures: Path | None, even_though_live: bool, yes: bool
) -> None:
    """Replace everything in the database by the backup in FILE; stop the server first."""
    try:
        made_at = header_of(file).made_at
        if not yes:
            click.confirm(
                f"Everything in the database is replaced by the backup of {made_at:{MOMENT}}. Go on?",
                abort=True,
            )
        with opened(config_file) as installation:
            done = restore(installation.adapters.database, file, erasures, even_though_live)
            purged = retention(installation.adapters).purge()
    except ArchiveMistake as mistake:
        raise click.ClickException(str(mistake)) from mistake
    _say(done)
    if not purged.nothing:
        click.echo("Due to be forgotten since, and gone:")
        for line in said(purged):
            click.echo(line)


def _say(done: Restored) -> None:
    click.echo(f"Restored the backup of {done.made_at:{MOMENT}}; rows: {done.rows}.")
    if done.left_out:
        click.echo(f"People erased since, who stay erased: {done.left_out}.")
    if done.statements:
        click.echo(f"Their statements, which are kept: {done.statements}.")
    if done.broken_off:
        click.echo(f"Sessions that were running and are broken off: {done.broken_off}.")
