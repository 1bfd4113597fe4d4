"""What was erased after a backup was made, and a sieve that keeps it out when the backup comes back.

The sieve does to each row what deleting the people would have done to it: what hangs on them does not pass, what only
mentions them passes without. So the rows that come out are those of a database in which the erasure was carried out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table

Row = dict[str, Any]
TableRow = tuple[Table, Row]
PEOPLE, STATEMENTS, ERASURES = "registrants", "statements", "erasures"
ERASED_BY_ID = (PEOPLE, "leaders", "groups")
"""Tables of what is erased whole: a note of its id is all that is left of it."""


@dataclass(frozen=True, slots=True)
class Erased:
    """`ids` of people, leaders and groups, with the moment; `statements` by id: what stayed of people erased, whenever that
    was.
    """

    ids: Mapping[str, datetime] = field(default_factory=dict)
    statements: Mapping[str, Row] = field(default_factory=dict)

    def and_also(self, other: "Erased") -> "Erased":
        return Erased({**other.ids, **self.ids}, {**other.statements, **self.statements})


def erased_in(rows: Iterable[TableRow]) -> Erased:
    ids, statements = {}, {}
    for table, row in rows:
        if table.name == ERASURES:
            ids[row["id"]] = row["at"]
        elif table.name == STATEMENTS and row["registrant_id"] is None:
            statements[row["id"]] = row
    return Erased(ids, statements)


class Sieve:
    """For the rows of one backup, in their order. Afterwards `left_out` is how many people did not pass, `taken` how many
    statements passed as their erasure left them, and `missing` are those the backup did not know of.
    """

    def __init__(self, since: Erased) -> None:
        self.left_out = self.taken = 0
        self.missing = dict(since.statements)
        self._erased = since.ids
        self._gone: dict[str, set[str]] = defaultdict(set, {name: set(since.ids) for name in ERASED_BY_ID})

    def passing(self, table: Table, row: Row) -> Row | None:
        """The row as it is to be written; None for one that is not."""
        if table.name in (*ERASED_BY_ID, ERASURES) and row["id"] in self._erased:
            self.left_out += table.name == PEOPLE
            return None
        if table.name == STATEMENTS:
            return self._statement(table, row)
        return self._bereft(table, row)

    def _statement(self, table: Table, row: Row) -> Row | None:
        """Of people erased since as the erasure left it, or not at all; of everybody else as it was backed up."""
        left = self.missing.pop(row["id"], None)
        if row["registrant_id"] not in self._erased:
            return self._bereft(table, row)
        if left is None:
            self._gone[table.name].add(row["id"])
            return None
        self.taken += 1
        return self._bereft(table, left)

    def _bereft(self, table: Table, row: Row) -> Row | None:
        """Without what is gone, or not at all."""
        kept = dict(row)
        for key in table.foreign_keys:
            if row[key.parent.name] not in self._gone[key.column.table.name]:
                continue
            if key.ondelete != "SET NULL":
                self._gone[table.name].update(row[each.name] for each in table.primary_key.columns)
                return None
            kept[key.parent.name] = None
        return kept
