"""`db`: looking after the database."""

from pathlib import Path

import click

from balint_live.cli.backup import backup, restore_backup
from balint_live.cli.installation import bring_up_to_date, config_option, settled
from balint_live.config import load


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
@config_option
def upgrade(config_file: Path | None) -> None:
    """Bring the database up to date with this version of the program."""
    changed = bring_up_to_date(settled(load(config_file)))
    click.echo("The database was brought up to date." if changed else "The database was up to date already.")


db.add_command(backup)
db.add_command(restore_backup)
