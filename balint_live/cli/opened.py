"""An installation opened for administration: its database up to date, and the office as whoever runs the server sees it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from balint_live.adapters.catalogue import load_catalogue
from balint_live.adapters.clock import SystemClock
from balint_live.adapters.database.database import Database
from balint_live.application.groups.group import Desk
from balint_live.application.groups.office import Office
from balint_live.application.people import OPERATOR
from balint_live.application.ports import Clock
from balint_live.bootstrap.office import office
from balint_live.cli.installation import bring_up_to_date, require_up_to_date, settled
from balint_live.config import Config, load
from balint_live.domain.protocol import Catalogue

group_argument = click.argument("group", metavar="GROUP")
"""A group's id or its name."""


@dataclass(frozen=True, slots=True)
class Opened:
    config: Config
    clock: Clock
    database: Database
    catalogue: Catalogue
    office: Office

    def desk(self, group: str) -> Desk:
        """The one group with this id or name. Raises ClickException for none, and for several of one name."""
        found = [one for one in self.office.overview(OPERATOR) if group in (one.id, one.name)]
        if not found:
            raise click.ClickException(f"There is no group called {group}. `group list` shows them.")
        if len(found) > 1:
            ids = ", ".join(one.id for one in found)
            raise click.ClickException(f"Several groups are called {group}; please give an id: {ids}.")
        return self.office.desk(found[0].id, OPERATOR)


@contextmanager
def opened(config_file: Path | None) -> Iterator[Opened]:
    """Only the embedded database is brought up to date unasked."""
    loaded = load(config_file)
    config = settled(loaded)
    if loaded.embedded:
        bring_up_to_date(config)
    else:
        require_up_to_date(config)
    database, catalogue, clock = Database(config.database_at), load_catalogue(), SystemClock()
    try:
        of_all = office(clock, database, catalogue, unreachable=config.unreachable)
        yield Opened(config, clock, database, catalogue, of_all)
    finally:
        database.dispose()
