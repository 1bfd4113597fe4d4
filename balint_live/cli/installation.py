"""From a configuration to an installation: its directory, its secret, its database brought up to date."""

from pathlib import Path

import click

from balint_live.adapters.database import migrate
from balint_live.adapters.database.database import Database
from balint_live.adapters.secret_file import kept_secret
from balint_live.config import Config

OWNER_ONLY = 0o700

config_option = click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The configuration file; else BALINT_LIVE_CONFIG, else config.toml, else the defaults.",
)


def settled(config: Config) -> Config:
    """With the embedded database and the generated secret filled in, and a directory for them. Raises OSError."""
    if config.embedded or not config.security.secret:
        config.data_directory.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    return config.settled(kept_secret)


def bring_up_to_date(config: Config) -> bool:
    """Run missing migrations on a settled configuration's database; whether there were any. Raises Unavailable."""
    database = Database(config.database_at)
    try:
        return migrate.upgrade(database)
    finally:
        database.dispose()


def require_up_to_date(config: Config) -> None:
    """Refuse a database of another time; one that others may look after is not ours to migrate unasked."""
    database = Database(config.database_at)
    try:
        if not migrate.is_current(database):
            raise click.ClickException(
                "The database is not up to date. Run `python app.py db upgrade` first."
            )
    finally:
        database.dispose()
