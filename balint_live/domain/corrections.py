"""Corrections to a confirmed roll: append-only, each with what the record said before and what it says now.

Nothing is overwritten, so an auditor can walk from the confirmed roll to today's record, one reason at a time. A
correction names the record it was made for: of two leaders who correct one person at once, the second is told, and does not
undo the first unseen. Within one person corrections are numbered, and their moments never run backwards, not even when the
machine's clock does; so they replay to the same record in whatever order they are read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from balint_live.domain.attendance import Span, merge
from balint_live.domain.confirmed_roll import ConfirmedRoll
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.roll import Spans
from balint_live.domain.timeline import whole_second, whole_seconds


class CorrectionReason(StrEnum):
    """domain.md, section 13: a list and no comment field, so that nothing can be told about anybody."""

    CONNECTION_PROBLEM = "connection_problem"
    JOINED_BY_PHONE = "joined_by_phone"
    SHARED_DEVICE = "shared_device"
    WRONG_NAME = "wrong_name"
    LEADER_ERROR = "leader_error"


@dataclass(frozen=True, slots=True)
class Correction:
    """One change of one person's record; `number` counts that person's corrections from 1."""

    person: str
    number: int
    at: datetime
    by: str
    reason: CorrectionReason
    before: Spans
    after: Spans


def corrected(
    roll: ConfirmedRoll,
    earlier: Iterable[Correction],
    *,
    person: str,
    before: Iterable[Span],
    after: Iterable[Span],
    reason: CorrectionReason,
    by: str,
    now: datetime,
) -> Correction:
    """The correction to append, made for the record `before`, to the second as it was shown.

    Raises DomainError: first `stale_revision` when the record is another by now, then `invalid` for a correction that
    cannot be.
    """
    if person not in roll.present:
        raise invalid("The roll has nobody of that name.")
    own = _in_order(earlier, person)
    current = _replayed(roll.present[person], own)
    if tuple(map(whole_seconds, before)) != current:
        raise _stale()
    said = _possible(after, merge([roll.window, *roll.present[person]]))
    if said == current:
        raise invalid("That is what the record says already.")
    latest = own[-1].at if own else roll.at
    return Correction(person, len(own) + 1, max(whole_second(now), latest), by, reason, current, said)


def record(roll: ConfirmedRoll, corrections: Iterable[Correction]) -> Mapping[str, Spans]:
    """Who was here when, all things corrected. Raises DomainError("stale_revision") when a correction is missing."""
    known = set(corrections)
    if not roll.present.keys() >= {each.person for each in known}:
        raise invalid("The roll has nobody of that name.")
    return {person: _replayed(spans, _in_order(known, person)) for person, spans in roll.present.items()}


def _in_order(corrections: Iterable[Correction], person: str) -> list[Correction]:
    own = {each for each in corrections if each.person == person}
    return sorted(own, key=lambda each: (each.at, each.number))


def _replayed(spans: Spans, corrections: Iterable[Correction]) -> Spans:
    for correction in corrections:
        if correction.before != spans:
            raise _stale()
        spans = correction.after
    return spans


def _possible(spans: Iterable[Span], room: Iterable[Span]) -> Spans:
    """Overlapping stretches become one; all lie in the session, or where the confirmed roll had the person before it."""
    room, said = list(room), list(_forwards(spans))
    if any(all(join < opens or leave > closes for opens, closes in room) for join, leave in said):
        raise invalid("That lies outside the session.")
    return tuple(merge(said))


def _forwards(spans: Iterable[Span]) -> Iterator[Span]:
    for span in spans:
        join, leave = whole_seconds(span)
        if join >= leave:
            raise invalid("A stretch of presence ends after it begins.")
        yield join, leave


def _stale() -> DomainError:
    return DomainError(Code.STALE_REVISION, "The record has changed since. Please look again.")
