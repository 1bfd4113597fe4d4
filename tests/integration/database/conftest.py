"""Every test of the stores runs on SQLite and, where there is one, on a real PostgreSQL."""

from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from balint_live.adapters.database import engine
from balint_live.adapters.database.engine import Database
from tests.integration.database.cast import Site, site
from tests.integration.database.postgres import cluster
from tests.integration.database.present import address_of, present_file
from tests.required_tools import require

PRESENT = "present"

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A server with an empty database to copy, and one of the present definition."""
    with cluster(require("postgres")) as address:
        _to_the_server(address, f"CREATE DATABASE {PRESENT}")
        database = Database(f"{address}{PRESENT}")
        engine.upgrade(database)
        database.dispose()
        yield address
        _server(address).dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of its own: empty, or for `database` of the present definition."""
    present = "database" in request.fixturenames
    if request.param == "sqlite":
        path = tmp_path / "test.sqlite3"
        if present:
            path.write_bytes(present_file())
        yield address_of(path)
        return
    address: str = request.getfixturevalue("postgres")
    name = f"test{next(_numbers)}"
    template = PRESENT if present else "template0"
    _to_the_server(address, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield f"{address}{name}"
    _to_the_server(address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.dispose()


@pytest.fixture
def enrolled(database: Database) -> Site:
    return site(database)


def _to_the_server(address: str, statement: str) -> None:
    with _server(address).connect() as connection:
        connection.execute(text(statement))


@cache
def _server(address: str) -> Engine:
    return create_engine(f"{address}postgres", isolation_level="AUTOCOMMIT")
