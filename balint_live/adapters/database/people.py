"""People by id, with the version of their link in force. Implements `application.ports.PeopleStore`."""

from datetime import datetime

from sqlalchemy import select

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.group_tables import LeaderRow, RegistrantRow
from balint_live.application.people import Identity, Kind


class SqlPeople:
    def __init__(self, database: Database) -> None:
        self._database = database

    def identity(self, kind: Kind, id: str) -> Identity | None:
        if kind is Kind.LEADER:
            query = select(LeaderRow.login_version).where(LeaderRow.id == id)
        else:
            query = select(RegistrantRow.link_version).where(RegistrantRow.id == id)
        version = self._database.read(lambda session: session.scalars(query).one_or_none())
        return None if version is None else Identity(kind, id, version)

    def issued_at(self, who: Identity) -> datetime:
        if who.kind is Kind.LEADER:
            query = select(LeaderRow.login_issued_at).where(LeaderRow.id == who.id)
        else:
            query = select(RegistrantRow.link_issued_at).where(RegistrantRow.id == who.id)
        issued_at = self._database.read(lambda session: session.scalars(query).one_or_none())
        if issued_at is None:
            raise LookupError(who.id)
        return issued_at
