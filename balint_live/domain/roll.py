"""The roll of a session: as leaders read it, as they confirm it, and as they correct it afterwards.

A gap of more than three minutes is not an absence yet. Pages sleep and lines break while the person sits in Zoom, so
leaders are asked about it, the time before somebody came and after they were last seen included, and it counts as *away*
until a leader says *here*. An absence that a leader marked in the session is listed too, but it has its answer. People
with an open question come first, so that a roll without questions is confirmed in one press.

The confirmed roll is the record of attendance, frozen. It holds spans and no evidence, because from here on the leaders'
word is the record; evidence that comes later changes nothing, and mistakes are put right by corrections. Somebody absent is
part of it, with no spans. Presence before the opening stays in the record and is cut off only when credit is counted.

Corrections are only ever added, each with what the record said before and what it says now, so an auditor can follow
every change from the confirmed roll to today's record. A correction names the record it was made for: of two leaders who
correct one person at once, the second is told, and does not undo the first unseen. Within one person corrections are
numbered, and their moments never run backwards, not even when the machine's clock does; so they give the same record in
whatever order they are read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.names import by_family
from balint_live.domain.timeline import (
    LONGEST_SILENCE,
    NEVER,
    LeaderMark,
    Mark,
    PresenceInterval,
    Source,
    Span,
    clip,
    effective,
    gaps,
    merge,
    whole_second,
    whole_seconds,
)

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
    """A part of the session without presence, longer than three minutes; `said` when a leader's mark explains it."""

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


def laid_out(
    names: Mapping[str, str],
    evidence: Mapping[str, Evidence],
    window: Span,
    cannot_come: Collection[str] = (),
) -> list[Row]:
    """Everybody of `names` (person to name), seen or not: open questions first, both parts by name.

    Those who said beforehand that they cannot come are away unless they were seen: nothing is asked about them.
    """
    rows = (
        _row(person, name, evidence.get(person, ((), ())), window, person in cannot_come)
        for person, name in names.items()
    )
    return sorted(rows, key=lambda row: (row.clear, by_family(row.name, row.person)))


def _row(person: str, name: str, evidence: Evidence, window: Span, cannot_come: bool) -> Row:
    intervals, marks = evidence
    spans = tuple(effective(intervals, marks, window[1]))
    told = cannot_come and not spans
    absences = (
        Absence(gap, _place(gap, window), told or _marked_absent(gap, spans, marks))
        for gap in gaps(spans, window)
        if gap[1] - gap[0] > LONGEST_SILENCE
    )
    return Row(person, name, spans, tuple(absences))


def _place(gap: Span, window: Span) -> Place:
    seen_before, seen_after = gap[0] > window[0], gap[1] < window[1]
    if seen_before:
        return Place.BETWEEN if seen_after else Place.AFTER
    return Place.BEFORE if seen_after else Place.THROUGHOUT


def _marked_absent(gap: Span, spans: Spans, marks: Iterable[LeaderMark]) -> bool:
    """Whether a leader marked them absent since they were last seen, before the opening too."""
    last_seen = max((leave for _, leave in spans if leave <= gap[0]), default=NEVER)
    return any(mark.mark is Mark.ABSENT and last_seen <= mark.at < gap[1] for mark in marks)


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
        person: ()
        if person in not_here
        else tuple(merge(map(whole_seconds, [*row.spans, *here.get(person, ())])))
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


class CorrectionReason(StrEnum):
    """A list and no comment field, so that nothing can be told about anybody (domain.md, sections 13 and 22)."""

    CONNECTION_PROBLEM = "connection_problem"
    JOINED_BY_PHONE = "joined_by_phone"
    SHARED_DEVICE = "shared_device"
    WRONG_NAME = "wrong_name"
    LEADER_ERROR = "leader_error"
    LEFT_EARLY = "left_early"


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
    """Who was here when, with all corrections. Raises DomainError("stale_revision") when one is missing."""
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
    """The spans merged. Raises DomainError for one outside the session and outside what the roll has of this person."""
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


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The kinds of evidence: presence by pages alone, in Zoom, and the leaders' marks.

    `zoom` is None where nothing is known from there; `agree` where there is nothing to compare.
    """

    page: Spans
    marks: tuple[LeaderMark, ...]
    agree: bool | None
    zoom: Spans | None = None


def side_by_side(evidence: Evidence, window: Span, zoom: Spans | None = None) -> SideBySide:
    """What pages say beside what Zoom says and what leaders said, to point out where they differ: a mark given to the wrong
    row looks so, and a page left open.

    A leader's mark outranks a page, so the roll already says what the leader said. A page that sleeps while its owner is in
    Zoom is no difference; one that lives without them is. `page` goes back to before the opening; whether they agree is
    asked of the `window` alone, and up to three minutes are no difference.
    """
    intervals, marks = evidence
    seen, said = (effective(intervals, each, window[1]) for each in ((), marks))
    page = effective([each for each in intervals if each.source is not Source.ZOOM_IMPORT], (), window[1])
    ordered = tuple(sorted(marks, key=lambda mark: mark.at))
    differ = _covers_more(seen, said, window) or _covers_more(said, seen, window)
    alone = zoom is not None and _covers_more(page, list(zoom), window)
    nothing = not ordered and (zoom is None or not page)
    agree = None if nothing else not (differ or alone)
    return SideBySide(tuple(page), ordered, agree, zoom)


def _covers_more(spans: list[Span], others: list[Span], window: Span) -> bool:
    """Whether the spans cover more than three minutes in one piece of the window that the others leave open."""
    open_spans = (span for gap in gaps(others, window) for span in clip(spans, gap))
    return any(leave - join > LONGEST_SILENCE for join, leave in open_spans)
