"""What is taken away, joined: everybody's own record."""

from balint_live.adapters.database.books import SqlBooks
from balint_live.adapters.database.database import Database
from balint_live.adapters.database.own_data import SqlPersonalData
from balint_live.application.attendance.own_record import OwnRecords
from balint_live.application.ports import Clock
from balint_live.domain.protocol import Catalogue


def own_records(clock: Clock, database: Database, catalogue: Catalogue) -> OwnRecords:
    return OwnRecords(clock, SqlBooks(database, catalogue), SqlPersonalData(database))
