"""What an import would do, row by row, before anything is done; and then, all or nothing, what to do."""

from collections import Counter
from dataclasses import dataclass, replace

from balint_live.application.groups.group import Details
from balint_live.application.lists.columns import Mapping
from balint_live.application.lists.fields import Field
from balint_live.application.lists.mistake import ListMistake, MistakeCode
from balint_live.application.lists.outcome import Outcome, RowOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`missing` are fields without which nobody can be taken, `ignored` the headings of columns not taken.

    `unknown_states` are words about coming that we do not know; whoever has one is taken.

    `leave_out` is the person's choice to go on without the rows that cannot be taken.
    """

    mapping: Mapping
    rows: tuple[RowOutcome, ...]
    missing: tuple[Field, ...]
    ignored: tuple[str, ...]
    unknown_states: tuple[str, ...] = ()
    leave_out: bool = False

    @property
    def counts(self) -> dict[Outcome, int]:
        """Of every outcome, also those there are none of."""
        counted = Counter(row.outcome for row in self.rows)
        return {outcome: counted[outcome] for outcome in Outcome}

    @property
    def ready(self) -> bool:
        """Whether it may be confirmed."""
        return not self.missing and (self.leave_out or not self.counts[Outcome.CANNOT])

    def leaving_out(self) -> "Preview":
        return replace(self, leave_out=True)

    def enrolments(self) -> tuple[list[Details], list[tuple[str, Details]]]:
        """Those to be enrolled, and those enrolled with what is known of them afterwards. Raises ListMistake, not ready."""
        if not self.ready:
            sentence = "This list cannot be taken as it is. Nothing was imported."
            raise ListMistake(MistakeCode.NOT_READY, sentence)
        taken = [(row.registrant_id, row.details) for row in self.rows if row.details is not None]
        new = [details for id, details in taken if id is None]
        return new, [(id, details) for id, details in taken if id is not None]
