"""What leaders answer on the roll, as a form carries it.

Each answer names the gap it is about, by person and moments, because a roll may change between the look and the press: the
answer then still stands where its gap does, and about nothing else. Nothing here is trusted to be on the roll; the register
compares.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from werkzeug.datastructures import MultiDict

from balint_live.application.attendance.roll_call import Read
from balint_live.domain.attendance import Mark, Span
from balint_live.domain.timeline import SECOND

_GAP = re.compile(r"gap\.([^.]+)\.([0-9]{1,11}-[0-9]{1,11})")
_SPAN = re.compile(r"([0-9]{1,11})-([0-9]{1,11})")
_MARK = "mark."
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_ANSWERS = 1000

HERE, AWAY = "here", "away"


@dataclass(frozen=True, slots=True)
class RollAnswers:
    """`gaps` per person, whether they were here in each; `marks` are of a session that runs."""

    window: Span | None
    people: tuple[str, ...]
    gaps: Mapping[str, Mapping[Span, bool]]
    not_here: frozenset[str]
    marks: Mapping[str, Mark]

    @property
    def read(self) -> Read:
        return Read(self.window, {person: frozenset(self.gaps.get(person, {})) for person in self.people})

    @property
    def here(self) -> dict[str, list[Span]]:
        said = {person: [gap for gap, here in gaps.items() if here] for person, gaps in self.gaps.items()}
        return {person: gaps for person, gaps in said.items() if gaps}

    def was_here(self, person: str, gap: Span) -> bool:
        return self.gaps.get(person, {}).get(gap, False)


def roll_answers(form: MultiDict[str, str]) -> RollAnswers:
    return RollAnswers(
        window=span_in(form.get("window", "")),
        people=tuple(form.getlist("person")[:MOST_ANSWERS]),
        gaps=_gaps(form),
        not_here=frozenset(form.getlist("not_here")),
        marks=_marks(form),
    )


def gap_name(person: str, gap: Span) -> str:
    """The name of the field that answers for this gap."""
    return f"gap.{person}.{span_text(gap)}"


def mark_name(person: str) -> str:
    return f"{_MARK}{person}"


def span_text(span: Span) -> str:
    """Whole seconds since the epoch: the same in every zone."""
    return "-".join(str((moment - _EPOCH) // SECOND) for moment in span)


def span_in(text: str) -> Span | None:
    found = _SPAN.fullmatch(text)
    return None if found is None else (_moment(found[1]), _moment(found[2]))


def _gaps(form: MultiDict[str, str]) -> dict[str, dict[Span, bool]]:
    gaps: dict[str, dict[Span, bool]] = {}
    for name, answer in list(form.items())[:MOST_ANSWERS]:
        found = _GAP.fullmatch(name)
        span = None if found is None else span_in(found[2])
        if found is not None and span is not None:
            gaps.setdefault(found[1], {})[span] = answer == HERE
    return gaps


def _marks(form: MultiDict[str, str]) -> dict[str, Mark]:
    """A tick for somebody who is not here any more is a mark like any other."""
    said = {name.removeprefix(_MARK): answer for name, answer in form.items() if name.startswith(_MARK)}
    known = {person: Mark(answer) for person, answer in said.items() if answer in set(Mark)}
    return {**known, **dict.fromkeys(form.getlist("not_here"), Mark.ABSENT)}


def _moment(seconds: str) -> datetime:
    return _EPOCH + int(seconds) * SECOND
