"""`db backup` and `db restore`: the whole database into one file, and back, whatever kind of database it is.

A restore is made to be safe in a hurry: it says what it would replace and asks, does all or nothing, and keeps the promises
made since the backup: who was erased stays erased, and what was due to go meanwhile goes at once.
"""

from pathlib import Path

import click

from balint_live.adapters.database import archive_file
from balint_live.adapters.database.archive import back_up
from balint_live.adapters.database.archive_file import ArchiveMistake
from balint_live.adapters.database.archive_restore import Restored, restore
from balint_live.bootstrap.chores import retention
from balint_live.cli.installation import config_option
from balint_live.cli.opened import opened
from balint_live.cli.purge import said

MOMENT = "%Y-%m-%d %H:%M UTC"
file_argument = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command(name="backup")
@config_option
@file_argument
def backup(config_file: Path | None, file: Path) -> None:
    """Write everything that is kept into FILE, which must not be there yet."""
    with opened(config_file) as installation:
        done = back_up(installation.database, file, installation.clock.now())
    click.echo(f"Backed up to {file}; rows: {done.rows}.")
    if done.running:
        click.echo("A session is running: where it stands is not in the backup, only what is meant to last.")
    click.echo("It holds names and addresses. Keep it where only you can read it, and not for ever.")


@click.command(name="restore")
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
        made_at = archive_file.header_of(file).made_at
        if not yes:
            click.confirm(
                f"Everything in the database is replaced by the backup of {made_at:{MOMENT}}. Go on?",
                abort=True,
            )
        with opened(config_file) as installation:
            done = restore(installation.database, file, erasures, even_though_live)
            purged = retention(installation.clock, installation.database, installation.catalogue).purge()
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
