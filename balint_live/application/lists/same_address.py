"""One address, several rows: one person listed twice, or two who share an address.

The same name makes it one person, whose rows add up; they are taken once, with the first row. Different names cannot both be
right, and neither do we choose where one person's rows disagree: then none of the rows is taken, and each names the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from balint_live.application.lists.facts import Facts

NAMED = 3
"""At most so many other rows are named."""


@dataclass(frozen=True, slots=True)
class Shared:
    """The rows of one address; `disagree` is the fact (as in Details) on which they do, if any."""

    rows: tuple[int, ...]
    together: Facts
    disagree: str | None

    @property
    def first(self) -> int:
        return self.rows[0]

    def others(self, number: int) -> tuple[int, ...]:
        return tuple(row for row in self.rows[: NAMED + 1] if row != number)[:NAMED]


def by_address(listed: Sequence[tuple[int, Facts]]) -> dict[str, Shared]:
    """From row numbers with their facts, to what all rows of an address say."""
    shared: dict[str, Shared] = {}
    collected: dict[str, list[tuple[int, Facts]]] = {}
    for number, facts in listed:
        collected.setdefault(facts.email, []).append((number, facts))
    for email, rows in collected.items():
        shared[email] = _together(rows)
    return shared


def _together(rows: Sequence[tuple[int, Facts]]) -> Shared:
    together, disagree = rows[0][1], None
    for _, facts in rows[1:]:
        disagree = disagree or together.contradiction(facts)
        together = together.and_also(facts)
    return Shared(tuple(number for number, _ in rows), together, disagree)
