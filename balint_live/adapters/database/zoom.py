"""Implements `application.zoom.recording.ZoomEventStore`: the sessions of a Zoom meeting, found by the pasted address."""

import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.mail_queue import inserting
from balint_live.adapters.database.tables.attendance import MeetingRow
from balint_live.adapters.database.tables.groups import GroupRow
from balint_live.adapters.database.tables.zoom import ZoomEventRow

NUMBER = re.compile(r"/(?:j|w|s|wc|wc/join)/(\d+)(?=[/?#]|$)", re.ASCII)


class SqlZoomEvents:
    def __init__(self, database: Database) -> None:
        self._database = database

    def take(
        self, key: str, meeting: str, starts_before: datetime, ends_after: datetime, now: datetime
    ) -> Collection[str]:
        query = (
            select(MeetingRow.id, GroupRow.zoom_url)
            .join(GroupRow, GroupRow.id == MeetingRow.group_id)
            .where(
                GroupRow.zoom_url.contains(meeting),
                MeetingRow.cancelled_at.is_(None),
                MeetingRow.closed_at.is_(None),
                MeetingRow.scheduled_start <= starts_before,
                MeetingRow.scheduled_end >= ends_after,
            )
        )
        rows = self._database.read(lambda session: session.execute(query).all())
        sessions = [id for id, address in rows if address and number_in(address) == meeting]
        new = bool(sessions) and self._database.write(lambda session: _note(session, key, now))
        return sessions if new else ()


def number_in(address: str) -> str | None:
    """Zoom's number of the meeting behind a link; None in one that has none."""
    found = NUMBER.search(address)
    return found[1] if found else None


def _note(session: Session, key: str, now: datetime) -> bool:
    """Whether the event has not come before."""
    noted = (
        inserting(session, ZoomEventRow)
        .values(key=key, received_at=now)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(ZoomEventRow.key)
    )
    return session.scalars(noted).first() is not None
