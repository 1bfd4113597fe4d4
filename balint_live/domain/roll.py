"""The roll as leaders read it: each person's presence, and every gap in it as a question.

A gap of more than three minutes is not an absence yet. Pages sleep and lines break while the person sits in Zoom, so it is
asked about, the time before somebody came and after they were last seen included, and it reads *away* until a leader says
*here*. An absence that a leader marked in the session is listed too, but it has its answer. Those with an open question
come first; the rest follow, so that a clear evening is confirmed in one press.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from balint_live.domain.attendance import (
    LONGEST_SILENCE,
    NEVER,
    LeaderMark,
    Mark,
    PresenceInterval,
    Span,
    clip,
    effective,
    merge,
)
from balint_live.domain.errors import invalid
from balint_live.domain.names import by_family
from balint_live.domain.timeline import whole_seconds

Spans = tuple[Span, ...]
Evidence = tuple[Sequence[PresenceInterval], Sequence[LeaderMark]]


class Place(StrEnum):
    """Where in the session a gap lies; it decides the question's words."""

    BEFORE = "before"
    BETWEEN = "between"
    AFTER = "after"
    THROUGHOUT = "throughout"


@dataclass(frozen=True, slots=True)
class Absence:
    """A stretch of the session without presence, longer than three minutes; `said` when a leader's mark accounts for it."""

    span: Span
    place: Place
    said: bool = False

    @property
    def length(self) -> timedelta:
        return self.span[1] - self.span[0]


@dataclass(frozen=True, slots=True)
class Row:
    """One person: where they count as present, before the opening too, and the gaps inside the session."""

    person: str
    name: str
    spans: Spans
    absences: tuple[Absence, ...]

    @property
    def questions(self) -> tuple[Absence, ...]:
        return tuple(absence for absence in self.absences if not absence.said)

    @property
    def clear(self) -> bool:
        return not self.questions


def session_window(opened_at: datetime | None, end: datetime) -> Span:
    """From the opening to the end, or to now, in whole seconds. Raises DomainError("invalid") if it was never opened."""
    if opened_at is None:
        raise invalid("The session was never opened, so there is no attendance to confirm.")
    return whole_seconds((opened_at, max(opened_at, end)))


def laid_out(names: Mapping[str, str], evidence: Mapping[str, Evidence], window: Span) -> list[Row]:
    """Everybody of `names` (person to name), seen or not: open questions first, both parts by name."""
    rows = (_row(person, name, evidence.get(person, ((), ())), window) for person, name in names.items())
    return sorted(rows, key=lambda row: (row.clear, by_family(row.name, row.person)))


def _row(person: str, name: str, evidence: Evidence, window: Span) -> Row:
    intervals, marks = evidence
    spans = tuple(effective(intervals, marks, window[1]))
    absences = (
        Absence(gap, _place(gap, window), _marked_absent(gap, spans, marks))
        for gap in _gaps(spans, window)
        if gap[1] - gap[0] > LONGEST_SILENCE
    )
    return Row(person, name, spans, tuple(absences))


def _gaps(spans: Iterable[Span], window: Span) -> list[Span]:
    """What of the window the spans leave open."""
    present = clip(spans, window)
    starts = [window[0], *(leave for _, leave in present)]
    ends = [*(join for join, _ in present), window[1]]
    return merge(zip(starts, ends, strict=True))


def _place(gap: Span, window: Span) -> Place:
    seen_before, seen_after = gap[0] > window[0], gap[1] < window[1]
    if seen_before:
        return Place.BETWEEN if seen_after else Place.AFTER
    return Place.BEFORE if seen_after else Place.THROUGHOUT


def _marked_absent(gap: Span, spans: Spans, marks: Iterable[LeaderMark]) -> bool:
    """A leader marked them absent since they were last seen, before the opening too."""
    last_seen = max((leave for _, leave in spans if leave <= gap[0]), default=NEVER)
    return any(mark.mark is Mark.ABSENT and last_seen <= mark.at < gap[1] for mark in marks)
