"""A database in this process's memory, of which no byte reaches a disk: for what is to leave nothing behind."""

from collections.abc import Collection

from sqlalchemy import delete
from sqlalchemy.orm import Session

from balint_live.adapters.database.engine import DRIVERS, WRITES, Database, Sleep, plain_sleep
from balint_live.adapters.database.tables import METADATA


def in_memory(sleep: Sleep = plain_sleep) -> Database:
    """An empty one. It lives in its one connection, and ends with it."""
    database = Database(f"{DRIVERS[0]}:///:memory:", sleep, connections=1)
    with database.engine.execution_options(**WRITES).begin() as connection:
        METADATA.create_all(connection)
    return database


def forget(database: Database, group_id: str, meetings: Collection[str], leaders: Collection[str]) -> None:
    """Delete a group with everything about it and its leaders, kept for nobody. Raises Unavailable."""
    about = {"meeting_id": meetings, "group_id": [group_id]}
    themselves = {"groups": [group_id], "leaders": leaders}

    def work(session: Session) -> None:
        for table in reversed(METADATA.sorted_tables):
            ids = {name: about[name] for name in about if name in table.columns}
            if table.name in themselves:
                ids["id"] = themselves[table.name]
            for name, these in ids.items():
                session.execute(delete(table).where(table.columns[name].in_(these)))

    database.write(work)
