"""Which column is which field: a guess from the headings, which the person may correct.

The guess reads headings and, for the address alone, what stands below: a column of addresses is unmistakable whatever it is
called. The order of the columns makes no difference; of two such columns neither is guessed.
"""

from dataclasses import dataclass, replace

from balint_live.application.lists.fields import Field
from balint_live.application.lists.headings import EITHER_NAME, field_of, heard, rank_of
from balint_live.application.lists.mistake import ListMistake, MistakeCode
from balint_live.application.lists.table import Row, Table


@dataclass(frozen=True, slots=True)
class Mapping:
    """Per field the index of its column, from 0. Two fields may share a column ("Jane Doe <jane@example.org>")."""

    columns: dict[Field, int]

    def text(self, field: Field, row: Row) -> str:
        index = self.columns.get(field)
        return "" if index is None else row.cell(index)

    def heading(self, field: Field, table: Table) -> str | None:
        index = self.columns.get(field)
        return None if index is None else table.header[index]

    def choosing(self, field: Field, index: int | None) -> "Mapping":
        """The person's own choice; None takes the column out."""
        others = {known: column for known, column in self.columns.items() if known is not field}
        return replace(self, columns=others if index is None else {**others, field: index})

    def require_within(self, table: Table) -> None:
        """Raises ListMistake: a form may name a column of another file."""
        for field, index in self.columns.items():
            if not 0 <= index < len(table.header):
                sentence = f"The column chosen for {field} is not in this file."
                raise ListMistake(MistakeCode.NO_SUCH_COLUMN, sentence)

    def ignored(self, table: Table) -> tuple[str, ...]:
        """Headings of the columns that hold something and are not taken."""
        taken = set(self.columns.values())
        left = [index for index in range(len(table.header)) if index not in taken]
        return tuple(
            table.header[index] for index in left if any(row.cell(index).strip() for row in table.rows)
        )


def guess(table: Table) -> Mapping:
    """What the headings say. Fields nobody named are left out."""
    found: dict[Field, int] = {}
    for index, heading in enumerate(table.header):
        field = field_of(heading)
        if field is not None and _better(index, found.get(field), table):
            found[field] = index
    if Field.EMAIL not in found:
        found.update(_column_of_addresses(table))
    return Mapping(_sharing(_names_apart(found, table), table))


def recognised(cells: tuple[str, ...]) -> int:
    """How many different fields these would be the headings of."""
    return len({field_of(cell) for cell in cells} - {None})


def _better(index: int, held: int | None, table: Table) -> bool:
    """A preferred heading over an empty column is no better: systems export columns nobody was asked for."""
    return held is None or _standing(index, table) < _standing(held, table)


def _standing(index: int, table: Table) -> tuple[bool, int]:
    empty = not any(row.cell(index).strip() for row in table.rows)
    return empty, rank_of(table.header[index])


def _names_apart(found: dict[Field, int], table: Table) -> dict[Field, int]:
    """ "Name" beside "Vorname" is the family's name; "Nome" beside "Cognome" is the given one."""
    either = Field.NAME in found and heard(table.header[found[Field.NAME]]) in EITHER_NAME
    if not either or (Field.GIVEN in found) == (Field.FAMILY in found):
        return found
    part = Field.FAMILY if Field.GIVEN in found else Field.GIVEN
    return {part if field is Field.NAME else field: index for field, index in found.items()}


def _sharing(found: dict[Field, int], table: Table) -> dict[Field, int]:
    """Names and addresses may stand in one column: "Jane Doe <jane@example.org>"."""
    named = found.keys() & {Field.NAME, Field.GIVEN, Field.FAMILY}
    if Field.EMAIL in found and not named and _with_names(table, found[Field.EMAIL]):
        return {**found, Field.NAME: found[Field.EMAIL]}
    if Field.NAME in found and Field.EMAIL not in found and _with_names(table, found[Field.NAME]):
        return {**found, Field.EMAIL: found[Field.NAME]}
    return found


def _with_names(table: Table, index: int) -> bool:
    return any("@" in row.cell(index).partition("<")[2] for row in table.rows)


def _column_of_addresses(table: Table) -> dict[Field, int]:
    unknown = [index for index, heading in enumerate(table.header) if field_of(heading) is None]
    counts = {index: _addresses(table, index) for index in unknown}
    most = max(counts.values(), default=0)
    best = [index for index, count in counts.items() if count == most]
    return {Field.EMAIL: best[0]} if most and len(best) == 1 else {}


def _addresses(table: Table, index: int) -> int:
    return sum("@" in row.cell(index) for row in table.rows)
