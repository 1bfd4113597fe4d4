"""From a configuration to an installation: its directory, its secret, its database brought up to date; and `check`.

A database of the operator's own is never migrated unasked, only the embedded one.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from balint_live.adapters.database import engine
from balint_live.adapters.database.attendance_record import names_to_state
from balint_live.adapters.database.engine import Database, reason, try_writing
from balint_live.adapters.mail.transport import AUTH, NO_ANSWER, NO_STARTTLS, TLS
from balint_live.adapters.protocol_catalogue import load_texts
from balint_live.adapters.redis.link import RedisLink
from balint_live.adapters.statement_pdf import unshown
from balint_live.adapters.system import Log, SystemClock, kept_secret
from balint_live.application.groups.group import Group
from balint_live.application.groups.service import GroupService
from balint_live.application.identity import OPERATOR
from balint_live.application.mail.sender import NotNow
from balint_live.application.ports import Unavailable
from balint_live.composition.jobs import transport
from balint_live.composition.services import Adapters, group_service
from balint_live.config import Config, load
from balint_live.runtime.interface import connections_granted

OWNER_ONLY = 0o700
OLDER = "The database is not up to date. Run `python app.py db upgrade` first."
NEWER = "The database was made by a newer version of this program. Start that one."
WHY = {
    NO_ANSWER: "it does not answer at that port.",
    NO_STARTTLS: 'it offers no STARTTLS at that port. Try mail.security = "implicit" with its port, often 465.',
    TLS: "no encrypted line came about; look at its certificate and at mail.certificate_authority.",
    AUTH: "it does not take mail.username and mail.password.",
}
"""What the mail server's refusal of a connection means, by its status."""
SWITCHING = {
    "eventlet": ", which its makers plan to retire some day. Nothing needs doing now; "
    'server.async_mode = "threading" switches'
}
"""What is to be said of an async mode."""

config_option = click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The configuration file; else BALINT_LIVE_CONFIG, else config.toml, else the defaults.",
)
group_argument = click.argument("group", metavar="GROUP")
"""A group's id or its name."""


def settled(config: Config) -> Config:
    """With the embedded database and the generated secret filled in, and a directory for them. Raises OSError."""
    if config.embedded or not config.security.secret:
        config.data_directory.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    return config.settled(kept_secret)


def bring_up_to_date(config: Config) -> bool:
    """Run missing migrations on a settled configuration's database; whether there were any. Raises Unavailable."""
    with closing_database(config) as database:
        return engine.upgrade(database)


class CannotStart(click.ClickException):
    """What a server needs is not there, or is not what it needs."""

    exit_code = 2


def prepared(config_file: Path | None) -> Config:
    """A settled configuration with a database that is up to date. Raises CannotStart for another that is not ours."""
    loaded = load(config_file)
    config = settled(loaded)
    if loaded.embedded:
        bring_up_to_date(config)
        return config
    with closing_database(config) as database:
        if not engine.is_current(database):
            raise CannotStart(NEWER if engine.is_newer(database) else OLDER)
    return config


def prepared_to_serve(config_file: Path | None) -> Config:
    """The same, and Redis answers where it is configured. Raises CannotStart."""
    try:
        config = prepared(config_file)
    except Unavailable as away:
        raise CannotStart(f"The database did not answer ({away}).") from away
    with linked(config) as link:
        if link is not None and (trouble := link.trouble()):
            raise CannotStart(f"Redis at {link.place} {trouble}.")
    return config


@contextmanager
def linked(config: Config) -> Iterator[RedisLink | None]:
    """The configured Redis; None where there is none."""
    link = RedisLink(config.redis.url, config.security.secret) if config.redis.url else None
    try:
        yield link
    finally:
        if link is not None:
            link.close()


@contextmanager
def closing_database(config: Config) -> Iterator[Database]:
    database = Database(config.database_at)
    try:
        yield database
    finally:
        database.dispose()


@dataclass(frozen=True, slots=True)
class Opened:
    """An installation opened for administration, with its groups as whoever runs the server sees them."""

    adapters: Adapters
    groups: GroupService

    def group(self, group: str) -> Group:
        """The one group with this id or name. Raises ClickException for none, and for several of one name."""
        found = [one for one in self.groups.overview(OPERATOR) if group in (one.id, one.name)]
        if not found:
            raise click.ClickException(f"There is no group called {group}. `group list` shows them.")
        if len(found) > 1:
            ids = ", ".join(one.id for one in found)
            raise click.ClickException(f"Several groups are called {group}; please give an id: {ids}.")
        return self.groups.group(found[0].id, OPERATOR)


@contextmanager
def opened(config_file: Path | None) -> Iterator[Opened]:
    with opened_with(prepared(config_file)) as installation:
        yield installation


@contextmanager
def opened_with(config: Config) -> Iterator[Opened]:
    """The same, from a settled configuration whose database is up to date."""
    with closing_database(config) as database:
        adapters = Adapters(config, SystemClock(), database, load_texts(), Log(config.server.log_level))
        yield Opened(adapters, group_service(adapters))


@click.command()
@config_option
def check(config_file: Path | None) -> None:
    """Look at configuration, database and mail server; exits non-zero when something is wrong."""
    config = load(config_file)
    click.echo("Configuration: in order.")
    click.echo(f"Mode: {config.server.async_mode}{SWITCHING.get(config.server.async_mode, '')}.")
    if config.unreachable:
        click.echo(f"Warning: {config.unreachable} Until then no invitation is sent.")
    click.echo(_connections(config.server.max_connections))
    looks = ("database", _database), ("Redis", _redis), ("mail", _mail)
    wrong = [name for name, is_in_order in looks if not is_in_order(config)]
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
    with closing_database(config) as database:
        wrong = _wrong_with(database)
        click.echo(f"Database: {wrong or 'in order.'}")
        if not wrong:
            _tell_of_missing_fonts(database)
    return not wrong


def _redis(config: Config) -> bool:
    with linked(config) as link:
        if link is None:
            return True
        wrong = link.trouble()
        click.echo(f"Redis: {f'{wrong}, at {link.place}.' if wrong else 'in order.'}")
        if kept := link.persistence():
            click.echo(
                f"Warning: Redis keeps on disk who presents and who is here ({kept}). Switch that off."
            )
        if not config.security.secret:
            click.echo(
                "Warning: only processes with one data directory share its secret. Set security.secret."
            )
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
        if not engine.is_current(database):
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
        click.echo(f"Mail: no server named; e-mails are put into {config.outbox}.")
        return True
    try:
        with transport(config).line():
            click.echo(f"Mail: {config.mail.host} takes our connection.")
            return True
    except NotNow as refusal:
        why = WHY.get(refusal.status, f"it answers {refusal.status}.")
        click.echo(f"Mail: {config.mail.host} does not take our connection: {why}")
        return False
