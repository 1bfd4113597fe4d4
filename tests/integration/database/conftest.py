"""Every test of the stores runs on SQLite and, where there is one, on a real PostgreSQL."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from balint_live.adapters.database import migrate
from balint_live.adapters.database.database import Database
from tests.integration.database.cast import House, house
from tests.integration.database.postgres import cluster
from tests.required_tools import require

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with cluster(require("postgres")) as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of its own."""
    if request.param == "sqlite":
        return f"sqlite+pysqlite:///{tmp_path / 'test.sqlite3'}"
    address: str = request.getfixturevalue("postgres")
    name = f"test{next(_numbers)}"
    engine = create_engine(f"{address}postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{address}{name}"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    database = Database(url)
    migrate.upgrade(database)
    yield database
    database.dispose()


@pytest.fixture
def enrolled(database: Database) -> House:
    return house(database)
