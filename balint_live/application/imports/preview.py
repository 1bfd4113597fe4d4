"""What an import would do: each row of a list compared with those who are already in the group; and then, what to store.

A list is rarely complete: it was exported last week, or holds late-comers only. So it adds and changes and never takes
away: nobody is withdrawn by being absent from it, nobody who withdrew comes back by being on it, an empty cell erases
nothing. Therefore importing the same file again changes nothing.

Where several rows have one address, they are one person listed twice, or two who share an address. The same name makes it
one person, whose rows are combined and taken once, with the first row. Different names cannot both be right, and where one
person's rows disagree we do not choose either: then none of the rows is taken, and each names the others.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from balint_live.application.groups.group import Details, Registrant
from balint_live.application.imports.rows import Outcome, Reading, Reason, RowOutcome
from balint_live.application.imports.table import Field, ListMistake, Mapping, MistakeCode, Row, Table
from balint_live.application.imports.values import Facts, changes

NAMED = 3
"""At most so many other rows are named."""
NAMED_STATES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The outcome of every row. `missing` are fields without which nobody can be taken, `ignored` headings of other
    columns.

    `unknown_states` are words about coming that we do not know; people with one are taken. `leave_out` is the person's
    choice to go on without the rows that cannot be taken.
    """

    mapping: Mapping
    rows: tuple[RowOutcome, ...]
    missing: tuple[Field, ...]
    ignored: tuple[str, ...]
    unknown_states: tuple[str, ...] = ()
    leave_out: bool = False

    @property
    def counts(self) -> dict[Outcome, int]:
        """The number of rows with each outcome, 0 included."""
        counted = Counter(row.outcome for row in self.rows)
        return {outcome: counted[outcome] for outcome in Outcome}

    @property
    def ready(self) -> bool:
        """Whether it may be confirmed."""
        return not self.missing and (self.leave_out or not self.counts[Outcome.CANNOT])

    def enrolments(self) -> tuple[list[Details], list[tuple[str, Details]]]:
        """Those to be enrolled, and by id those enrolled with their new details. Raises ListMistake if it is not ready."""
        if not self.ready:
            sentence = "This list cannot be imported as it is. Nothing was imported."
            raise ListMistake(MistakeCode.NOT_READY, sentence)
        taken = [(row.registrant_id, row.details) for row in self.rows if row.details is not None]
        new = [details for id, details in taken if id is None]
        return new, [(id, details) for id, details in taken if id is not None]


@dataclass(frozen=True, slots=True)
class SharedAddress:
    """The rows of one address, and what they say together; `disagree` is the fact (as in Details) on which they differ."""

    rows: tuple[int, ...]
    together: Facts
    disagree: str | None

    @property
    def first(self) -> int:
        return self.rows[0]

    def others(self, number: int) -> tuple[int, ...]:
        """The first few other rows of this address."""
        return tuple(row for row in self.rows[: NAMED + 1] if row != number)[:NAMED]


@dataclass(frozen=True, slots=True)
class ReadRows:
    """What each row of a list says by itself, without the group: the part that takes long."""

    reading: Reading
    said: tuple[tuple[Row, Facts | RowOutcome], ...]

    def against(self, enrolled: Sequence[Registrant], *, leave_out: bool = False) -> Preview:
        """The preview for a group; `enrolled` is everybody of it, also who withdrew."""
        mapping = self.reading.mapping
        rows = _outcomes(self.reading, self.said, _people_by_address(enrolled))
        return Preview(
            mapping=mapping,
            rows=rows,
            missing=_missing(mapping, rows),
            ignored=mapping.ignored(self.reading.table),
            unknown_states=self._unknown_states(rows),
            leave_out=leave_out,
        )

    def _unknown_states(self, rows: Sequence[RowOutcome]) -> tuple[str, ...]:
        """The first few, each once, of those who are taken."""
        taken = {row.number for row in rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)}
        said = (self.reading.unknown_state(row) for row, _ in self.said if row.number in taken)
        return tuple(islice(dict.fromkeys(state for state in said if state), NAMED_STATES))


def read_rows(table: Table, mapping: Mapping, address: Callable[[str], str]) -> ReadRows:
    """Read every row by itself. Raises ListMistake for a mapping of another table."""
    mapping.require_within(table)
    reading = Reading(table, mapping, address)
    return ReadRows(reading, tuple((row, reading.facts(row)) for row in table.rows))


def preview(
    table: Table,
    mapping: Mapping,
    enrolled: Sequence[Registrant],
    address: Callable[[str], str],
    *,
    leave_out: bool = False,
) -> Preview:
    """Read the rows and compare them with the group. Raises ListMistake for a mapping of another table."""
    return read_rows(table, mapping, address).against(enrolled, leave_out=leave_out)


def _outcomes(
    reading: Reading, said: Sequence[tuple[Row, Facts | RowOutcome]], known: dict[str, Registrant]
) -> tuple[RowOutcome, ...]:
    shared = _shared_addresses([(row.number, facts) for row, facts in said if isinstance(facts, Facts)])
    return tuple(
        _of_address(reading, row, shared[facts.email], known.get(facts.email))
        if isinstance(facts, Facts)
        else facts
        for row, facts in said
    )


def _shared_addresses(listed: Sequence[tuple[int, Facts]]) -> dict[str, SharedAddress]:
    """From row numbers with their facts, to what all rows of an address say."""
    shared: dict[str, SharedAddress] = {}
    for number, facts in listed:
        known = shared.get(facts.email)
        if known is None:
            shared[facts.email] = SharedAddress((number,), facts, None)
        else:
            disagree = known.disagree or known.together.contradiction(facts)
            shared[facts.email] = SharedAddress(
                (*known.rows, number), known.together.and_also(facts), disagree
            )
    return shared


def _of_address(reading: Reading, row: Row, shared: SharedAddress, person: Registrant | None) -> RowOutcome:
    if person is not None and not person.enrolled:
        return _noted(row, shared, Outcome.WITHDRAWN, Reason.WITHDRAWN_EARLIER, person)
    if shared.disagree is not None:
        return _disagreeing(reading, row, shared, shared.disagree)
    if row.number != shared.first:
        return _noted(row, shared, Outcome.DUPLICATE, Reason.SAME_PERSON, person)
    return _new(reading, row, shared) if person is None else _amended(row, shared, person)


def _disagreeing(reading: Reading, row: Row, shared: SharedAddress, fact: str) -> RowOutcome:
    rows = shared.others(row.number)
    if fact == "name":
        return reading.cannot(row, Reason.TWO_PEOPLE, Field.EMAIL, rows=rows)
    field = Field.ROLE if fact == "practice_leader" else Field(fact)
    return reading.cannot(row, Reason.TWO_ANSWERS, field, rows=rows)


def _noted(
    row: Row, shared: SharedAddress, outcome: Outcome, reason: Reason, person: Registrant | None
) -> RowOutcome:
    return RowOutcome(
        number=row.number,
        outcome=outcome,
        name=shared.together.name or "",
        email=shared.together.email,
        registrant_id=None if person is None else person.id,
        reason=reason,
        rows=(shared.first,) if reason is Reason.SAME_PERSON else (),
    )


def _new(reading: Reading, row: Row, shared: SharedAddress) -> RowOutcome:
    details = shared.together.about_somebody_new()
    if details is None:
        return reading.cannot(row, Reason.NO_NAME, reading.name_field())
    return RowOutcome(
        number=row.number, outcome=Outcome.NEW, name=details.name, email=details.email, details=details
    )


def _amended(row: Row, shared: SharedAddress, person: Registrant) -> RowOutcome:
    details = shared.together.about(person.details)
    changed = changes(person.details, details)
    return RowOutcome(
        number=row.number,
        outcome=Outcome.CHANGED if changed else Outcome.UNCHANGED,
        name=details.name,
        email=details.email,
        details=details if changed else None,
        registrant_id=person.id,
        changes=changed,
    )


def _missing(mapping: Mapping, rows: Sequence[RowOutcome]) -> tuple[Field, ...]:
    """The address always; a name only where somebody new would have none."""
    missing = [] if Field.EMAIL in mapping.columns else [Field.EMAIL]
    named = mapping.columns.keys() & {Field.NAME, Field.GIVEN, Field.FAMILY}
    if not named and (missing or any(row.reason is Reason.NO_NAME for row in rows)):
        missing.append(Field.NAME)
    return tuple(missing)


def _people_by_address(enrolled: Sequence[Registrant]) -> dict[str, Registrant]:
    """Who has which address: somebody enrolled before somebody who withdrew. People without an address are left out."""
    withdrawn_first = sorted(enrolled, key=lambda person: person.enrolled)
    return {person.details.email: person for person in withdrawn_first if person.details.email}
