"""Everything stored about one person, and what it comes to: for the person themself, and for whoever must answer them.

What is stored is told table by table exactly as it is kept, each column with what it is for and how long it stays, so that
nothing is left out by taste. What follows from it (minutes, credits, and why) is told beside it in the columns of the
export. Of other people there is nothing but the ids of leaders who marked, confirmed or corrected, and in the export's
columns the name of the leader who confirmed.

Where a running session stands is not in it, not even while a practice leader has the lead: that is the group's moment, it
is erased at the close, and nobody may take it home.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from balint_live.application.attendance.export_json import json_text
from balint_live.application.attendance.export_record import exported_record
from balint_live.application.attendance.ports import BookStore
from balint_live.application.people import OPERATOR
from balint_live.application.ports import Clock


@dataclass(frozen=True, slots=True)
class StoredColumn:
    purpose: str
    kept: str


@dataclass(frozen=True, slots=True)
class StoredTable:
    """The rows of one table that are about somebody, by column; `columns` say what each is for."""

    name: str
    purpose: str
    columns: Mapping[str, StoredColumn]
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class StoredAbout:
    """Somebody's group, and every table that has a place for them, whether it holds anything or not."""

    group_id: str
    tables: tuple[StoredTable, ...]


class PersonalData(Protocol):
    def about(self, registrant_id: str) -> StoredAbout | None:
        """None for somebody who is not there, or not any more."""


@dataclass(frozen=True, slots=True)
class OwnRecords:
    clock: Clock
    books: BookStore
    data: PersonalData

    def file(self, registrant_id: str) -> bytes | None:
        """The whole of it as JSON; None for somebody who is not there. Whoever asks must have shown who they are."""
        stored = self.data.about(registrant_id)
        if stored is None:
            return None
        book = self.books.book(stored.group_id, OPERATOR)
        person = book.desk.registrant(registrant_id)
        if person is None:
            return None
        facts = exported_record(book, self.clock.now(), person).facts
        return json_text(
            {
                "exported_at": facts["exported_at"],
                "stored": [_told(table) for table in stored.tables],
                "derived": {part: facts[part] for part in ("attendance", "series")},
            }
        )


def _told(table: StoredTable) -> dict[str, Any]:
    return {
        "table": table.name,
        "purpose": table.purpose,
        "columns": table.columns,
        "rows": table.rows,
    }
