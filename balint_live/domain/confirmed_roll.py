"""The roll once leaders have confirmed it: the record of attendance, frozen.

It holds spans and no evidence, because from here on the leaders' word is the record; evidence that comes later changes
nothing, and what was wrong is put right by corrections. Somebody absent is part of it, with no spans. Presence before the
opening stays in the record and is cut off only when credit is counted.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from balint_live.domain.attendance import Span, merge
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.roll import Row, Spans
from balint_live.domain.timeline import whole_second, whole_seconds


@dataclass(frozen=True, slots=True)
class ConfirmedRoll:
    """Who was here when, by whose word and when it was given; `window` is the session's actual start and end."""

    window: Span
    by: str
    at: datetime
    present: Mapping[str, Spans]


def confirmed(
    rows: Iterable[Row],
    window: Span,
    *,
    by: str,
    at: datetime,
    here: Mapping[str, Collection[Span]],
    not_here: Collection[str] = (),
) -> ConfirmedRoll:
    """The roll as shown, with the leaders' answers: the gaps answered *here* per person, and who was not here at all.

    Raises DomainError: first `stale_revision` for an answer about a gap that the roll no longer shows; then `invalid` for
    one about nobody on the roll, or two that exclude each other.
    """
    shown = {row.person: row for row in rows}
    _require_answers_fit(shown, here, not_here)
    present = {
        person: () if person in not_here else _with_gaps_closed(row, here.get(person, ()))
        for person, row in shown.items()
    }
    return ConfirmedRoll(whole_seconds(window), by, whole_second(at), present)


def _require_answers_fit(
    shown: Mapping[str, Row], here: Mapping[str, Collection[Span]], not_here: Collection[str]
) -> None:
    for person in here.keys() & shown.keys():
        if not {absence.span for absence in shown[person].absences} >= set(here[person]):
            raise DomainError(Code.STALE_REVISION, "The roll has changed since. Please look again.")
    if not shown.keys() >= {*here, *not_here}:
        raise invalid("The roll has nobody of that name.")
    if any(here.get(person) for person in not_here):
        raise invalid("Somebody cannot be here and not here.")


def _with_gaps_closed(row: Row, here: Iterable[Span]) -> Spans:
    return tuple(merge(map(whole_seconds, [*row.spans, *here])))
