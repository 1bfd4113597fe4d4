"""A database of the present definition: migrated once, and copied for each test."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from balint_live.adapters.database import engine
from balint_live.adapters.database.engine import Database


def present_database(path: Path) -> Database:
    """With empty tables, in a new file."""
    path.write_bytes(present_file())
    return Database(address_of(path))


def address_of(path: Path) -> str:
    return f"sqlite+pysqlite:///{path}"


@cache
def present_file() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "present.sqlite3"
        database = Database(address_of(path))
        engine.upgrade(database)
        database.forget_deleted()
        database.dispose()
        return path.read_bytes()
