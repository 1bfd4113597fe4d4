"""Bringing a database to the present definition, and telling whether it is there already.

Migrations run on the application's own engine, so that they see the same pragmas and drivers the application will. A
migration is never run behind an operator's back: only the embedded database is brought along when the server starts.

Alembic is imported where there is something to migrate: every start would take more than half a second longer, and what a
database is at, and what it could be at, can be told without it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.engine import WRITES, without_limit
from balint_live.application.ports import Unavailable

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS = files("balint_live.adapters.database") / "migrations"


def upgrade(database: Database) -> bool:
    """Run the migrations that are missing, all or none; whether there were any. Raises Unavailable."""
    with _answering(), database.engine.execution_options(**WRITES).begin() as connection:
        if revision(connection) == newest():
            return False
        from alembic import command  # noqa: PLC0415

        without_limit(connection)
        command.upgrade(scripts(connection), "head")
        return True


def is_current(database: Database) -> bool:
    """Whether every migration has been run. Raises Unavailable."""
    with _answering(), database.engine.connect() as connection:
        return revision(connection) == newest()


def revision(connection: Connection) -> str:
    """The name of the newest migration that was run; empty where none was."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return ",".join(sorted(connection.scalars(text("SELECT version_num FROM alembic_version"))))


def newest() -> str:
    """The name of the newest migration there is: each file's name begins with it."""
    return max(
        each.name.partition("_")[0] for each in (_SCRIPTS / "versions").iterdir() if each.name[0].isdigit()
    )


def scripts(connection: Connection) -> "Config":
    """Alembic's own configuration, for running its commands on this connection."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Unavailable("no connection, or it is locked") from error
