"""`check`: whether an installation is fit to be used, said line by line."""

import os
from pathlib import Path

import click

from balint_live.adapters.database import migrate
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.statements import names_to_state
from balint_live.adapters.database.writes import reason, try_writing
from balint_live.adapters.mail.smtp_answers import AUTH, NO_ANSWER, NO_STARTTLS, TLS
from balint_live.adapters.statement.paper import unshown
from balint_live.application.ports import Unavailable
from balint_live.application.post.ports import NotNow
from balint_live.bootstrap.post import carrier
from balint_live.cli.installation import config_option
from balint_live.config import Config, load
from balint_live.runtime.limits import connections_granted

WHY = {
    NO_ANSWER: "it does not answer at that port.",
    NO_STARTTLS: 'it offers no STARTTLS at that port. Try mail.security = "implicit" with its port, often 465.',
    TLS: "no encrypted line came about; look at its certificate and at mail.certificate_authority.",
    AUTH: "it does not take mail.username and mail.password.",
}


@click.command()
@config_option
def check(config_file: Path | None) -> None:
    """Look at configuration, database and mail server; exits non-zero when something is wrong."""
    config = load(config_file)
    click.echo("Configuration: in order.")
    if config.unreachable:
        click.echo(f"Warning: {config.unreachable} Until then no invitation is sent.")
    click.echo(_connections(config.server.max_connections))
    wrong = [name for name, looks in (("database", _database), ("mail", _mail)) if not looks(config)]
    if wrong:
        raise click.ClickException(f"Not in order: {', '.join(wrong)}.")


def _connections(configured: int) -> str:
    granted = connections_granted(configured)
    if granted == configured:
        return f"Connections: up to {configured} at once."
    return f"Connections: up to {granted} at once, not {configured}: the system grants no more open files."


def _database(config: Config) -> bool:
    if isinstance(config.database_at, Path) and not config.database_at.exists():
        return _can_be_made(config.database_at)
    database = Database(config.database_at)
    try:
        wrong = _wrong_with(database)
        click.echo(f"Database: {wrong or 'in order.'}")
        if not wrong:
            _tell_of_missing_fonts(database)
    finally:
        database.dispose()
    return not wrong


def _can_be_made(file: Path) -> bool:
    """Whether the server can make the embedded database when it starts."""
    there = next(each for each in file.parents if each.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        click.echo("Database: made at the first start.")
        return True
    click.echo(f"Database: cannot be made, because nothing can be written into {there}.")
    return False


def _wrong_with(database: Database) -> str:
    """In words; "" for one that answers, is up to date, and takes what is written."""
    try:
        if not migrate.is_current(database):
            return "not up to date; run `python app.py db upgrade`."
    except Unavailable:
        return "does not answer."
    try:
        try_writing(database)
    except Unavailable as fault:
        return f"cannot be written ({reason(fault)})."
    return ""


def _tell_of_missing_fonts(database: Database) -> None:
    if scripts := unshown(" ".join(database.read(names_to_state))):
        missing = f"Statements: no font here is made for the letters of some names ({', '.join(scripts)})."
        click.echo(f"{missing} Install one, such as Debian's fonts-noto-core.")


def _mail(config: Config) -> bool:
    if not config.mail.host:
        click.echo(f"Mail: no server named; mails are put into {config.outbox}.")
        return True
    try:
        with carrier(config).line():
            click.echo(f"Mail: {config.mail.host} takes our connection.")
            return True
    except NotNow as refusal:
        why = WHY.get(refusal.status, f"it answers {refusal.status}.")
        click.echo(f"Mail: {config.mail.host} does not take our connection: {why}")
        return False
