"""The lines of an open roll: a person each, with what is known of them and what is asked about them."""

from dataclasses import dataclass, replace
from datetime import datetime

from balint_live.application.attendance.book import Book, SessionRecord
from balint_live.application.attendance.roll_call import roll_rows, window_of
from balint_live.application.attendance.side_by_side import SideBySide, side_by_side
from balint_live.domain.attendance import LONGEST_SILENCE, Mark, Span, clip
from balint_live.domain.roll import Absence, Place, Row
from balint_live.web.forms.roll_answers import RollAnswers, gap_name, mark_name
from balint_live.web.pages.groups.roll_words import (
    agreement_words,
    leaders_words,
    page_words,
    presence_words,
    spans_words,
)
from balint_live.web.pages.groups.words import clock

NO_ANSWERS = RollAnswers(None, (), {}, frozenset(), {})


@dataclass(frozen=True, slots=True)
class Question:
    """A gap, its times of day, and how it is answered so far. `open` until a leader has said something about it."""

    name: str
    place: Place
    start: str
    end: str
    here: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """`seen` is presence inside the session, `here_now` presence up to its end or to now.

    `clear` and `questions` are about the whole session; `asked_now` and `mark`, which is what is typed, about one that runs.
    """

    person: str
    name: str
    agreed_at: str
    presence: str
    spans: str
    evidence: tuple[str, str, str]
    questions: tuple[Question, ...]
    clear: bool
    seen: bool
    here_now: bool
    asked_now: bool
    not_here: bool
    mark_name: str
    mark: str

    @property
    def counts(self) -> bool:
        """Here at any time, as it is answered."""
        return not self.not_here and (self.seen or any(each.here for each in self.questions))

    @property
    def counts_now(self) -> bool:
        """Here at this moment, as it is answered."""
        return self.mark == Mark.PRESENT if self.mark else self.here_now


def roll_lines(book: Book, one: SessionRecord, now: datetime, typed: RollAnswers = NO_ANSWERS) -> list[Line]:
    """In the roll's order. Raises DomainError for a session that was never opened."""
    timezone, window = book.desk.group.settings.timezone, window_of(one, now)
    rows = roll_rows(one, book.desk.registrants, now)
    return [
        replace(_line(one, row, window, timezone, typed), name=book.desk.named(row.person, row.name))
        for row in rows
    ]


def _line(one: SessionRecord, row: Row, window: Span, timezone: str, typed: RollAnswers) -> Line:
    evidence = side_by_side(one.evidence.get(row.person, ((), ())), window)
    agreed = one.agreements.get(row.person)
    sent_away = _sent_away(row, evidence)
    here_now = not sent_away and any(window[1] - leave <= LONGEST_SILENCE for _, leave in row.spans)
    return Line(
        person=row.person,
        name=row.name,
        agreed_at="" if agreed is None else clock(agreed.at, timezone),
        presence=presence_words(row.spans, window, bool(row.absences)),
        spans=spans_words(row.spans, timezone),
        evidence=(
            page_words(evidence, timezone),
            leaders_words(evidence, timezone),
            agreement_words(evidence),
        ),
        questions=tuple(_question(row.person, each, timezone, typed) for each in row.absences),
        clear=row.clear,
        seen=bool(clip(row.spans, window)),
        here_now=here_now,
        asked_now=not here_now and not sent_away,
        not_here=row.person in typed.not_here,
        mark_name=mark_name(row.person),
        mark=typed.marks.get(row.person, ""),
    )


def _sent_away(row: Row, evidence: SideBySide) -> bool:
    """A leader said last that they are not here, and they have not come back since."""
    newest = evidence.marks[-1] if evidence.marks else None
    if newest is None or newest.mark is Mark.PRESENT:
        return False
    return all(leave <= newest.at for _, leave in row.spans)


def _question(person: str, gap: Absence, timezone: str, typed: RollAnswers) -> Question:
    return Question(
        name=gap_name(person, gap.span),
        place=gap.place,
        start=clock(gap.span[0], timezone),
        end=clock(gap.span[1], timezone),
        here=typed.was_here(person, gap.span),
        open=not gap.said,
    )
