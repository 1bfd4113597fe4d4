"""Session plans of a group's own. A plan is validated when kept and again when read, by the rules every Protocol obeys.

Its total is the sum of its steps and is stored nowhere, so the two cannot disagree.
"""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from balint_live.adapters.database.database import Database
from balint_live.adapters.database.group_tables import GroupProtocolRow
from balint_live.domain.protocol import Catalogue, Protocol


class SqlProtocols:
    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def keep(self, group_id: str, id: str, name: str, plan: Sequence[tuple[str, int]]) -> Protocol:
        """Keep a plan of phase ids and minutes, in place of the one with the same id. Raises DomainError("invalid")."""
        protocol = self._catalogue.protocol(id, name, plan)

        def work(session: Session) -> None:
            session.execute(
                delete(GroupProtocolRow).where(
                    GroupProtocolRow.id == id, GroupProtocolRow.group_id == group_id
                )
            )
            session.add(GroupProtocolRow(id=id, group_id=group_id, name=name, plan=tuple(plan)))

        self._database.write(work)
        return protocol

    def of_group(self, group_id: str) -> list[Protocol]:
        """The group's own plans, by name."""
        query = (
            select(GroupProtocolRow)
            .where(GroupProtocolRow.group_id == group_id)
            .order_by(GroupProtocolRow.name, GroupProtocolRow.id)
        )
        rows = self._database.read(lambda session: list(session.scalars(query)))
        return [self._catalogue.protocol(row.id, row.name, row.plan) for row in rows]
