"""Bringing a database to the present definition, and telling whether it is there already.

Migrations run on the application's own engine, so that they see the same pragmas and drivers the application will. A
migration is never run behind an operator's back: only the embedded database is brought along when the server starts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.engine import WRITES, without_limit
from balint_live.application.ports import Unavailable

_SCRIPTS = str(files("balint_live.adapters.database") / "migrations")


def upgrade(database: Database) -> bool:
    """Run the migrations that are missing, all or none; whether there were any. Raises Unavailable."""
    with _answering(), database.engine.execution_options(**WRITES).begin() as connection:
        if _is_current(connection):
            return False
        without_limit(connection)
        command.upgrade(scripts(connection), "head")
        return True


def is_current(database: Database) -> bool:
    """Whether every migration has been run. Raises Unavailable."""
    with _answering(), database.engine.connect() as connection:
        return _is_current(connection)


def revision(connection: Connection) -> str:
    """The name of the newest migration that was run; empty where none was."""
    return ",".join(sorted(MigrationContext.configure(connection).get_current_heads()))


def scripts(connection: Connection) -> Config:
    """Alembic's own configuration, for running its commands on this connection."""
    config = Config()
    config.set_main_option("script_location", _SCRIPTS.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Unavailable("no connection, or it is locked") from error


def _is_current(connection: Connection) -> bool:
    there = set(MigrationContext.configure(connection).get_current_heads())
    return there == set(ScriptDirectory.from_config(scripts(connection)).get_heads())
